/** Canonical Huffman codes of DEFLATE (RFC 1951 §3.2.2) as a lookup table with a slow path for long codes. */

const MAX_BITS = 15;
/** Codes up to this many bits take one lookup; the table then stays inside the first-level cache. */
const FAST_BITS = 10;
/** The bits that index {@link HuffmanCode.fast}. */
export const FAST_MASK: number = (1 << FAST_BITS) - 1;

export class HuffmanCode {
  /** `symbol << 4 | length` by the next {@link FAST_BITS} input bits; 0 for longer or absent codes. */
  readonly fast: Uint16Array = new Uint16Array(1 << FAST_BITS);
  readonly #counts: Uint16Array = new Uint16Array(MAX_BITS + 1);
  readonly #symbols: Uint16Array;

  constructor(symbolCount: number) {
    this.#symbols = new Uint16Array(symbolCount);
  }

  /**
   * Builds the code from the lengths `[start, end)`. False when they describe none: too many codes,
   * or too few, unless there is at most one.
   */
  build(lengths: Uint8Array, start: number, end: number): boolean {
    const counts = this.#counts.fill(0);
    for (let index = start; index < end; index++) counts[lengths[index]!]!++;
    const used = end - start - counts[0]!;
    counts[0] = 0;
    const offsets = new Uint16Array(MAX_BITS + 2);
    const codes = new Uint16Array(MAX_BITS + 2);
    let left = 1;
    for (let bits = 1; bits <= MAX_BITS; bits++) {
      left = 2 * left - counts[bits]!;
      if (left < 0) return false;
      offsets[bits + 1] = offsets[bits]! + counts[bits]!;
      codes[bits + 1] = (codes[bits]! + counts[bits]!) << 1;
    }
    if (left > 0 && used > 1) return false;
    this.fast.fill(0);
    for (let index = start; index < end; index++) {
      const bits = lengths[index]!;
      if (bits === 0) continue;
      const symbol = index - start;
      this.#symbols[offsets[bits]!++] = symbol;
      const code = codes[bits]!++;
      if (bits > FAST_BITS) continue;
      const step = 1 << bits;
      for (let slot = reverse(code, bits); slot <= FAST_MASK; slot += step) {
        this.fast[slot] = (symbol << 4) | bits;
      }
    }
    return true;
  }

  /**
   * The symbol at the low end of `bits`, as `symbol << 4 | length`; 0 when there is none. At least 15
   * valid bits, the first one lowest.
   */
  lookUp(bits: number): number {
    const entry = this.fast[bits & FAST_MASK]!;
    return entry === 0 ? this.lookUpLong(bits) : entry;
  }

  /** The slow path of {@link lookUp}, for loops that consult {@link fast} themselves. */
  lookUpLong(bits: number): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      code |= (bits >>> (length - 1)) & 1;
      const count = this.#counts[length]!;
      if (code - count < first) return (this.#symbols[index + code - first]! << 4) | length;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return 0;
  }
}

function reverse(code: number, bits: number): number {
  let result = 0;
  for (let index = 0; index < bits; index++) result |= ((code >>> index) & 1) << (bits - 1 - index);
  return result;
}
