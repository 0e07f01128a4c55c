/**
 * What a flow's packets touch of its health: one cache line for each flow, in the flow's own row.
 *
 * No reference has to be followed to it, so that the processor fetches it together with the flow. Words
 * are signed, which sequence numbers and wrapping clocks are subtracted in.
 */

const FIRST_ROWS = 64;
/** Words of a row: 64 octets. */
export const LINE_WORDS = 16;
/** Large arrays begin 16 octets into a page; behind this many more, rows fill whole cache lines. */
const ALIGNMENT = 12;

/** Word where a flow's line begins. */
export function lineOf(row: number): number {
  return ALIGNMENT + row * LINE_WORDS;
}

export class HealthLines {
  /** Replaced when it grows. */
  words: Int32Array = new Int32Array(lineOf(FIRST_ROWS));
  #rows = FIRST_ROWS;

  get memoryLength(): number {
    return this.words.byteLength;
  }

  /** Clears the line of a row, after making room for it. */
  open(row: number): void {
    if (row >= this.#rows) this.#grow(row);
    const at = lineOf(row);
    this.words.fill(0, at, at + LINE_WORDS);
  }

  #grow(row: number): void {
    while (row >= this.#rows) this.#rows *= 2;
    const words = new Int32Array(lineOf(this.#rows));
    words.set(this.words);
    this.words = words;
  }
}
