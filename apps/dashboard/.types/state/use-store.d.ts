import type { Store } from "./store.ts";
/** The store's present value; the component renders again when it changes. */
export declare function useStore<T>(store: Store<T>): T;
//# sourceMappingURL=use-store.d.ts.map
