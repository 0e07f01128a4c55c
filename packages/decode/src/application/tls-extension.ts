/** Extensions of hello messages: server name (RFC 6066 §3), ALPN (RFC 7301 §3.1), and lists of code points. */

import { MAX_NAME_LENGTH, readText } from "./name-text.ts";
import {
  ContentType,
  contentType,
  HANDSHAKE_HEADER_LEN,
  HandshakeType,
  HEADER_LEN,
  handshakeLength,
  handshakeType,
  isRecord,
  recordEnd,
} from "./tls.ts";
import { eachExtension, helloLayout } from "./tls-hello.ts";

export const ExtensionType = {
  ServerName: 0,
  MaxFragmentLength: 1,
  StatusRequest: 5,
  SupportedGroups: 10,
  PointFormats: 11,
  SignatureAlgorithms: 13,
  Heartbeat: 15,
  Alpn: 16,
  SignedCertificateTimestamp: 18,
  CompressCertificate: 27,
  RecordSizeLimit: 28,
  SessionTicket: 35,
  PreSharedKey: 41,
  SupportedVersions: 43,
  Cookie: 44,
  KeyExchangeModes: 45,
  SignatureAlgorithmsCert: 50,
  KeyShare: 51,
  QuicParameters: 57,
  NextProtocol: 13_172,
  ApplicationSettings: 17_513,
  RenegotiationInfo: 65_281,
  QuicParametersDraft: 65_445,
} as const;

const HOST_NAME = 0;

/** Offset of the host name in a server name extension's data at `data`, -1 if there is none. */
function hostNameStart(view: DataView, data: number, end: number): number {
  if (data + 5 > end || view.getUint8(data + 2) !== HOST_NAME) return -1;
  const length = view.getUint16(data + 3);
  return length > 0 && data + 5 + length <= end ? data + 5 : -1;
}

/** The server name in the ClientHello whose body is `[body, end)`, as far as it is there. */
export function serverNameOf(
  view: DataView,
  body: number,
  end: number,
  isDatagram: boolean,
): string | undefined {
  let found: string | undefined;
  const layout = helloLayout(view, body, end, { isClient: true, isDatagram });
  eachExtension(view, layout, (type, data, dataEnd) => {
    if (type !== ExtensionType.ServerName || found !== undefined) return;
    const name = hostNameStart(view, data, dataEnd);
    if (name < 0) return;
    found = readText(view, name, name + Math.min(view.getUint16(name - 2), MAX_NAME_LENGTH));
  });
  return found;
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
  const body = message + HANDSHAKE_HEADER_LEN;
  return serverNameOf(view, body, Math.min(end, body + handshakeLength(view, message)), false);
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

/** The two-octet values of a list at `[start, end)`. */
export function readUint16s(view: DataView, start: number, end: number): number[] {
  const values: number[] = [];
  for (let at = start; at + 2 <= end; at += 2) values.push(view.getUint16(at));
  return values;
}

/** The two-octet values behind the list's own length, of `octets` octets, at `data`. */
export function readList(view: DataView, data: number, end: number, octets: 1 | 2): number[] {
  if (data + octets > end) return [];
  const length = octets === 1 ? view.getUint8(data) : view.getUint16(data);
  return readUint16s(view, data + octets, Math.min(end, data + octets + length));
}
