/**
 * DEFLATE decompression (RFC 1951), incremental and in constant memory.
 *
 * The platforms' own decompressors are not used because they drop finished output when the stream
 * breaks, and disagree on several members in one file. This one delivers every octet before the
 * damage, everywhere.
 */
import { FAST_MASK, HuffmanCode } from "./huffman.ts";

export const InflateStatus = {
  /** The input is used up but for a rest that is too short to go on with. */
  NeedInput: 0,
  /** {@link Inflater.take} has output to give before more can be made. */
  OutputFull: 1,
  Done: 2,
  /** The bits mean nothing. */
  Damaged: 3,
  /** The input is over before the last block is. */
  CutShort: 4,
} as const;
export type InflateStatus = (typeof InflateStatus)[keyof typeof InflateStatus];

const HISTORY_LENGTH = 32_768;
const OUTPUT_LENGTH = 262_144;
const MAX_MATCH_LENGTH = 258;
/** Octets that the longest header of a block (RFC 1951 §3.2.7) takes, and a margin. */
const MAX_HEADER_LENGTH = 640;
/** Octets that the longest length and distance pair takes, and what is read ahead. */
const MAX_SYMBOL_LENGTH = 16;

const END_OF_BLOCK = 256;
const LITERAL_COUNT = 288;
const DISTANCE_COUNT = 32;
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const LENGTH_BASE = new Uint16Array([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]);
const LENGTH_EXTRA = new Uint8Array([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const DISTANCE_BASE = new Uint16Array([
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
]);
const DISTANCE_EXTRA = new Uint8Array([
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]);

const Mode = { Header: 0, Stored: 1, Codes: 2, Done: 3 } as const;
type Mode = (typeof Mode)[keyof typeof Mode];

export class Inflater {
  readonly #output: Uint8Array = new Uint8Array(HISTORY_LENGTH + OUTPUT_LENGTH);
  /** End of the output made, and of the part of it that was taken. */
  #written = 0;
  #taken = 0;

  #input: Uint8Array = new Uint8Array(0);
  #offset = 0;
  /** One past the last true octet of the input; zeros follow it once the input is over. */
  #end = 0;
  #final = false;
  #bits = 0;
  #bitCount = 0;

  #mode: Mode = Mode.Header;
  #lastBlock = false;
  #storedLeft = 0;
  readonly #lengths: Uint8Array = new Uint8Array(LITERAL_COUNT + DISTANCE_COUNT);
  readonly #literals: HuffmanCode = new HuffmanCode(LITERAL_COUNT);
  readonly #distances: HuffmanCode = new HuffmanCode(DISTANCE_COUNT);

  /** Octets of the input that were not used; whole ones, so defined after `Done` only. */
  get unused(): Uint8Array {
    return this.#input.subarray(
      Math.min(this.#offset - (this.#bitCount >> 3), this.#end),
      this.#end,
    );
  }

  /** Octets given and not yet used. */
  get pending(): number {
    return this.#end - this.#offset + (this.#bitCount >> 3);
  }

  /** Adds input, which is copied; `undefined` says that there is no more. */
  give(chunk: Uint8Array | undefined): void {
    const rest = this.#input.subarray(this.#offset, this.#end);
    const added = chunk === undefined ? MAX_HEADER_LENGTH : chunk.length;
    const input = new Uint8Array(rest.length + added);
    input.set(rest);
    if (chunk === undefined) this.#final = true;
    else input.set(chunk, rest.length);
    this.#input = input;
    this.#offset = 0;
    this.#end = this.#final ? rest.length : input.length;
  }

  /** The output made since the last call; valid until {@link run} is called again. */
  take(): Uint8Array {
    const output = this.#output.subarray(this.#taken, this.#written);
    this.#taken = this.#written;
    return output;
  }

  /** Works until something is needed. After `OutputFull` the output has to be taken first. */
  run(): InflateStatus {
    this.#slide();
    for (;;) {
      if (this.#mode === Mode.Done) return InflateStatus.Done;
      const status =
        this.#mode === Mode.Header
          ? this.#readHeader()
          : this.#mode === Mode.Stored
            ? this.#copyStored()
            : this.#readCodes();
      if (status !== undefined) return status;
    }
  }

  /** Makes room behind the history once everything has been taken. */
  #slide(): void {
    if (this.#taken !== this.#written || this.#written <= HISTORY_LENGTH) return;
    this.#output.copyWithin(0, this.#written - HISTORY_LENGTH, this.#written);
    this.#written = HISTORY_LENGTH;
    this.#taken = HISTORY_LENGTH;
  }

  /** True when the octets that are left may be fewer than `length` and more can come. */
  #lacks(length: number): boolean {
    return !this.#final && this.#end - this.#offset < length;
  }

  /** True when bits beyond the true end of the input were used. */
  #overran(): boolean {
    return this.#final && this.#offset - (this.#bitCount >> 3) > this.#end;
  }

  /** Takes `count` bits, at most 16. Within the margins that {@link #lacks} has checked. */
  #take(count: number): number {
    while (this.#bitCount <= 16) {
      this.#bits |= (this.#input[this.#offset++] ?? 0) << this.#bitCount;
      this.#bitCount += 8;
    }
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#bitCount -= count;
    return value;
  }

  /** Undefined to go on. */
  #readHeader(): InflateStatus | undefined {
    if (this.#lastBlock) {
      this.#mode = Mode.Done;
      return undefined;
    }
    if (this.#lacks(MAX_HEADER_LENGTH)) return InflateStatus.NeedInput;
    const last = this.#take(1) === 1;
    const type = this.#take(2);
    let sound = true;
    if (type === 0) {
      this.#take(this.#bitCount & 7);
      const length = this.#take(16);
      sound = this.#take(16) === (~length & 0xffff);
      this.#storedLeft = length;
    } else if (type === 1) {
      this.#buildFixed();
    } else {
      sound = type === 2 && this.#readLengths();
    }
    if (this.#overran()) return InflateStatus.CutShort;
    if (!sound) return InflateStatus.Damaged;
    this.#lastBlock = last;
    this.#mode = type === 0 ? Mode.Stored : Mode.Codes;
    return undefined;
  }

  #buildFixed(): void {
    const lengths = this.#lengths;
    lengths.fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, LITERAL_COUNT);
    lengths.fill(5, LITERAL_COUNT);
    this.#literals.build(lengths, 0, LITERAL_COUNT);
    this.#distances.build(lengths, LITERAL_COUNT, LITERAL_COUNT + DISTANCE_COUNT);
  }

  /** Code lengths of a dynamic block, RFC 1951 §3.2.7; false when they describe no code. */
  #readLengths(): boolean {
    const literalCount = this.#take(5) + 257;
    const distanceCount = this.#take(5) + 1;
    const lengthCount = this.#take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) return false;
    const lengths = this.#lengths.fill(0);
    for (let index = 0; index < lengthCount; index++) lengths[LENGTH_ORDER[index]!] = this.#take(3);
    const code = this.#distances;
    if (!code.build(lengths, 0, LENGTH_ORDER.length)) return false;
    lengths.fill(0);
    const total = literalCount + distanceCount;
    let index = 0;
    while (index < total) {
      const entry = code.lookUp(this.#peek());
      if (entry === 0) return false;
      this.#take(entry & 15);
      const symbol = entry >> 4;
      if (symbol < 16) {
        lengths[index++] = symbol;
        continue;
      }
      if (symbol === 16 && index === 0) return false;
      const value = symbol === 16 ? lengths[index - 1]! : 0;
      const repeat =
        symbol === 16 ? 3 + this.#take(2) : symbol === 17 ? 3 + this.#take(3) : 11 + this.#take(7);
      if (index + repeat > total) return false;
      lengths.fill(value, index, index + repeat);
      index += repeat;
    }
    return (
      lengths[END_OF_BLOCK] !== 0 &&
      this.#literals.build(lengths, 0, literalCount) &&
      this.#distances.build(lengths, literalCount, total)
    );
  }

  /** At least 15 bits, without taking them. */
  #peek(): number {
    this.#take(0);
    return this.#bits;
  }

  #copyStored(): InflateStatus | undefined {
    while (this.#storedLeft > 0) {
      if (this.#written === this.#output.length) return InflateStatus.OutputFull;
      if (this.#bitCount > 0) {
        this.#output[this.#written++] = this.#bits & 0xff;
        this.#bits >>>= 8;
        this.#bitCount -= 8;
        this.#storedLeft--;
        continue;
      }
      const available = this.#end - this.#offset;
      if (available <= 0) return this.#final ? InflateStatus.CutShort : InflateStatus.NeedInput;
      const length = Math.min(this.#storedLeft, available, this.#output.length - this.#written);
      this.#output.set(this.#input.subarray(this.#offset, this.#offset + length), this.#written);
      this.#offset += length;
      this.#written += length;
      this.#storedLeft -= length;
    }
    this.#mode = Mode.Header;
    return undefined;
  }

  /** Literals and matches until the block ends. The loop keeps its state in locals: it runs per octet. */
  #readCodes(): InflateStatus | undefined {
    const output = this.#output;
    const input = this.#input;
    const literals = this.#literals;
    const distances = this.#distances;
    const fastLiterals = literals.fast;
    const fastDistances = distances.fast;
    const final = this.#final;
    const trueEnd = this.#end;
    const inputLimit = final ? input.length : trueEnd - MAX_SYMBOL_LENGTH;
    const outputLimit = output.length - MAX_MATCH_LENGTH;
    let offset = this.#offset;
    let bits = this.#bits;
    let bitCount = this.#bitCount;
    let written = this.#written;
    let status: InflateStatus | undefined;

    for (;;) {
      if (offset > inputLimit) {
        status = final ? InflateStatus.CutShort : InflateStatus.NeedInput;
        break;
      }
      if (written > outputLimit) {
        status = InflateStatus.OutputFull;
        break;
      }
      while (bitCount <= 22) {
        bits |= (offset < input.length ? input[offset]! : 0) << bitCount;
        offset++;
        bitCount += 8;
      }
      let entry = fastLiterals[bits & FAST_MASK]!;
      if (entry === 0) entry = literals.lookUpLong(bits);
      const symbol = entry >> 4;
      bits >>>= entry & 15;
      bitCount -= entry & 15;
      if (final && offset - (bitCount >> 3) > trueEnd) {
        status = InflateStatus.CutShort;
        break;
      }
      if (entry === 0) {
        status = InflateStatus.Damaged;
        break;
      }
      if (symbol < END_OF_BLOCK) {
        output[written++] = symbol;
        continue;
      }
      if (symbol === END_OF_BLOCK) {
        this.#mode = Mode.Header;
        break;
      }
      const lengthIndex = symbol - END_OF_BLOCK - 1;
      if (lengthIndex >= LENGTH_BASE.length) {
        status = InflateStatus.Damaged;
        break;
      }
      const lengthExtra = LENGTH_EXTRA[lengthIndex]!;
      const length = LENGTH_BASE[lengthIndex]! + (bits & ((1 << lengthExtra) - 1));
      bits >>>= lengthExtra;
      bitCount -= lengthExtra;
      while (bitCount <= 22) {
        bits |= (offset < input.length ? input[offset]! : 0) << bitCount;
        offset++;
        bitCount += 8;
      }
      let distanceEntry = fastDistances[bits & FAST_MASK]!;
      if (distanceEntry === 0) distanceEntry = distances.lookUpLong(bits);
      bits >>>= distanceEntry & 15;
      bitCount -= distanceEntry & 15;
      const distanceIndex = distanceEntry >> 4;
      if (distanceEntry === 0 || distanceIndex >= DISTANCE_BASE.length) {
        status = final && offset > trueEnd ? InflateStatus.CutShort : InflateStatus.Damaged;
        break;
      }
      while (bitCount <= 22) {
        bits |= (offset < input.length ? input[offset]! : 0) << bitCount;
        offset++;
        bitCount += 8;
      }
      const distanceExtra = DISTANCE_EXTRA[distanceIndex]!;
      const distance = DISTANCE_BASE[distanceIndex]! + (bits & ((1 << distanceExtra) - 1));
      bits >>>= distanceExtra;
      bitCount -= distanceExtra;
      if (final && offset - (bitCount >> 3) > trueEnd) {
        status = InflateStatus.CutShort;
        break;
      }
      if (distance > written) {
        status = InflateStatus.Damaged;
        break;
      }
      for (let from = written - distance, to = written + length; written < to; ) {
        output[written++] = output[from++]!;
      }
    }

    this.#offset = offset;
    this.#bits = bits;
    this.#bitCount = bitCount;
    this.#written = written;
    return status;
  }
}
