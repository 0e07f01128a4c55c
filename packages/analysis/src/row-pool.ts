/**
 * Rows of words that come and go: a growing array with a list of the rows given back.
 *
 * Row `r` is `words[r * stride …]`. Words are signed, which sequence numbers and wrapping clocks are
 * subtracted in.
 */

const FIRST_ROWS = 64;

export class RowPool {
  /** Words per row. */
  readonly stride: number;
  /** Replaced when the pool grows. */
  words: Int32Array;
  readonly #capacity: number;
  /** Rows used so far; those given back are among them. */
  #used = 0;
  /** First of the rows given back plus one; each holds the next in its word 0. */
  #free = 0;

  constructor(stride: number, capacity: number) {
    this.stride = stride;
    this.#capacity = capacity;
    this.words = new Int32Array(Math.min(FIRST_ROWS, capacity) * stride);
  }

  get memoryLength(): number {
    return this.words.byteLength;
  }

  /** A row of zeros; -1 when all are taken. */
  take(): number {
    const free = this.#free - 1;
    if (free >= 0) {
      const at = free * this.stride;
      this.#free = this.words[at]!;
      this.words.fill(0, at, at + this.stride);
      return free;
    }
    if (this.#used === this.#capacity) return -1;
    if ((this.#used + 1) * this.stride > this.words.length) this.#grow();
    return this.#used++;
  }

  give(row: number): void {
    this.words[row * this.stride] = this.#free;
    this.#free = row + 1;
  }

  #grow(): void {
    const rows = Math.min(this.#used * 2, this.#capacity);
    const words = new Int32Array(rows * this.stride);
    words.set(this.words);
    this.words = words;
  }
}
