/** DEFLATE (RFC 1951) in the wrappings that HTTP uses: gzip (RFC 1952) and zlib (RFC 1950). */

/** Lengths and distances: their bases, and how many further bits each takes (RFC 1951 §3.2.5). */
const LENGTH_BASES = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
];
const LENGTH_BITS = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const DISTANCE_BASES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
];
const DISTANCE_BITS = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
];
/** The order in which the lengths of the code length codes come (RFC 1951 §3.2.7). */
const CODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const MAX_CODE_BITS = 15;
const END_OF_BLOCK = 256;

/** A canonical code: how many symbols have each length, and the symbols in the order of their codes. */
interface Code {
  readonly counts: Uint16Array;
  readonly symbols: Uint16Array;
}

function codeOf(lengths: ArrayLike<number>): Code {
  const counts = new Uint16Array(MAX_CODE_BITS + 1);
  for (let i = 0; i < lengths.length; i += 1) counts[lengths[i]!]! += 1;
  counts[0] = 0;
  const offsets = new Uint16Array(MAX_CODE_BITS + 2);
  for (let bits = 1; bits <= MAX_CODE_BITS; bits += 1) {
    offsets[bits + 1] = offsets[bits]! + counts[bits]!;
  }
  const symbols = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol += 1) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    symbols[offsets[length]!] = symbol;
    offsets[length]! += 1;
  }
  return { counts, symbols };
}

/** RFC 1951 §3.2.6. */
const FIXED_LITERALS: Code = codeOf(
  Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)),
);
const FIXED_DISTANCES: Code = codeOf(new Uint8Array(30).fill(5));

class Inflater {
  readonly #input: DataView;
  readonly #end: number;
  readonly #output: Uint8Array;
  #off: number;
  #bit = 0;
  #size = 0;

  constructor(input: DataView, start: number, end: number, most: number) {
    this.#input = input;
    this.#off = start;
    this.#end = end;
    this.#output = new Uint8Array(most);
  }

  /** What could be unpacked; undefined where the octets are no such stream. */
  run(): Uint8Array | undefined {
    for (;;) {
      const last = this.#bits(1);
      const type = this.#bits(2);
      const isGood = type === 0 ? this.#stored() : type > 0 && type < 3 && this.#compressed(type);
      if (!isGood) return undefined;
      if (last === 1 || this.#size === this.#output.length)
        return this.#output.slice(0, this.#size);
    }
  }

  /** The next bits, lowest first; -1 where the input ends. */
  #bits(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1) {
      if (this.#off >= this.#end) return -1;
      value |= ((this.#input.getUint8(this.#off) >> this.#bit) & 1) << i;
      this.#bit = (this.#bit + 1) & 7;
      if (this.#bit === 0) this.#off += 1;
    }
    return value;
  }

  #stored(): boolean {
    if (this.#bit > 0) this.#off += 1;
    this.#bit = 0;
    if (this.#end - this.#off < 4) return false;
    const length = this.#input.getUint16(this.#off, true);
    this.#off += 4;
    for (let i = 0; i < length && this.#size < this.#output.length; i += 1) {
      if (this.#off >= this.#end) return false;
      this.#output[this.#size] = this.#input.getUint8(this.#off);
      this.#size += 1;
      this.#off += 1;
    }
    return true;
  }

  #compressed(type: number): boolean {
    if (type === 1) return this.#block(FIXED_LITERALS, FIXED_DISTANCES);
    const literalCount = this.#bits(5) + 257;
    const distanceCount = this.#bits(5) + 1;
    const codeCount = this.#bits(4) + 4;
    const codeLengths = new Uint8Array(CODE_ORDER.length);
    for (let i = 0; i < codeCount; i += 1) {
      const length = this.#bits(3);
      if (length < 0) return false;
      codeLengths[CODE_ORDER[i]!] = length;
    }
    const lengths = this.#lengths(codeOf(codeLengths), literalCount + distanceCount);
    if (lengths === undefined) return false;
    return this.#block(
      codeOf(lengths.subarray(0, literalCount)),
      codeOf(lengths.subarray(literalCount)),
    );
  }

  /** Run-length coded lengths of both codes (RFC 1951 §3.2.7). */
  #lengths(code: Code, count: number): Uint8Array | undefined {
    const lengths = new Uint8Array(count);
    let at = 0;
    while (at < count) {
      const symbol = this.#symbol(code);
      if (symbol < 0) return undefined;
      if (symbol < 16) {
        lengths[at] = symbol;
        at += 1;
        continue;
      }
      if (symbol === 16 && at === 0) return undefined;
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const extra = this.#bits(symbol === 16 ? 2 : symbol === 17 ? 3 : 7);
      if (extra < 0) return undefined;
      const stop = Math.min(count, at + extra + (symbol === 18 ? 11 : 3));
      lengths.fill(value, at, stop);
      at = stop;
    }
    return lengths;
  }

  /** The next symbol of `code`, -1 where none stands. */
  #symbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= MAX_CODE_BITS; length += 1) {
      const bit = this.#bits(1);
      if (bit < 0) return -1;
      code |= bit;
      const count = counts[length]!;
      if (code - count < first) return symbols[index + code - first]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    return -1;
  }

  #block(literals: Code, distances: Code): boolean {
    while (this.#size < this.#output.length) {
      const symbol = this.#symbol(literals);
      if (symbol < 0) return false;
      if (symbol === END_OF_BLOCK) return true;
      if (symbol < END_OF_BLOCK) {
        this.#output[this.#size] = symbol;
        this.#size += 1;
      } else if (!this.#copy(symbol - END_OF_BLOCK - 1, distances)) {
        return false;
      }
    }
    return true;
  }

