/** Numbers as unsigned LEB128 and UTF-8 texts with their length in front, one after another. */

import { decodeUtf8 } from "./utf8.ts";

export class VarintReader {
  readonly #bytes: Uint8Array;
  /** Offset of the next item. */
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.#bytes = bytes;
    this.position = position;
  }

  /** Up to 2^53; a number that the bytes end in counts what is there. */
  number(): number {
    let value = 0;
    let weight = 1;
    for (;;) {
      const octet = this.#bytes[this.position] ?? 0;
      this.position += 1;
      value += (octet & 0x7f) * weight;
      if (octet < 0x80) return value;
      weight *= 128;
    }
  }

  text(): string {
    const length = this.number();
    const start = this.position;
    this.position += length;
    return decodeUtf8(this.#bytes, start, start + length);
  }

  skipText(): void {
    const length = this.number();
    this.position += length;
  }
}
