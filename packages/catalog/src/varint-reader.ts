/** Numbers as unsigned LEB128 and UTF-8 texts with their length in front, one after another. */

export class VarintReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Up to 2^53; a number that the bytes end in counts what is there. */
  number(): number {
    let value = 0;
    let weight = 1;
    for (;;) {
      const octet = this.#bytes[this.#at] ?? 0;
      this.#at += 1;
      value += (octet & 0x7f) * weight;
      if (octet < 0x80) return value;
      weight *= 128;
    }
  }

  text(): string {
    const length = this.number();
    const start = this.#at;
    this.#at += length;
    return decodeUtf8(this.#bytes, start, start + length);
  }
}

/**
 * Text of well-formed UTF-8 in `[start, end)`; for files of our own making. It is made at once: a text that
 * grows by a character at a time stays a chain of its pieces, thirty times as large.
 */
function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const points: number[] = [];
  let at = start;
  while (at < end) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i += 1) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f);
    points.push(point);
    at += length;
  }
  return String.fromCodePoint(...points);
}
