import { useSyncExternalStore } from "react";
import type { Store } from "./store.ts";

/** The store's present value; the component renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.getSnapshot);
}
