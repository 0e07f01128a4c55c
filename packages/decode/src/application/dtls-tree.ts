/** DTLS in the tree: one layer per record, RFC 6347, RFC 9147. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as dtls from "./dtls.ts";
import * as fields from "./dtls-fields.ts";
import { DtlsFragments } from "./dtls-fragments.ts";
import { ContentType, HandshakeType } from "./tls.ts";
import { addAlert } from "./tls-alert.ts";
import { addHandshakeBody, handshakeName } from "./tls-handshake-tree.ts";
import type { HandshakeContext } from "./tls-hello-tree.ts";
import { type TlsDirection, TlsSession } from "./tls-session.ts";
import * as values from "./tls-values.ts";
import { columnName, dtlsVersion, Version } from "./tls-version.ts";

const TITLE = "Datagram Transport Layer Security";
const ENCRYPTED = "Encrypted Handshake Message";

/** Records of one datagram that are read, and messages of one record. */
const MAX_RECORDS = 64;

const LEAST_CIPHERTEXT = 16;

/** What is remembered of one conversation. */
class DtlsSession {
  readonly tls: TlsSession = new TlsSession();
  readonly originator: DtlsFragments = new DtlsFragments();
  readonly responder: DtlsFragments = new DtlsFragments();
}

/** A record and who sent it. */
interface DtlsRecord {
  readonly tree: Tree;
  readonly session: TlsSession;
  readonly direction: TlsDirection;
  readonly fragments: DtlsFragments;
  readonly start: number;
  readonly body: number;
  readonly end: number;
}

function dissectDtls(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd } = packet;
  const memory = conversation.recall(Protocol.Dtls, () => new DtlsSession());
  const side = conversation.isFromOriginator(packet) ? "originator" : "responder";
  const session = memory.tls;
  const texts: string[] = [];
  const names = tree.protocols.length;
  let start = payloadStart;
  for (let count = 0; count < MAX_RECORDS && start < payloadEnd; count += 1) {
    if (!dtls.isRecord(view, start, payloadEnd)) {
      if (count > 0 || isUnified(view, start, session)) {
        texts.push(addOpaque(tree, start, payloadEnd));
      }
      break;
    }
    const body = start + dtls.HEADER_LEN;
    const end = dtls.recordEnd(view, start, payloadEnd);
    const direction = session[side];
    const fragments = memory[side];
    texts.push(addRecord({ tree, session, direction, fragments, start, body, end }));
    start = end;
  }
  if (texts.length === 0) return;
  conversation.count(memory[side]);
  nameOnce(tree.protocols, names);
  const version = columnName(session.version, "DTLS");
  tree.show(version, texts.filter((text) => text !== "").join(", "));
}

function isUnified(view: DataView, off: number, session: TlsSession): boolean {
  return session.version === Version.Dtls13 && dtls.isUnified(view, off);
}

/** All records of a datagram are one step of `frame.protocols`. */
function nameOnce(protocols: string[], from: number): void {
  const added = protocols.splice(from);
  protocols.push(...added.filter((name, index) => index === 0 || name !== "dtls"));
}

/** A record that DTLS 1.3 encrypts with most of its header. */
function addOpaque(tree: Tree, start: number, end: number): string {
  tree.layer("dtls", TITLE, start, end);
  tree.add(fields.ENCRYPTED_CONTENT, start, end - start);
  return "Encrypted Record";
}

function addRecord(record: DtlsRecord): string {
  const { tree, session, start, body, end } = record;
  const type = dtls.contentType(tree.view, start);
  settleVersion(record, type);
  tree.layer("dtls", TITLE, start, end);
  const name = values.CONTENT_TYPES[type] ?? `Content type ${type}`;
  let text = "";
  tree.inside(tree.group(fields.RECORD, start, end, name), () => {
    tree.add(fields.CONTENT_TYPE, start);
    tree.add(fields.VERSION, start + 1);
    tree.add(fields.EPOCH, start + dtls.EPOCH);
    tree.add(fields.SEQUENCE_NUMBER, start + dtls.SEQUENCE_NUMBER);
    tree.add(fields.LENGTH, body - 2);
    if (body < end) text = addBody(record, type);
  });
  tree.summarize(columnName(session.version, "") === "" ? text : `${name}: ${text}`);
  return text;
}

