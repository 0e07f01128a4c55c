/**
 * The order of a ranked list that people can read while it changes: values change at once, rows trade
 * places at most every two seconds, only when one has been more than a tenth larger than the other
 * for that long, and never while the list is held.
 */
export declare const REORDER_MS = 2000;
export declare class RankOrder {
  #private;
  /** @param capacity rows that are shown. */
  constructor(capacity: number);
  /** Forgets everything, for another question. */
  reset(): void;
  /**
   * The labels to show, in order. Labels that no longer exist go at once unless `held`, and free
   * places fill from the top of `values`.
   *
   * @param values value of each label, largest first.
   * @param now milliseconds of any steady clock.
   */
  update(values: ReadonlyMap<string, number>, now: number, held: boolean): readonly string[];
}
//# sourceMappingURL=rank-order.d.ts.map
