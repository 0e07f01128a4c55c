/** Puts octets one behind the other, in network order. */

const INITIAL_LENGTH = 256;

export class ByteWriter {
  #buffer: Uint8Array<ArrayBuffer>;
  #view: DataView;
  #length = 0;

  /** `capacity` is a guess; with the exact length nothing is copied in the end. */
  constructor(capacity: number = INITIAL_LENGTH) {
    this.#buffer = new Uint8Array(capacity);
    this.#view = new DataView(this.#buffer.buffer);
  }

  /** Octets written. */
  get length(): number {
    return this.#length;
  }

  uint8(value: number): this {
    const offset = this.#reserve(1);
    this.#view.setUint8(offset, value);
    return this;
  }

  uint16(value: number): this {
    const offset = this.#reserve(2);
    this.#view.setUint16(offset, value);
    return this;
  }

  uint24(value: number): this {
    return this.uint8(value >>> 16).uint16(value & 0xffff);
  }

  uint32(value: number): this {
    const offset = this.#reserve(4);
    this.#view.setUint32(offset, value);
    return this;
  }

  bytes(bytes: Uint8Array): this {
    const offset = this.#reserve(bytes.length);
    this.#buffer.set(bytes, offset);
    return this;
  }

  /** `count` octets of zero. */
  zeros(count: number): this {
    const offset = this.#reserve(count);
    this.#buffer.fill(0, offset, offset + count);
    return this;
  }

  /** Characters up to U+007F, one octet each. */
  ascii(text: string): this {
    return this.bytes(asciiBytes(text));
  }

  /** What was written. The writer must not be used afterwards. */
  finish(): Uint8Array<ArrayBuffer> {
    if (this.#length === this.#buffer.length) return this.#buffer;
    return this.#buffer.slice(0, this.#length);
  }

  #reserve(count: number): number {
    const offset = this.#length;
    this.#length = offset + count;
    if (this.#length > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#buffer.length));
      larger.set(this.#buffer);
      this.#buffer = larger;
      this.#view = new DataView(larger.buffer);
    }
    return offset;
  }
}

/** @throws {RangeError} for a character beyond U+007F. */
export function asciiBytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) throw new RangeError(`"${text}" holds a character that is not ASCII.`);
    bytes[index] = code;
  }
  return bytes;
}

export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
