/**
 * Rows of words that come and go: chunks of memory that never move, with a list of the rows given back.
 *
 * Words are signed, which sequence numbers and wrapping clocks are subtracted in.
 */

const CHUNK_BITS = 10;
const CHUNK_ROWS: number = 1 << CHUNK_BITS;

export class RowPool {
  /** Words per row. */
  readonly stride: number;
  readonly #chunks: Int32Array[] = [];
  /** Rows used so far; those given back are among them. */
  #used = 0;
  /** First of the rows given back plus one; each holds the next in its word 0. */
  #free = 0;

  constructor(stride: number) {
    this.stride = stride;
  }

  get memoryLength(): number {
    return this.#chunks.length * CHUNK_ROWS * this.stride * 4;
  }

  /** The chunk that holds a row; {@link baseOf} says where. */
  chunk(row: number): Int32Array {
    return this.#chunks[row >>> CHUNK_BITS]!;
  }

  /** Word where a row begins, in its chunk. */
  baseOf(row: number): number {
    return (row & (CHUNK_ROWS - 1)) * this.stride;
  }

  /** A row of zeros. Whoever takes rows for the rows of a bounded table bounds the pool. */
  take(): number {
    const free = this.#free - 1;
    if (free >= 0) {
      const chunk = this.chunk(free);
      const at = this.baseOf(free);
      this.#free = chunk[at]!;
      chunk.fill(0, at, at + this.stride);
      return free;
    }
    if (this.#used >>> CHUNK_BITS === this.#chunks.length) {
      this.#chunks.push(new Int32Array(CHUNK_ROWS * this.stride));
    }
    return this.#used++;
  }

  give(row: number): void {
    this.chunk(row)[this.baseOf(row)] = this.#free;
    this.#free = row + 1;
  }
}
