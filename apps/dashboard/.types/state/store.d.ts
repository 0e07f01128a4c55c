/** A value that components can follow: the smallest thing `useSyncExternalStore` accepts. */
export declare class Store<T> {
  #private;
  constructor(value: T);
  readonly getSnapshot: () => T;
  readonly subscribe: (listener: () => void) => () => void;
  /** Listeners hear of it only when the value is another one. */
  set(value: T): void;
  update(change: (value: T) => T): void;
}
//# sourceMappingURL=store.d.ts.map
