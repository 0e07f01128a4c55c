/** Which octets of a message have arrived: ranges that neither touch nor overlap, in order. */

/** Ranges kept of one message; a message in more pieces than that is not put together. */
const MAX_RANGES = 64;

export class OctetRanges {
  /** Start and end of each range, alternating. */
  readonly #bounds: number[] = [];

  /** End of what is there without a gap from offset 0. */
  get contiguous(): number {
    return this.#bounds[0] === 0 ? this.#bounds[1]! : 0;
  }

  /**
   * Calls `missing` with each part of `[from, to)` that is new, and takes it in.
   *
   * @returns false where there are too many ranges to take another
   */
  add(from: number, to: number, missing: (from: number, to: number) => void): boolean {
    const bounds = this.#bounds;
    /* Nearly always the next octets of the only range. */
    if (bounds.length === 2 && bounds[1] === from && to > from) {
      missing(from, to);
      bounds[1] = to;
      return true;
    }
    let index = 0;
    while (index < bounds.length && bounds[index + 1]! < from) index += 2;
    let start = from;
    let end = to;
    let at = from;
    let last = index;
    while (last < bounds.length && bounds[last]! <= to) {
      if (at < bounds[last]!) missing(at, bounds[last]!);
      at = Math.max(at, bounds[last + 1]!);
      start = Math.min(start, bounds[last]!);
      end = Math.max(end, bounds[last + 1]!);
      last += 2;
    }
    if (last === index && bounds.length >= 2 * MAX_RANGES) return false;
    if (at < to) missing(at, to);
    bounds.splice(index, last - index, start, end);
    return true;
  }
}