  #copy(lengthIndex: number, distances: Code): boolean {
    const length = this.#sum(LENGTH_BASES[lengthIndex], LENGTH_BITS[lengthIndex]);
    const index = length < 0 ? -1 : this.#symbol(distances);
    const distance = index < 0 ? -1 : this.#sum(DISTANCE_BASES[index], DISTANCE_BITS[index]);
    if (length < 0 || distance < 0 || distance > this.#size) return false;
    const stop = Math.min(this.#output.length, this.#size + length);
    for (; this.#size < stop; this.#size += 1) {
      this.#output[this.#size] = this.#output[this.#size - distance]!;
    }
    return true;
  }

  #sum(base: number | undefined, bits: number | undefined): number {
    if (base === undefined || bits === undefined) return -1;
    const extra = this.#bits(bits);
    return extra < 0 ? -1 : base + extra;
  }
}

/** Unpacks bare DEFLATE; `most` and the result as with {@link decompress}. */
export function inflate(
  view: DataView,
  start: number,
  end: number,
  most: number,
): Uint8Array | undefined {
  return new Inflater(view, start, end, most).run();
}

/**
 * Unpacks a body in the content coding `coding` (RFC 9110 §8.4.1): `gzip`, `x-gzip` or `deflate`.
 *
 * @param most octets that are unpacked; what is behind them is left out
 * @returns undefined for another coding, and for octets that are not in it
 */
export function decompress(
  view: DataView,
  start: number,
  end: number,
  coding: string,
  most: number,
): Uint8Array | undefined {
  switch (coding.trim().toLowerCase()) {
    case "gzip":
    case "x-gzip": {
      const body = gzipBody(view, start, end);
      return body < 0 ? undefined : new Inflater(view, body, end, most).run();
    }
    case "deflate": {
      const isWrapped =
        end - start >= 2 && (view.getUint8(start) & 0x0f) === 8 && view.getUint16(start) % 31 === 0;
      return inflate(view, isWrapped ? start + 2 : start, end, most);
    }
    default:
      return undefined;
  }
}

/** Offset behind the header of RFC 1952 §2.3, -1 where there is none. */
function gzipBody(view: DataView, start: number, end: number): number {
  if (end - start < 10 || view.getUint16(start) !== 0x1f8b || view.getUint8(start + 2) !== 8) {
    return -1;
  }
  const flags = view.getUint8(start + 3);
  let off = start + 10;
  if ((flags & 4) !== 0) {
    if (off + 2 > end) return -1;
    off += 2 + view.getUint16(off, true);
  }
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue;
    while (off < end && view.getUint8(off) !== 0) off += 1;
    off += 1;
  }
  if ((flags & 2) !== 0) off += 2;
  return off < end ? off : -1;
}
