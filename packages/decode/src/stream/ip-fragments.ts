/**
 * IP datagrams out of their fragments: RFC 791 §3.2 and RFC 8200 §4.5, overlaps as Wireshark has them.
 *
 * Memory is bounded in datagrams, octets and capture time; what does not become whole is forgotten.
 */

import type { Packet } from "../packet.ts";
import { fragmentAt } from "./ip-fragment.ts";
import { OctetRanges } from "./octet-ranges.ts";

/** Unfinished datagrams remembered at once; the oldest go first. */
const MAX_DATAGRAMS = 4096;
/** Octets kept of all of them together. */
const MAX_OCTETS = 8 * 1024 * 1024;
/** Pieces of one datagram; 64 KiB in fragments of the smallest link that IPv4 allows are 1,366. */
const MAX_PIECES = 2048;
/** Seconds of capture time after which an unfinished datagram is forgotten (RFC 791 §3.2 says 15 and up). */
const MAX_AGE = 30;

/** A datagram of which the last missing fragment has come. */
export interface Datagram {
  readonly payload: Uint8Array;
  /** Frames of its fragments in the order of their offsets. */
  readonly pieces: readonly Piece[];
}

export interface Piece {
  readonly offset: number;
  readonly octets: Uint8Array;
  readonly frame: number;
}

interface Unfinished {
  readonly pieces: Piece[];
  readonly ranges: OctetRanges;
  readonly seconds: number;
  octets: number;
  /** Octets of the whole, once the last fragment has told. */
  length: number | undefined;
}

export class IpFragments {
  readonly #unfinished = new Map<string, Unfinished>();
  #octets = 0;
  /** Datagrams that were given up, for their age or for room. */
  forgotten = 0;

  /** Takes in the fragment in layer `index` of the packet; returns the datagram that it completes. */
  add(packet: Packet, index: number): Datagram | undefined {
    const fragment = fragmentAt(packet, index);
    const datagram = this.#datagramOf(fragment.key, packet.seconds);
    const { offset, octets } = fragment;
    const end = offset + octets.length;
    datagram.pieces.push({ offset, octets: octets.slice(), frame: packet.number });
    datagram.octets += octets.length;
    this.#octets += octets.length;
    if (fragment.isLast) datagram.length ??= end;
    const isTaken = datagram.ranges.add(offset, end, () => undefined);
    if (!isTaken || datagram.pieces.length > MAX_PIECES) {
      this.#forget(fragment.key, datagram);
      this.forgotten += 1;
      return undefined;
    }
    this.#makeRoom();
    if (datagram.length === undefined || datagram.ranges.contiguous < datagram.length) {
      return undefined;
    }
    this.#forget(fragment.key, datagram);
    return join(datagram.pieces, datagram.length);
  }

  #datagramOf(key: string, seconds: number): Unfinished {
    const known = this.#unfinished.get(key);
    if (known !== undefined) {
      if (Math.abs(seconds - known.seconds) <= MAX_AGE) return known;
      this.#forget(key, known);
      this.forgotten += 1;
    }
    const opened: Unfinished = {
      pieces: [],
      ranges: new OctetRanges(),
      seconds,
      octets: 0,
      length: undefined,
    };
    this.#unfinished.set(key, opened);
    return opened;
  }

  #forget(key: string, datagram: Unfinished): void {
    if (this.#unfinished.delete(key)) this.#octets -= datagram.octets;
  }

  #makeRoom(): void {
    for (const [key, oldest] of this.#unfinished) {
      if (this.#unfinished.size <= MAX_DATAGRAMS && this.#octets <= MAX_OCTETS) return;
      this.#forget(key, oldest);
      this.forgotten += 1;
    }
  }
}

/** Where pieces overlap, the one with the lower offset stays, and of equals the one that came first. */
function join(pieces: Piece[], length: number): Datagram {
  pieces.sort((a, b) => a.offset - b.offset);
  const payload = new Uint8Array(length);
  let filled = 0;
  for (const { offset, octets } of pieces) {
    const end = Math.min(offset + octets.length, length);
    if (end <= filled) continue;
    payload.set(octets.subarray(filled - offset, end - offset), filled);
    filled = end;
  }
  return { payload, pieces };
}