/** The first record that is no client's hello tells the version, until a server's hello does. */
function settleVersion({ tree, session, start, body, end }: DtlsRecord, type: number): void {
  if (session.version !== Version.Unknown) return;
  if (type === ContentType.Handshake) {
    if (body >= end) return;
    const first = tree.view.getUint8(body);
    const isNamed = values.HANDSHAKE_TYPES[first] !== undefined;
    if (first === HandshakeType.ClientHello || !isNamed) return;
  }
  session.version = dtlsVersion(dtls.version(tree.view, start));
}

/** @returns what the packet list says of the record */
function addBody(record: DtlsRecord, type: number): string {
  const { tree, direction, body, end } = record;
  switch (type) {
    case ContentType.ChangeCipherSpec:
      direction.isEncrypted = true;
      tree.group(fields.CHANGE_CIPHER_SPEC, body, end, "");
      return "Change Cipher Spec";
    case ContentType.Alert:
      return addAlert(tree, fields, body, end);
    case ContentType.ApplicationData:
      tree.add(fields.APPLICATION_DATA, body, end - body);
      return "Application Data";
    case ContentType.Heartbeat:
      tree.group(fields.HEARTBEAT, body, end, "");
      return "Encrypted Heartbeat";
    default:
      return addMessages(record);
  }
}

function addMessages(record: DtlsRecord): string {
  const { tree, body, end } = record;
  if (isCiphertext(record)) {
    tree.group(fields.HANDSHAKE_FIELDS.handshake, body, end, ENCRYPTED);
    return ENCRYPTED;
  }
  const names: string[] = [];
  let at = body;
  for (let count = 0; count < MAX_RECORDS && at + dtls.HANDSHAKE_HEADER_LEN <= end; count += 1) {
    const { length } = dtls.fragmentHeader(tree.view, at);
    const after = Math.min(end, at + dtls.HANDSHAKE_HEADER_LEN + length);
    names.push(addMessage(record, at, after));
    at = after;
  }
  return names.join(", ");
}

/** Whether a handshake record is encrypted: its epoch has begun, or its header makes no sense. */
function isCiphertext({ tree, direction, start, body, end }: DtlsRecord): boolean {
  const { view } = tree;
  if (end - body < dtls.HANDSHAKE_HEADER_LEN) return end - body >= LEAST_CIPHERTEXT;
  const isNamed = values.HANDSHAKE_TYPES[view.getUint8(body)] !== undefined;
  const { messageLength, offset, length } = dtls.fragmentHeader(view, body);
  if (!isNamed || offset + length > messageLength) return true;
  const isProtected = direction.isEncrypted || dtls.epoch(view, start) > 0;
  return isProtected && body + dtls.HANDSHAKE_HEADER_LEN + length !== end;
}

function addMessage(record: DtlsRecord, at: number, end: number): string {
  const { tree, fragments, session } = record;
  const { view } = tree;
  const context: HandshakeContext = { fields: fields.HANDSHAKE_FIELDS, transport: "d", session };
  const type = view.getUint8(at);
  const { messageLength, sequence, offset, length } = dtls.fragmentHeader(view, at);
  const body = at + dtls.HANDSHAKE_HEADER_LEN;
  const isWhole = length === messageLength && end - body === length;
  let name = handshakeName(view, type, body, end);
  tree.inside(tree.group(context.fields.handshake, at, end, name), () => {
    tree.add(context.fields.type, at);
    tree.add(context.fields.length, at + 1);
    tree.add(fields.MESSAGE_SEQUENCE, at + 4);
    tree.add(fields.FRAGMENT_OFFSET, at + 6);
    tree.add(fields.FRAGMENT_LENGTH, at + 9);
    if (isWhole) addHandshakeBody(tree, type, body, end, context);
  });
  if (isWhole) return name;
  const octets = new Uint8Array(view.buffer, view.byteOffset + body, end - body).slice();
  const whole = fragments.add({ sequence, type, messageLength, offset, octets });
  if (whole === undefined) return `${name} (Fragment)`;
  name = handshakeName(new DataView(whole.buffer), type, 0, whole.length);
  tree.reassembled("Reassembled DTLS", whole, () => {
    tree.layer("dtls", `${TITLE}, reassembled handshake`, 0, whole.length);
    tree.inside(tree.group(context.fields.handshake, 0, whole.length, name), () => {
      addHandshakeBody(tree, type, 0, whole.length, context);
    });
  });
  return `${name} (Reassembled)`;
}

export const DTLS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dtls],
  udpPorts: [2221, 5684, 5868],
  datagram: {
    firstOctets: [20, 21, 22, 23, 24],
    matches: (view, off, end, { payloadLength }) => dtls.isDatagram(view, off, end, payloadLength),
  },
  fields: fields.FIELDS,
  dissect: dissectDtls,
};
