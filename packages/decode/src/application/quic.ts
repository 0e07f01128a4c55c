/**
 * QUIC headers, RFC 9000 §17, and RFC 9369 §3 for the types of version 2.
 *
 * Accessors are defined only after {@link check} returned `Ok`.
 */

import { DecodeStatus } from "../status.ts";
import {
  isForcedNegotiation,
  isKnownVersion,
  isVersion2,
  VERSION_NEGOTIATION,
} from "./quic-version.ts";

/** First octet, version, and the length of the destination connection identifier. */
export const HEADER_LEN = 6;

/** Longest connection identifier of these versions (RFC 9000 §17.2). */
const MAX_CONNECTION_ID = 20;

/** Least payload of a datagram that opens a connection (RFC 9000 §14.1). */
const LEAST_OPENING = 1200;
/** Least destination identifier in it (RFC 9000 §7.2). */
const LEAST_OPENING_ID = 8;

/** Offset of the version. */
export const VERSION = 1;

export const PacketType = { Initial: 0, ZeroRtt: 1, Handshake: 2, Retry: 3 } as const;

export function firstOctet(view: DataView, off: number): number {
  return view.getUint8(off);
}

export function isLong(view: DataView, off: number): boolean {
  return (view.getUint8(off) & 0x80) !== 0;
}

export function version(view: DataView, off: number): number {
  return view.getUint32(off + VERSION);
}

/** Offset of the destination connection identifier's length. */
export function destinationIdStart(off: number): number {
  return off + 5;
}

/** Offset of the source connection identifier's length. */
export function sourceIdStart(view: DataView, off: number): number {
  return off + HEADER_LEN + view.getUint8(off + 5);
}

/** One of {@link PacketType}; version 2 counts them differently (RFC 9369 §3.2). */
export function packetType(view: DataView, off: number): number {
  const bits = (firstOctet(view, off) >>> 4) & 3;
  return isVersion2(version(view, off)) ? (bits + 3) & 3 : bits;
}

/** Whether a long header of a known version starts at `off`, or one that opens a connection of a forced one. */
export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN + 1) return DecodeStatus.Truncated;
  if ((firstOctet(view, off) & 0xc0) !== 0xc0) return DecodeStatus.BadVersion;
  const value = version(view, off);
  if (!isKnownVersion(value) && !(isForcedNegotiation(value) && opens(view, off, end))) {
    return DecodeStatus.BadVersion;
  }
  return checkIds(view, off, end);
}

/** Whether both connection identifiers are there. `off + HEADER_LEN` lies in the packet. */
function checkIds(view: DataView, off: number, end: number): DecodeStatus {
  if (view.getUint8(off + 5) > MAX_CONNECTION_ID) return DecodeStatus.BadLength;
  const source = sourceIdStart(view, off);
  if (source + 1 > end) return DecodeStatus.Truncated;
  const size = view.getUint8(source);
  if (size > MAX_CONNECTION_ID) return DecodeStatus.BadLength;
  return source + 1 + size > end ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

function opens(view: DataView, off: number, end: number): boolean {
  if (end - off < LEAST_OPENING || (firstOctet(view, off) & 0x30) !== 0) return false;
  return view.getUint8(off + 5) >= LEAST_OPENING_ID;
}

/** Where the parts of a packet with a long header lie. */
export interface LongHeader {
  readonly start: number;
  readonly version: number;
  /** One of {@link PacketType}; -1 for a version negotiation. */
  readonly type: number;
  /** Of the length octets. */
  readonly destination: number;
  readonly source: number;
  /** Of the token's length in an Initial, -1 otherwise. */
  readonly tokenLength: number;
  /** `[token, tokenEnd)`; empty without one. */
  readonly token: number;
  readonly tokenEnd: number;
  /** Of the length in front of the packet number, -1 where there is none. */
  readonly length: number;
  /** Of the packet number; of what follows the identifiers in a Retry and a negotiation. */
  readonly number: number;
  /** End of the packet, as its length says, not beyond the payload. */
  readonly end: number;
}

/** The long header at `off`; undefined where it is cut or its lengths contradict the payload. */
export function longHeader(view: DataView, off: number, end: number): LongHeader | undefined {
  if (end - off < HEADER_LEN + 1 || checkIds(view, off, end) !== DecodeStatus.Ok) return undefined;
  const source = sourceIdStart(view, off);
  const afterIds = source + 1 + view.getUint8(source);
  const value = version(view, off);
  const isNegotiation = value === VERSION_NEGOTIATION;
  const type = isNegotiation ? -1 : packetType(view, off);
  const header = {
    start: off,
    version: value,
    type,
    destination: destinationIdStart(off),
    source,
    tokenLength: -1,
    token: afterIds,
    tokenEnd: afterIds,
    length: -1,
    number: afterIds,
    end,
  };
  if (isNegotiation || type === PacketType.Retry) return header;
  let at = afterIds;
  if (type === PacketType.Initial) {
    const size = varintLength(view, at, end);
    if (size === 0) return undefined;
    header.tokenLength = at;
    header.token = at + size;
    header.tokenEnd = header.token + varint(view, at);
    if (header.tokenEnd > end) return undefined;
    at = header.tokenEnd;
  }
  const size = varintLength(view, at, end);
  if (size === 0) return undefined;
  header.length = at;
  header.number = at + size;
  header.end = Math.min(end, header.number + varint(view, at));
  return header;
}

/** Octets of the variable-length integer at `at` (RFC 9000 §16); 0 where it is cut. */
export function varintLength(view: DataView, at: number, end: number): number {
  if (at >= end) return 0;
  const size = 1 << (view.getUint8(at) >>> 6);
  return at + size <= end ? size : 0;
}

/** The variable-length integer at `at`, exact below 2^53. Defined after {@link varintLength} was not 0. */
export function varint(view: DataView, at: number): number {
  const first = view.getUint8(at);
  const size = 1 << (first >>> 6);
  let value = first & 0x3f;
  for (let i = 1; i < size; i += 1) value = value * 256 + view.getUint8(at + i);
  return value;
}
