/**
 * DTLS records, RFC 6347 §4.1, and those of DTLS 1.3, RFC 9147 §4.
 *
 * A plain record at `off`: content type, version, epoch, sequence number, length, fragment; with type 25
 * a connection identifier stands before the length (RFC 9146 §4), whose size only the hellos tell.
 */

import { Version } from "./tls-version.ts";

export const HEADER_LEN = 13;
export const HANDSHAKE_HEADER_LEN = 12;

export const EPOCH = 3;
export const SEQUENCE_NUMBER = 5;
const LENGTH = 11;

const CHANGE_CIPHER_SPEC = 20;
const HEARTBEAT = 24;

/** Largest fragment of a record: 2^14 octets and what encryption adds (RFC 6347 §4.1). */
const MAX_LENGTH = 16_384 + 2048;

export function contentType(view: DataView, off: number): number {
  return view.getUint8(off);
}

export function version(view: DataView, off: number): number {
  return view.getUint16(off + 1);
}

export function epoch(view: DataView, off: number): number {
  return view.getUint16(off + EPOCH);
}

export function length(view: DataView, off: number): number {
  return view.getUint16(off + LENGTH);
}

/** Whether a plain record starts at `off`; its fragment may be cut. */
export function isRecord(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const type = contentType(view, off);
  if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT) return false;
  const value = version(view, off);
  const isNamed = value === Version.Dtls10 || value === Version.Dtls12 || value === Version.DtlsOld;
  const size = length(view, off);
  return isNamed && size > 0 && size <= MAX_LENGTH;
}

/**
 * Whether the datagram starts with a record that fits into it.
 *
 * The versions count down from 0xfeff, which nothing else has in their place; the one of an early OpenSSL
 * is taken with a first epoch and a small sequence number only.
 *
 * @param wireLength octets of the payload on the wire
 */
export function isDatagram(view: DataView, off: number, end: number, wireLength: number): boolean {
  if (!isRecord(view, off, end) || HEADER_LEN + length(view, off) > wireLength) return false;
  if (version(view, off) !== Version.DtlsOld) return true;
  return epoch(view, off) <= 1 && view.getUint32(off + SEQUENCE_NUMBER) === 0;
}

/** End of the record's fragment, as far as it lies before `end`. */
export function recordEnd(view: DataView, off: number, end: number): number {
  return Math.min(end, off + HEADER_LEN + length(view, off));
}

/** Whether a record with the short, encrypted header of DTLS 1.3 starts at `off`: `001` and flags. */
export function isUnified(view: DataView, off: number): boolean {
  return (view.getUint8(off) & 0xe0) === 0x20;
}

/** What precedes the octets of a fragment of a handshake message (RFC 6347 §4.2.2). */
export interface FragmentHeader {
  readonly messageLength: number;
  readonly sequence: number;
  readonly offset: number;
  readonly length: number;
}

/** The header at `at`, of which {@link HANDSHAKE_HEADER_LEN} octets lie in the packet. */
export function fragmentHeader(view: DataView, at: number): FragmentHeader {
  return {
    messageLength: readUint24(view, at + 1),
    sequence: view.getUint16(at + 4),
    offset: readUint24(view, at + 6),
    length: readUint24(view, at + 9),
  };
}

function readUint24(view: DataView, at: number): number {
  return (view.getUint8(at) << 16) | view.getUint16(at + 1);
}
