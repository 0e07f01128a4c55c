/**
 * Which packets match a filter, as far as the page knows: frame numbers in ascending order, with the
 * stretches that it does not know in between.
 *
 * An entry is a frame number, or the negative of one: "between the entry before and this frame there
 * may be matches that were never listed". Such a gap stands directly before its frame.
 */
export class MatchIndex {
  #entries = new Float64Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  at(index: number): number {
    return this.#entries[index]!;
  }

  /** The largest frame number, 0 when none is known. */
  get newest(): number {
    return this.#length === 0 ? 0 : this.#entries[this.#length - 1]!;
  }

  /** Whether matches older than the first listed one are unknown. */
  get isOpen(): boolean {
    return this.#length > 0 && this.#entries[0]! < 0;
  }

  /**
   * Adds newer matches at the end.
   *
   * @param gap whether matches between the newest known one and the first of these are unknown.
   */
  append(numbers: ArrayLike<number>, gap: boolean): void {
    let mark = gap;
    for (let i = 0; i < numbers.length; i += 1) {
      const number = numbers[i]!;
      if (number <= this.newest) continue;
      if (mark) this.#push(-number);
      mark = false;
      this.#push(number);
    }
  }

  /**
   * Puts an answer into the gap before `before`.
   *
   * @param numbers ascending matches below `before`, the newest of that stretch.
   * @param complete whether nothing older than these is unknown, up to the entry before the gap.
   * @returns how many entries the index grew by; negative when it became shorter.
   */
  fill(before: number, numbers: readonly number[], complete: boolean): number {
    const gap = this.#find(-before);
    if (gap < 0) return 0;
    const older = gap === 0 ? 0 : this.#entries[gap - 1]!;
    const inside = numbers.filter((number) => number > older && number < before);
    const reached = complete || inside.length < numbers.length;
    const added = [...inside];
    const first = inside[0];
    if (!reached) added.unshift(-(first ?? before));
    const grown = added.length - 1;
    this.#reserve(this.#length + grown);
    this.#entries.copyWithin(gap + added.length, gap + 1, this.#length);
    this.#entries.set(added, gap);
    this.#length += grown;
    return grown;
  }

  /** Forgets what is older than `first`; what stood before it is no gap any more but gone. */
  dropBefore(first: number): number {
    let count = 0;
    while (count < this.#length && Math.abs(this.#entries[count]!) < first) count += 1;
    if (count === 0) return 0;
    this.#entries.copyWithin(0, count, this.#length);
    this.#length -= count;
    return count;
  }

  /** Index of a known frame number, or -1. */
  indexOf(number: number): number {
    return this.#find(number);
  }

  #find(entry: number): number {
    const key = Math.abs(entry);
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (Math.abs(this.#entries[middle]!) < key) low = middle + 1;
      else high = middle;
    }
    for (let i = low; i < this.#length && Math.abs(this.#entries[i]!) === key; i += 1) {
      if (this.#entries[i] === entry) return i;
    }
    return -1;
  }

  #push(entry: number): void {
    this.#reserve(this.#length + 1);
    this.#entries[this.#length] = entry;
    this.#length += 1;
  }

  #reserve(length: number): void {
    if (length <= this.#entries.length) return;
    const larger = new Float64Array(Math.max(length, this.#entries.length * 2));
    larger.set(this.#entries.subarray(0, this.#length));
    this.#entries = larger;
  }
}
