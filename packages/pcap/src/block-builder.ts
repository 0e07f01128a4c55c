/** Puts one pcapng block together, little-endian; a builder is reused from block to block. */
import { CommonOption, paddedLength } from "./pcapng-block.ts";
import { encodeUtf8 } from "./utf8.ts";

const INITIAL_LENGTH = 2048;
const MAX_OPTION_LENGTH = 0xffff;

export class BlockBuilder {
  #buffer: Uint8Array = new Uint8Array(INITIAL_LENGTH);
  #view: DataView = new DataView(this.#buffer.buffer);
  #length = 0;
  #hasOptions = false;

  begin(type: number): this {
    this.#length = 0;
    this.#hasOptions = false;
    return this.uint32(type).uint32(0);
  }

  uint16(value: number): this {
    const offset = this.#reserve(2);
    this.#view.setUint16(offset, value, true);
    return this;
  }

  uint32(value: number): this {
    const offset = this.#reserve(4);
    this.#view.setUint32(offset, value, true);
    return this;
  }

  uint64(value: bigint): this {
    const offset = this.#reserve(8);
    this.#view.setBigUint64(offset, value, true);
    return this;
  }

  /** A 64-bit count as its two halves, the high one first in either byte order (§4.3). */
  timestamp(count: bigint): this {
    return this.uint32(Number(count >> 32n)).uint32(Number(count & 0xffff_ffffn));
  }

  /** The bytes and zeros up to the next 32-bit boundary. */
  bytes(bytes: Uint8Array): this {
    const offset = this.#reserve(paddedLength(bytes.length));
    this.#buffer.set(bytes, offset);
    this.#buffer.fill(0, offset + bytes.length, this.#length);
    return this;
  }

  /** Cut to the 65535 octets that an option can hold. */
  bytesOption(code: number, bytes: Uint8Array): this {
    const value = bytes.subarray(0, MAX_OPTION_LENGTH);
    this.#hasOptions = true;
    return this.uint16(code).uint16(value.length).bytes(value);
  }

  textOption(code: number, text: string | undefined): this {
    return text === undefined ? this : this.bytesOption(code, encodeUtf8(text));
  }

  countOption(code: number, count: number | undefined): this {
    if (count === undefined) return this;
    this.#hasOptions = true;
    return this.uint16(code).uint16(8).uint64(BigInt(count));
  }

  /** The finished block, a copy of its own. */
  end(): Uint8Array<ArrayBuffer> {
    if (this.#hasOptions) this.uint16(CommonOption.End).uint16(0);
    this.uint32(this.#length + 4);
    this.#view.setUint32(4, this.#length, true);
    return new Uint8Array(this.#buffer.subarray(0, this.#length));
  }

  #reserve(length: number): number {
    const offset = this.#length;
    this.#length = offset + length;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, offset));
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return offset;
  }
}
