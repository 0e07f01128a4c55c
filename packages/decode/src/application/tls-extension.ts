/** Extensions of hello messages: server name (RFC 6066 §3), ALPN (RFC 7301), versions (RFC 8446 §4.2.1). */

import { MAX_NAME_LENGTH, readText } from "./name-text.ts";
import {
  ContentType,
  contentType,
  HANDSHAKE_HEADER_LEN,
  HandshakeType,
  HEADER_LEN,
  handshakeType,
  isRecord,
  recordEnd,
} from "./tls.ts";
import { extensionsStart, helloEnd } from "./tls-hello.ts";

export const ExtensionType = {
  ServerName: 0,
  Alpn: 16,
  SupportedVersions: 43,
} as const;

/** Type and length in front of an extension's data. */
export const EXTENSION_HEADER_LEN = 4;

const HOST_NAME = 0;

/** Offset of the extension of this type in the hello at `message`, -1 if absent or cut off. */
export function findExtension(view: DataView, message: number, end: number, type: number): number {
  const stop = helloEnd(view, message, end);
  const extensions = extensionsStart(view, message, stop);
  if (extensions < 0) return -1;
  let at = extensions + 2;
  while (at + EXTENSION_HEADER_LEN <= stop) {
    const next = at + EXTENSION_HEADER_LEN + view.getUint16(at + 2);
    if (view.getUint16(at) === type) return next <= stop ? at : -1;
    at = next;
  }
  return -1;
}

/** Offset of the host name in a server name extension's data at `data`, -1 if there is none. */
export function hostNameStart(view: DataView, data: number, end: number): number {
  if (data + 5 > end || view.getUint8(data + 2) !== HOST_NAME) return -1;
  const length = view.getUint16(data + 3);
  return length > 0 && data + 5 + length <= end ? data + 5 : -1;
}

/**
 * The server name that a ClientHello at the start of the payload asks for.
 *
 * A Change Cipher Spec may stand before it, as in the second hello of TLS 1.3 (RFC 8446 §D.4).
 */
export function readServerName(view: DataView, off: number, end: number): string | undefined {
  const record = handshakeRecord(view, off, end);
  if (record < 0) return undefined;
  const message = record + HEADER_LEN;
  if (message + HANDSHAKE_HEADER_LEN > end) return undefined;
  if (handshakeType(view, message) !== HandshakeType.ClientHello) return undefined;
  const extension = findExtension(view, message, end, ExtensionType.ServerName);
  if (extension < 0) return undefined;
  const data = extension + EXTENSION_HEADER_LEN;
  const name = hostNameStart(view, data, data + view.getUint16(extension + 2));
  if (name < 0) return undefined;
  return readText(view, name, name + Math.min(view.getUint16(name - 2), MAX_NAME_LENGTH));
}

/** Offset of the first record if it is a handshake, of the second behind a Change Cipher Spec, or -1. */
function handshakeRecord(view: DataView, off: number, end: number): number {
  if (!isRecord(view, off, end)) return -1;
  if (contentType(view, off) === ContentType.Handshake) return off;
  if (contentType(view, off) !== ContentType.ChangeCipherSpec) return -1;
  const second = recordEnd(view, off, end);
  const isHandshake =
    isRecord(view, second, end) && contentType(view, second) === ContentType.Handshake;
  return isHandshake ? second : -1;
}
