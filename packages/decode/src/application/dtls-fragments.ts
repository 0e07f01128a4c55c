/** Handshake messages of DTLS out of their fragments, RFC 6347 §4.2.3: in any order, bounded. */

import type { Unfinished } from "../stream/message-store.ts";

/** Octets and fragments that are kept of one direction. */
const MAX_OCTETS = 0x8000;
const MAX_FRAGMENTS = 128;

/** What a fragment says of its message, and its octets. */
export interface Fragment {
  readonly sequence: number;
  readonly type: number;
  readonly messageLength: number;
  readonly offset: number;
  readonly octets: Uint8Array;
}

export class DtlsFragments implements Unfinished {
  /** Of messages that are incomplete, oldest first. */
  #waiting: Fragment[] = [];
  #octets = 0;

  /** Octets that wait. */
  get held(): number {
    return this.#octets;
  }

  forget(): void {
    this.#drop(() => true);
  }

  /** Takes a fragment. @returns the body of the message that it completes */
  add(fragment: Fragment): Uint8Array | undefined {
    const { messageLength, offset, octets } = fragment;
    if (messageLength > MAX_OCTETS || offset + octets.length > messageLength) return undefined;
    this.#waiting.push(fragment);
    this.#octets += octets.length;
    const body = this.#assemble(fragment);
    if (body !== undefined) this.#drop((one) => one.sequence === fragment.sequence);
    while (this.#octets > MAX_OCTETS || this.#waiting.length > MAX_FRAGMENTS) {
      const [oldest] = this.#waiting;
      this.#drop((one) => one.sequence === oldest!.sequence);
    }
    return body;
  }

  /** The message of `last`, if its fragments cover it. */
  #assemble({ sequence, type, messageLength }: Fragment): Uint8Array | undefined {
    const fragments = this.#waiting
      .filter((one) => one.sequence === sequence && one.type === type)
      .filter((one) => one.messageLength === messageLength)
      .sort((a, b) => a.offset - b.offset);
    let covered = 0;
    for (const { offset, octets } of fragments) {
      if (offset > covered) return undefined;
      covered = Math.max(covered, offset + octets.length);
    }
    if (covered < messageLength) return undefined;
    const body = new Uint8Array(messageLength);
    for (const { offset, octets } of fragments) body.set(octets, offset);
    return body;
  }

  #drop(isGone: (fragment: Fragment) => boolean): void {
    this.#waiting = this.#waiting.filter((one) => !isGone(one));
    this.#octets = this.#waiting.reduce((sum, { octets }) => sum + octets.length, 0);
  }
}
