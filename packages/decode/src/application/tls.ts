/**
 * TLS records and handshake messages, RFC 8446 §5.1 and §4 (RFC 5246 for what came before).
 *
 * A record at `off`: content type, legacy version, length, fragment. Accessors are defined only
 * after {@link check} returned `Ok` for the same range.
 */

import { DecodeStatus } from "../status.ts";

export const HEADER_LEN = 5;
export const HANDSHAKE_HEADER_LEN = 4;

/** Largest record fragment on the wire: 2^14 octets of text and what encryption adds (RFC 5246 §6.2.3). */
const MAX_LENGTH = 16_384 + 2048;

export const ContentType = {
  ChangeCipherSpec: 20,
  Alert: 21,
  Handshake: 22,
  ApplicationData: 23,
  Heartbeat: 24,
} as const;

export const HandshakeType = {
  HelloRequest: 0,
  ClientHello: 1,
  ServerHello: 2,
  HelloVerifyRequest: 3,
  NewSessionTicket: 4,
  HelloRetryRequest: 6,
  EncryptedExtensions: 8,
  Certificate: 11,
  ServerKeyExchange: 12,
  CertificateRequest: 13,
  ServerHelloDone: 14,
  CertificateVerify: 15,
  ClientKeyExchange: 16,
  Finished: 20,
  CertificateStatus: 22,
} as const;

export function contentType(view: DataView, off: number): number {
  return view.getUint8(off);
}

/** `0x0301` to `0x0303` for TLS 1.0 and later; TLS 1.3 says 1.2 here. */
export function version(view: DataView, off: number): number {
  return view.getUint16(off + 1);
}

/** Octets of the fragment behind the record header. */
export function length(view: DataView, off: number): number {
  return view.getUint16(off + 3);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN) return DecodeStatus.Truncated;
  const type = contentType(view, off);
  if (type < ContentType.ChangeCipherSpec || type > ContentType.Heartbeat) {
    return DecodeStatus.BadVersion;
  }
  if (version(view, off) < 0x0300 || version(view, off) > 0x0304) return DecodeStatus.BadVersion;
  const size = length(view, off);
  return size === 0 || size > MAX_LENGTH ? DecodeStatus.BadLength : DecodeStatus.Ok;
}

/**
 * Whether a record of TLS starts the payload.
 *
 * The first octet of the fragment is looked at too, where the content type fixes it: a version and
 * a length alone occur in other protocols by chance.
 */
export function isRecord(view: DataView, off: number, end: number): boolean {
  if (check(view, off, end) !== DecodeStatus.Ok) return false;
  const size = length(view, off);
  switch (contentType(view, off)) {
    case ContentType.ChangeCipherSpec:
      return size === 1;
    case ContentType.Alert:
      return size === 2 || size >= 16;
    case ContentType.Handshake:
      return size >= HANDSHAKE_HEADER_LEN;
    default:
      return true;
  }
}

/** End of the record's fragment, as far as it lies before `end`. */
export function recordEnd(view: DataView, off: number, end: number): number {
  return Math.min(end, off + HEADER_LEN + length(view, off));
}

export function handshakeType(view: DataView, message: number): number {
  return view.getUint8(message);
}

/** Octets of the handshake message behind its type and length. */
export function handshakeLength(view: DataView, message: number): number {
  return (view.getUint8(message + 1) << 16) | view.getUint16(message + 2);
}
