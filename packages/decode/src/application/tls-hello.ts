/**
 * ClientHello and ServerHello, RFC 8446 §4.1: where their parts lie.
 *
 * Offsets are of the handshake message, at its type. Each function returns -1 where the packet ends
 * before the part or a length inside contradicts the message.
 */

import { HANDSHAKE_HEADER_LEN, HandshakeType, handshakeLength, handshakeType } from "./tls.ts";

const RANDOM = HANDSHAKE_HEADER_LEN + 2;
const SESSION_ID = RANDOM + 32;

/** One past the message's last octet that was captured. */
export function helloEnd(view: DataView, message: number, end: number): number {
  return Math.min(end, message + HANDSHAKE_HEADER_LEN + handshakeLength(view, message));
}

/** Offset of the legacy version. */
export function versionStart(message: number): number {
  return message + HANDSHAKE_HEADER_LEN;
}

/** Offset of the 32 octets of random. */
export function randomStart(message: number): number {
  return message + RANDOM;
}

/** Offset of the session identifier's length octet. */
export function sessionIdStart(message: number): number {
  return message + SESSION_ID;
}

/** Offset of the cipher suites' length (ClientHello) or of the one suite (ServerHello). */
export function cipherStart(view: DataView, message: number, end: number): number {
  const session = sessionIdStart(message);
  if (session + 1 > end) return -1;
  const cipher = session + 1 + view.getUint8(session);
  return cipher + 2 <= end ? cipher : -1;
}

/** Offset of the two-octet length in front of the extensions. */
export function extensionsStart(view: DataView, message: number, end: number): number {
  const cipher = cipherStart(view, message, end);
  if (cipher < 0) return -1;
  let at = cipher + 3;
  if (handshakeType(view, message) === HandshakeType.ClientHello) {
    const compression = cipher + 2 + view.getUint16(cipher);
    if (compression + 1 > end) return -1;
    at = compression + 1 + view.getUint8(compression);
  }
  return at + 2 <= end ? at : -1;
}
