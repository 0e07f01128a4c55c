/** TLS in the tree: one layer per record, RFC 8446 §5, RFC 5246 §6.2. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as tls from "./tls.ts";
import { addAlert } from "./tls-alert.ts";
import { applicationName } from "./tls-application.ts";
import { showTls } from "./tls-column.ts";
import * as fields from "./tls-fields.ts";
import { addHandshakeOctets } from "./tls-handshake-record.ts";
import { type TlsDirection, TlsSession } from "./tls-session.ts";
import { isSsl2Hello, looksLikeSsl2, ssl2Length } from "./tls-ssl2.ts";
import { dissectSsl2 } from "./tls-ssl2-tree.ts";
import * as values from "./tls-values.ts";
import { columnName, tlsVersion, Version } from "./tls-version.ts";
import * as x509 from "./x509-fields.ts";

/** Records of one payload that are shown: more than a jumbo frame holds of any use. */
const MAX_RECORDS = 64;

const TITLE = "Transport Layer Security";

/** A record and who sent it. */
interface TlsRecord {
  readonly tree: Tree;
  readonly session: TlsSession;
  readonly direction: TlsDirection;
  readonly start: number;
  readonly type: number;
  /** `[body, end)`: the fragment, as far as it lies in the payload. */
  readonly body: number;
  readonly end: number;
}

function dissectTls(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd } = packet;
  const session = conversation.recall(Protocol.Tls, () => new TlsSession());
  const isOriginator = conversation.isFromOriginator(packet);
  const direction = isOriginator ? session.originator : session.responder;
  let start = payloadStart;
  for (let count = 0; count < MAX_RECORDS && start < payloadEnd; count += 1) {
    if (isSsl2(view, start, payloadEnd, session)) {
      start = dissectSsl2(tree, start, payloadEnd, session);
    } else if (tls.check(view, start, payloadEnd) === DecodeStatus.Ok) {
      const end = tls.recordEnd(view, start, payloadEnd);
      const type = tls.contentType(view, start);
      addRecord({ tree, session, direction, start, type, body: start + tls.HEADER_LEN, end });
      start = end;
    } else {
      addUnknown(tree, start, payloadEnd, session);
      start = payloadEnd;
    }
  }
  conversation.count(direction);
}

function isSsl2(view: DataView, off: number, end: number, session: TlsSession): boolean {
  if (session.version === Version.Ssl2) return true;
  if (isSsl2Hello(view, off, end)) return true;
  return session.version === Version.Unknown && looksLikeSsl2(view, off, end);
}

/** Octets that start no record: of a connection that was joined midway, or none of TLS. */
function addUnknown(tree: Tree, start: number, end: number, session: TlsSession): void {
  tree.layer("tls", TITLE, start, end);
  const isKnown = session.version !== Version.Unknown;
  const text = isKnown ? "Ignored Unknown Record" : "Continuation Data";
  tree.summarize(text);
  showTls(tree, columnName(session.version, "SSL"), text);
}

function addRecord(record: TlsRecord): void {
  const { tree, session, start, type, body, end } = record;
  const version = tls.version(tree.view, start);
  settleVersion(record, version);
  tree.layer("tls", TITLE, start, end);
  const isOpaque = session.version === Version.Tls13 && type === tls.ContentType.ApplicationData;
  const group = tree.group(fields.RECORD, start, end, contentName(type));
  let text = "";
  tree.inside(group, () => {
    tree.add(isOpaque ? fields.OPAQUE_TYPE : fields.CONTENT_TYPE, start);
    tree.add(fields.RECORD_VERSION, start + 1);
    tree.add(fields.RECORD_LENGTH, start + 3);
    if (body < end) text = addBody(record);
  });
  tree.summarize(text);
  const shown = session.version === Version.Unknown ? tlsVersion(version) : session.version;
  showTls(tree, columnName(shown, "SSL"), text);
}

/** The first record that cannot come before the server's choice tells the version, until a hello does. */
function settleVersion({ tree, session, type, body, end }: TlsRecord, version: number): void {
  if (session.version !== Version.Unknown) return;
  if (type === tls.ContentType.Handshake) {
    if (body >= end) return;
    const first = tree.view.getUint8(body);
    const isNamed = values.HANDSHAKE_TYPES[first] !== undefined;
    if (first === tls.HandshakeType.ClientHello || !isNamed) return;
  }
  session.version = tlsVersion(version);
}

function contentName(type: number): string {
  return values.CONTENT_TYPES[type] ?? `Content type ${type}`;
}

/** @returns what the packet list says of the record */
function addBody(record: TlsRecord): string {
  const { tree, direction, type, body, end } = record;
  switch (type) {
    case tls.ContentType.ChangeCipherSpec:
      direction.isEncrypted = true;
      direction.forget();
      tree.group(fields.CHANGE_CIPHER_SPEC, body, end, "");
      return contentName(type);
    case tls.ContentType.Alert:
      return addAlert(tree, fields, body, end);
    case tls.ContentType.ApplicationData:
      tree.add(fields.APPLICATION_DATA, body, end - body);
      addApplication(record);
      return isCut(record) ? "" : contentName(type);
    case tls.ContentType.Heartbeat:
      tree.group(fields.HEARTBEAT, body, end, "");
      return "Encrypted Heartbeat";
    default:
      return addHandshake(record);
  }
}

/** Of a record that the capture has cut, nothing goes on in the next. */
function addHandshake(record: TlsRecord): string {
  const { tree, session, direction, body, end } = record;
  const stream = { fields: fields.HANDSHAKE_FIELDS, transport: "t", session, direction } as const;
  const text = addHandshakeOctets(tree, body, end, stream);
  if (isCut(record)) direction.forget();
  return text;
}

function isCut({ tree, start, body, end }: TlsRecord): boolean {
  return tls.length(tree.view, start) > end - body;
}

function addApplication({ tree, session, end }: TlsRecord): void {
  const { sourcePort, destinationPort } = tree.packet;
  const name = applicationName(session.protocol, sourcePort, destinationPort);
  if (name !== undefined) tree.value(fields.APPLICATION_PROTOCOL, name, end, end);
}

function messageLength(view: DataView, off: number, end: number): number {
  if (isSsl2Hello(view, off, end)) return ssl2Length(view, off);
  if (end - off < tls.HEADER_LEN) return 0;
  const isRecord = tls.check(view, off, end) === DecodeStatus.Ok;
  return isRecord ? tls.HEADER_LEN + tls.length(view, off) : end - off;
}

export const TLS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tls],
  tcpPorts: [
    443, 465, 563, 636, 853, 989, 990, 992, 993, 995, 2221, 2443, 3269, 5061, 5671, 6697, 8443,
    8883, 11207,
  ],
  stream: {
    firstOctets: [20, 21, 22, 23, 24, 0x80, 0x81],
    matches: (view, off, end) => tls.isRecord(view, off, end) || isSsl2Hello(view, off, end),
  },
  fields: [...fields.FIELDS, ...x509.FIELDS],
  dissect: dissectTls,
  messageLength,
  begin: ({ payloadStart, payloadEnd }, tree) => {
    tree.layer("tls", "Transport Layer Security", payloadStart, payloadEnd);
    return "";
  },
};
