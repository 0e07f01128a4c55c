/** Walks type-length-value lists of pcapng: options (§3.5) and name resolution records (§4.5). */
import { paddedLength } from "./pcapng-block.ts";

const HEADER_LENGTH = 4;

export class OptionCursor {
  /** Of the current option; defined after {@link next} returned true. */
  code = 0;
  start = 0;
  length = 0;
  /** True once an option did not fit its block. */
  broken = false;
  readonly #view: DataView<ArrayBufferLike>;
  readonly #littleEndian: boolean;
  #offset: number;
  readonly #end: number;

  constructor(
    view: DataView<ArrayBufferLike>,
    range: { start: number; end: number; littleEndian: boolean },
  ) {
    this.#view = view;
    this.#offset = range.start;
    this.#end = range.end;
    this.#littleEndian = range.littleEndian;
  }

  /** Moves to the next option; false at the end, at the end marker and at a broken one. */
  next(): boolean {
    if (this.#offset >= this.#end || this.broken) return false;
    if (this.#end - this.#offset < HEADER_LENGTH) {
      this.broken = true;
      return false;
    }
    this.code = this.#view.getUint16(this.#offset, this.#littleEndian);
    this.length = this.#view.getUint16(this.#offset + 2, this.#littleEndian);
    this.start = this.#offset + HEADER_LENGTH;
    this.#offset = this.start + paddedLength(this.length);
    this.broken = this.#offset > this.#end;
    return this.code !== 0 && !this.broken;
  }
}
