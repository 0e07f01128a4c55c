/**
 * What a flow's packets touch of its health: one cache line for each flow, in the flow's own row.
 *
 * No reference has to be followed to it, so that the processor fetches it together with the flow. It grows
 * by chunks and never moves: copying memory that is new to the process costs more than what is done with
 * it. Words are signed, which sequence numbers and wrapping clocks are subtracted in.
 */

/** Words of a line: 64 octets. */
export const LINE_WORDS = 16;
const CHUNK_BITS = 12;
const CHUNK_ROWS: number = 1 << CHUNK_BITS;
/** Large arrays begin 16 octets into a page; behind this many more, lines are those of the cache. */
const ALIGNMENT = 12;

/** Word where a flow's line begins, in the words of its chunk. */
export function lineOf(row: number): number {
  return ALIGNMENT + (row & (CHUNK_ROWS - 1)) * LINE_WORDS;
}

export class HealthLines {
  readonly #chunks: Int32Array[] = [];

  get memoryLength(): number {
    return this.#chunks.length * 4 * lineOf(CHUNK_ROWS - 1);
  }

  /** The chunk that holds a row's line; {@link lineOf} says where. */
  chunk(row: number): Int32Array {
    return this.#chunks[row >>> CHUNK_BITS]!;
  }

  /** Makes room for a row; its line is clear. */
  open(row: number): void {
    while (row >>> CHUNK_BITS >= this.#chunks.length) {
      this.#chunks.push(new Int32Array(lineOf(CHUNK_ROWS - 1) + LINE_WORDS));
    }
  }

  /** Clears the line of a flow that leaves. */
  leave(row: number): void {
    const at = lineOf(row);
    this.chunk(row).fill(0, at, at + LINE_WORDS);
  }
}
