/** The octets of CRYPTO frames in their order, RFC 9000 §19.6: one direction's handshake, bounded. */

import { concatenate } from "../crypto/octets.ts";
import type { Unfinished } from "../stream/message-store.ts";

/** Octets that are put together: a ClientHello with post-quantum keys takes less than a tenth. */
const MAX_OCTETS = 0x1_0000;
/** Pieces that wait for what comes before them; browsers cut a hello into some twenty. */
const MAX_PIECES = 64;
/** Octets that wait. */
const MAX_WAITING = 0x4000;

interface Piece {
  readonly offset: number;
  readonly octets: Uint8Array;
}

export class QuicCrypto implements Unfinished {
  /** Octets handed out so far: where the next one belongs. */
  #next = 0;
  #waiting: Piece[] = [];
  #waitingOctets = 0;

  /** Octets that wait. */
  get held(): number {
    return this.#waitingOctets;
  }

  forget(): void {
    this.#waiting = [];
    this.#waitingOctets = 0;
  }

  /**
   * Takes a frame's octets.
   *
   * Once a gap has been seen, all wait until none is left: as Wireshark does, so that a hello in shuffled
   * frames is one.
   *
   * @returns what is now in order and was not before; empty for repetitions and what has to wait
   */
  add(offset: number, octets: Uint8Array): Uint8Array {
    const end = offset + octets.length;
    if (end > MAX_OCTETS || end <= this.#next) return new Uint8Array(0);
    if (offset > this.#next || this.#waiting.length > 0) {
      this.#wait({ offset, octets });
      return this.#hasGap() ? new Uint8Array(0) : this.#takeWaiting();
    }
    const added = octets.slice(this.#next - offset);
    this.#next = end;
    return added;
  }

  #wait({ offset, octets }: Piece): void {
    const isFull = this.#waiting.length >= MAX_PIECES;
    if (isFull || this.#waitingOctets + octets.length > MAX_WAITING) return;
    this.#waiting.push({ offset, octets: octets.slice() });
    this.#waitingOctets += octets.length;
    this.#waiting.sort((a, b) => a.offset - b.offset);
  }

  #hasGap(): boolean {
    let next = this.#next;
    for (const { offset, octets } of this.#waiting) {
      if (offset > next) return true;
      next = Math.max(next, offset + octets.length);
    }
    return false;
  }

  #takeWaiting(): Uint8Array {
    const added: Uint8Array[] = [];
    for (const { offset, octets } of this.#waiting) {
      const end = offset + octets.length;
      if (end <= this.#next) continue;
      added.push(octets.subarray(this.#next - offset));
      this.#next = end;
    }
    this.forget();
    return concatenate(...added);
  }
}
