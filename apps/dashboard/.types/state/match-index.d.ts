/**
 * Which packets match a filter, as far as the page knows: frame numbers in ascending order, with the
 * stretches that it does not know in between.
 *
 * An entry is a frame number, or the negative of one: "between the entry before and this frame there
 * may be matches that were never listed". Such a gap stands directly before its frame.
 */
export declare class MatchIndex {
  #private;
  get length(): number;
  at(index: number): number;
  /** The largest frame number, 0 when none is known. */
  get newest(): number;
  /**
   * Adds newer matches at the end.
   *
   * @param gap whether matches between the newest known one and the first of these are unknown.
   */
  append(numbers: ArrayLike<number>, gap: boolean): void;
  /**
   * Puts an answer into the gap before `before`.
   *
   * @param numbers ascending matches below `before`, the newest of that stretch.
   * @param complete whether nothing older than these is unknown, up to the entry before the gap.
   * @returns how many entries the index grew by; negative when it became shorter.
   */
  fill(before: number, numbers: readonly number[], complete: boolean): number;
  /** Forgets what is older than `first`; what stood before it is no gap any more but gone. */
  dropBefore(first: number): number;
  /** Index of a known frame number, or -1. */
  indexOf(number: number): number;
}
//# sourceMappingURL=match-index.d.ts.map
