/**
 * The bytes that a reader has been given and has not consumed, one contiguous block at a time.
 *
 * A pushed chunk becomes the block as it is. Only what straddles two chunks is copied, into a carry
 * buffer that grows with the bytes that arrive and never with a length that a file claims.
 */

const NOTHING = new Uint8Array(0);
const INITIAL_CARRY_LENGTH = 4096;

export class ByteWindow {
  /** The current block; unread bytes are `[offset, end)`. Changes in {@link gather} and {@link skip} only. */
  bytes: Uint8Array<ArrayBufferLike> = NOTHING;
  /** The same bytes at the same offsets. */
  view: DataView<ArrayBufferLike> = new DataView(NOTHING.buffer);
  offset = 0;
  end = 0;

  /** Stream position of the block's first byte. */
  #base: number;
  #chunks: Uint8Array<ArrayBufferLike>[] = [];
  /** Bytes of the first waiting chunk that went into the carry buffer already. */
  #taken = 0;
  #carry: Uint8Array<ArrayBufferLike> = NOTHING;
  #carryView: DataView<ArrayBufferLike> = new DataView(NOTHING.buffer);

  /** `position` is where in the stream the first pushed byte lies. */
  constructor(position = 0) {
    this.#base = position;
  }

  /** Stream position of the next unread byte. */
  get position(): number {
    return this.#base + this.offset;
  }

  /** Stream position of the block's offset 0; offsets plus this are positions. */
  get base(): number {
    return this.#base;
  }

  /** Lends a chunk; it is given back when {@link gather} or {@link skip} has returned unsatisfied. */
  push(chunk: Uint8Array<ArrayBufferLike>): void {
    if (chunk.length > 0) this.#chunks.push(chunk);
  }

  /**
   * Makes the next `length` bytes contiguous at `offset`, changing the block if it must.
   *
   * False when they have not all been pushed; every chunk is then given back, its rest copied.
   */
  gather(length: number): boolean {
    while (this.end - this.offset < length) {
      if (this.offset === this.end) {
        if (!this.#openNextChunk()) return false;
      } else {
        this.#moveToCarry();
        if (!this.#append(length - this.end)) return false;
      }
    }
    return true;
  }

  /** Passes over `length` bytes and returns how many of them are still to come. */
  skip(length: number): number {
    let left = length;
    for (;;) {
      const step = Math.min(left, this.end - this.offset);
      this.offset += step;
      left -= step;
      if (left === 0 || !this.#openNextChunk()) return left;
    }
  }

  #openNextChunk(): boolean {
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return false;
    this.#base = this.position - this.#taken;
    this.bytes = chunk;
    this.view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.offset = this.#taken;
    this.end = chunk.length;
    this.#taken = 0;
    return true;
  }

  #moveToCarry(): void {
    const length = this.end - this.offset;
    if (this.bytes === this.#carry) {
      this.#carry.copyWithin(0, this.offset, this.end);
    } else {
      if (this.#carry.length < length) {
        this.#setCarry(new Uint8Array(Math.max(length, INITIAL_CARRY_LENGTH)));
      }
      this.#carry.set(this.bytes.subarray(this.offset, this.end));
    }
    this.#base += this.offset;
    this.offset = 0;
    this.end = length;
    this.bytes = this.#carry;
    this.view = this.#carryView;
  }

  /** Takes up to `length` bytes of the first waiting chunk behind the carry's content. */
  #append(length: number): boolean {
    const chunk = this.#chunks[0];
    if (chunk === undefined) return false;
    const part = Math.min(length, chunk.length - this.#taken);
    if (this.end + part > this.#carry.length) {
      const larger = new Uint8Array(Math.max(2 * this.#carry.length, this.end + part));
      larger.set(this.#carry.subarray(0, this.end));
      this.#setCarry(larger);
      this.bytes = this.#carry;
      this.view = this.#carryView;
    }
    this.#carry.set(chunk.subarray(this.#taken, this.#taken + part), this.end);
    this.end += part;
    this.#taken += part;
    if (this.#taken === chunk.length) {
      this.#chunks.shift();
      this.#taken = 0;
    }
    return true;
  }

  #setCarry(carry: Uint8Array<ArrayBufferLike>): void {
    this.#carry = carry;
    this.#carryView = new DataView(carry.buffer);
  }
}
