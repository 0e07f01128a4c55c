/**
 * QUIC long headers, RFC 9000 §17.2 and RFC 9369 §3: version and connection identifiers.
 *
 * What follows is encrypted. Accessors are defined only after {@link check} returned `Ok`.
 */

import { DecodeStatus } from "../status.ts";

/** First octet, version, and the length of the destination connection identifier. */
export const HEADER_LEN = 6;

export const VERSION_1 = 0x0000_0001;
export const VERSION_2 = 0x6b33_43cf;

/** Longest connection identifier of these versions (RFC 9000 §17.2). */
const MAX_CONNECTION_ID = 20;

/** Drafts of the working group: `0xff0000` and the draft's number. */
const DRAFT_PREFIX = 0xff00_0000;
const LAST_DRAFT = 34;

/** Versions of Facebook's mvfst (`0xfaceb00x`), and Google's that use this header: Q050, T050, T051. */
const MVFST_PREFIX = 0xfaceb00;
const Q050 = 0x5130_3530;
const T050 = 0x5430_3530;
const T051 = 0x5430_3531;

/** Offset of the version. */
export const VERSION = 1;

export function firstOctet(view: DataView, off: number): number {
  return view.getUint8(off);
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

/** Initial 0, 0-RTT 1, Handshake 2, Retry 3; version 2 counts them differently (RFC 9369 §3.2). */
export function packetType(view: DataView, off: number): number {
  const bits = (firstOctet(view, off) >>> 4) & 3;
  return version(view, off) === VERSION_2 ? (bits + 3) & 3 : bits;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN + 1) return DecodeStatus.Truncated;
  if ((firstOctet(view, off) & 0xc0) !== 0xc0 || !isKnown(version(view, off))) {
    return DecodeStatus.BadVersion;
  }
  if (view.getUint8(off + 5) > MAX_CONNECTION_ID) return DecodeStatus.BadLength;
  const source = sourceIdStart(view, off);
  if (source + 1 > end) return DecodeStatus.Truncated;
  const size = view.getUint8(source);
  if (size > MAX_CONNECTION_ID) return DecodeStatus.BadLength;
  return source + 1 + size > end ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

function isKnown(value: number): boolean {
  if (value === VERSION_1 || value === VERSION_2) return true;
  if (value >>> 4 === MVFST_PREFIX || value === Q050) return true;
  if (value === T050 || value === T051) return true;
  return value > DRAFT_PREFIX && value <= DRAFT_PREFIX + LAST_DRAFT;
}
