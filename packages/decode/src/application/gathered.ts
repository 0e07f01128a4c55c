/** Octets of one message that several payloads carry, kept until the message ends. */

/** Octets of one message that are kept where nothing else is said. */
const MAX_GATHERED = 262_144;

export class Gathered {
  readonly #limit: number;
  #parts: Uint8Array[] = [];
  #kept = 0;
  /** Octets so far, kept or not. */
  length = 0;

  /** @param limit octets that are kept; what is behind them is only counted */
  constructor(limit: number = MAX_GATHERED) {
    this.#limit = limit;
  }

  add(view: DataView, start: number, end: number): void {
    const size = Math.min(end - start, this.#limit - this.#kept);
    if (size > 0)
      this.#parts.push(new Uint8Array(view.buffer, view.byteOffset + start, size).slice());
    this.#kept += Math.max(0, size);
    this.length += end - start;
  }

  /** What was kept, in one piece; the next message starts empty. */
  take(): Uint8Array {
    const joined = new Uint8Array(this.#kept);
    let at = 0;
    for (const part of this.#parts) {
      joined.set(part, at);
      at += part.length;
    }
    this.#parts = [];
    this.#kept = 0;
    this.length = 0;
    return joined;
  }
}
