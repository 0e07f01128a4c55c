/**
 * OpenVPN's control channel: the octets of TLS, which numbered messages carry in pieces, repeated where they were
 * not acknowledged.
 */

import type { Unfinished } from "../stream/message-store.ts";
import * as tls from "./tls.ts";

/** Octets of a piece that more follow; a shorter one, or one of a newer peer's, ends what was written at once. */
const PIECE_LEN = 100;
/** Octets and pieces that are kept of one direction and key. */
const MAX_OCTETS = 0x8000;
const MAX_PIECES = 64;

/** One direction's pieces of one key's handshake. */
export class ControlChannel implements Unfinished {
  /** Number of the piece that is read next; -1 before the first. */
  #next = -1;
  /** Pieces that came before their turn. */
  readonly #early = new Map<number, Uint8Array>();
  /** The beginning of a record whose end has not come. */
  #begun: Uint8Array = new Uint8Array(0);
  #held = 0;

  get held(): number {
    return this.#held;
  }

  forget(): void {
    this.#early.clear();
    this.#begun = new Uint8Array(0);
    this.#held = 0;
    this.#next = -1;
  }

  /**
   * Takes a piece; one that was there before changes nothing.
   *
   * @returns the records that were written at once with it and are complete, one behind the other; empty
   * where there are none
   */
  add(number: number, piece: Uint8Array): Uint8Array {
    if (this.#next < 0) this.#next = number;
    if (number < this.#next) return new Uint8Array(0);
    this.#early.set(number, piece);
    const pieces = [this.#begun];
    for (;;) {
      const next = this.#early.get(this.#next);
      if (next === undefined) break;
      this.#early.delete(this.#next);
      this.#next += 1;
      pieces.push(next);
    }
    const octets = join(pieces);
    const isLast = pieces.length > 1 && pieces.at(-1)?.length !== PIECE_LEN;
    const end = isLast ? recordsEnd(octets) : 0;
    this.#begun = end < 0 ? new Uint8Array(0) : octets.slice(end);
    this.#held = this.#begun.length;
    for (const { length } of this.#early.values()) this.#held += length;
    if (this.#held > MAX_OCTETS || this.#early.size > MAX_PIECES) this.forget();
    return octets.subarray(0, Math.max(0, end));
  }
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let off = 0;
  for (const piece of pieces) {
    joined.set(piece, off);
    off += piece.length;
  }
  return joined;
}

/** End of the last record that is complete; -1 where the octets are no records, but sealed. */
function recordsEnd(octets: Uint8Array): number {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  let off = 0;
  while (off + tls.HEADER_LEN <= octets.length) {
    if (!tls.isRecord(view, off, octets.length)) return -1;
    const end = off + tls.HEADER_LEN + tls.length(view, off);
    if (end > octets.length) break;
    off = end;
  }
  return off;
}
