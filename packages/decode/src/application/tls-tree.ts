/** Layers and Info text of TLS: one layer per record, as far as this packet shows it. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import * as tls from "./tls.ts";
import {
  EXTENSION_HEADER_LEN,
  ExtensionType,
  hostNameStart,
  readServerName,
} from "./tls-extension.ts";
import * as fields from "./tls-fields.ts";
import * as hello from "./tls-hello.ts";
import * as values from "./tls-values.ts";

const CLIENT_HELLO = "Client Hello";

/** Records of one packet that are shown: more than a jumbo frame holds of any use. */
const MAX_RECORDS = 64;

interface TlsRecord {
  readonly start: number;
  readonly type: number;
  /** `[body, end)`: the fragment, as far as it lies in this packet. */
  readonly body: number;
  readonly end: number;
  readonly isWhole: boolean;
  /** Behind a Change Cipher Spec of the same packet, handshake messages but hellos are ciphertext. */
  readonly isEncrypted: boolean;
}

function records(packet: Packet): TlsRecord[] {
  const { view, payloadStart, payloadEnd } = packet;
  const found: TlsRecord[] = [];
  let isEncrypted = false;
  let start = payloadStart;
  while (found.length < MAX_RECORDS && tls.isRecord(view, start, payloadEnd)) {
    const type = tls.contentType(view, start);
    const body = start + tls.HEADER_LEN;
    const end = tls.recordEnd(view, start, payloadEnd);
    const isWhole = end === body + tls.length(view, start);
    found.push({ start, type, body, end, isWhole, isEncrypted });
    if (type === tls.ContentType.ChangeCipherSpec) isEncrypted = true;
    start = end;
  }
  return found;
}

/** Offsets of the handshake messages of a record; none when its content is no clear text. */
function handshakeMessages(view: DataView, record: TlsRecord): number[] {
  if (record.isEncrypted && !isHello(view, record)) return [];
  const found: number[] = [];
  let message = record.body;
  while (message + tls.HANDSHAKE_HEADER_LEN <= record.end) {
    const type = tls.handshakeType(view, message);
    const after = message + tls.HANDSHAKE_HEADER_LEN + tls.handshakeLength(view, message);
    if (values.HANDSHAKE_TYPES[type] === undefined) return [];
    const isLast = after >= record.end;
    if (
      isLast &&
      record.isWhole &&
      after > record.end &&
      found.length === 0 &&
      !startsClear(type)
    ) {
      return [];
    }
    found.push(message);
    message = after;
  }
  return found;
}

/** A hello that fills its record: TLS 1.3 repeats it in the clear (RFC 8446 §4.1.4 and §D.4). */
function isHello(view: DataView, { body, end }: TlsRecord): boolean {
  if (body + tls.HANDSHAKE_HEADER_LEN > end) return false;
  const type = tls.handshakeType(view, body);
  const isNamed = type === tls.HandshakeType.ClientHello || type === tls.HandshakeType.ServerHello;
  return isNamed && body + tls.HANDSHAKE_HEADER_LEN + tls.handshakeLength(view, body) === end;
}

/** Messages that come before any encryption and may be spread over several records. */
function startsClear(type: number): boolean {
  return (
    type === tls.HandshakeType.ClientHello ||
    type === tls.HandshakeType.ServerHello ||
    type === tls.HandshakeType.Certificate
  );
}

export function dissectTls(packet: Packet, tree: Tree): void {
  const { view } = packet;
  for (const record of records(packet)) {
    tree.layer("tls", "Transport Layer Security", record.start, record.end);
    tree.summarize(recordText(view, record).join(", "));
    const group = tree.group(fields.RECORD, record.start, record.end, contentName(record.type));
    tree.inside(group, () => {
      tree.add(fields.CONTENT_TYPE, record.start);
      tree.add(fields.RECORD_VERSION, record.start + 1);
      tree.add(fields.RECORD_LENGTH, record.start + 3);
      addBody(tree, record);
    });
  }
}

function contentName(type: number): string {
  return values.CONTENT_TYPES[type] ?? `Content type ${type}`;
}

function addBody(tree: Tree, record: TlsRecord): void {
  const { body, end } = record;
  switch (record.type) {
    case tls.ContentType.ChangeCipherSpec:
      tree.group(fields.CHANGE_CIPHER_SPEC, body, end, "");
      return;
    case tls.ContentType.Alert:
      if (end - body !== 2) return;
      tree.inside(tree.group(fields.ALERT, body, end, ""), () => {
        tree.add(fields.ALERT_LEVEL, body);
        tree.add(fields.ALERT_DESCRIPTION, body + 1);
      });
      return;
    case tls.ContentType.ApplicationData:
      if (end > body) tree.add(fields.APPLICATION_DATA, body, end - body);
      return;
    case tls.ContentType.Handshake:
      for (const message of handshakeMessages(tree.view, record)) addHandshake(tree, message, end);
      return;
    default:
      return;
  }
}

function addHandshake(tree: Tree, message: number, end: number): void {
  const { view } = tree;
  const type = tls.handshakeType(view, message);
  const stop = hello.helloEnd(view, message, end);
  const group = tree.group(fields.HANDSHAKE, message, stop, values.HANDSHAKE_TYPES[type] ?? "");
  tree.inside(group, () => {
    tree.add(fields.HANDSHAKE_TYPE, message);
    tree.add(fields.HANDSHAKE_LENGTH, message + 1);
    if (type === tls.HandshakeType.ClientHello || type === tls.HandshakeType.ServerHello) {
      addHello(tree, message, stop, type);
    }
  });
}

function addHello(tree: Tree, message: number, stop: number, type: number): void {
  const { view } = tree;
  if (hello.randomStart(message) > stop) return;
  tree.add(fields.HANDSHAKE_VERSION, hello.versionStart(message));
  const session = hello.sessionIdStart(message);
  if (session + 1 > stop) return;
  tree.add(fields.RANDOM, hello.randomStart(message));
  tree.add(fields.SESSION_ID_LENGTH, session);
  const cipher = hello.cipherStart(view, message, stop);
  if (cipher < 0) return;
  if (cipher > session + 1) tree.add(fields.SESSION_ID, session + 1, cipher - session - 1);
  if (type === tls.HandshakeType.ServerHello) tree.add(fields.CIPHER_SUITE, cipher);
  else addCipherSuites(tree, cipher, stop);
  const extensions = hello.extensionsStart(view, message, stop);
  if (extensions < 0) return;
  tree.add(fields.EXTENSIONS_LENGTH, extensions);
  addExtensions(tree, extensions + 2, stop, type);
}

function addCipherSuites(tree: Tree, cipher: number, stop: number): void {
  const length = tree.view.getUint16(cipher);
  tree.add(fields.CIPHER_SUITES_LENGTH, cipher);
  const end = Math.min(stop, cipher + 2 + length);
  const group = tree.group(fields.CIPHER_SUITES, cipher + 2, end, `${length >>> 1} suites`);
  tree.inside(group, () => {
    for (let at = cipher + 2; at + 2 <= end; at += 2) tree.add(fields.CIPHER_SUITE, at);
  });
}

function addExtensions(tree: Tree, start: number, stop: number, handshake: number): void {
  const { view } = tree;
  let at = start;
  while (at + EXTENSION_HEADER_LEN <= stop) {
    const type = view.getUint16(at);
    const data = at + EXTENSION_HEADER_LEN;
    const end = data + view.getUint16(at + 2);
    tree.inside(tree.add(fields.EXTENSION_TYPE, at), () => {
      tree.add(fields.EXTENSION_LENGTH, data - 2);
      if (end <= stop) addExtensionData(tree, type, data, end, handshake);
    });
    at = end;
  }
}

function addExtensionData(
  tree: Tree,
  type: number,
  data: number,
  end: number,
  handshake: number,
): void {
  const { view } = tree;
  if (type === ExtensionType.ServerName) {
    const name = hostNameStart(view, data, end);
    if (name < 0) return;
    const nameEnd = name + view.getUint16(name - 2);
    tree.add(fields.SERVER_NAME_LENGTH, name - 2);
    tree.value(fields.SERVER_NAME, readText(view, name, nameEnd), name, nameEnd);
  } else if (type === ExtensionType.Alpn) {
    let at = data + 2;
    while (at < end && at + 1 + view.getUint8(at) <= end) {
      const after = at + 1 + view.getUint8(at);
      tree.value(fields.ALPN, readText(view, at + 1, after), at + 1, after);
      at = after;
    }
  } else if (type === ExtensionType.SupportedVersions) {
    const isClient = handshake === tls.HandshakeType.ClientHello;
    for (let at = isClient ? data + 1 : data; at + 2 <= end; at += 2) {
      tree.add(fields.SUPPORTED_VERSION, at);
    }
  }
}

/** `Server Hello, Change Cipher Spec, Application Data`; a Client Hello tells the server's name. */
export function tlsInfo(packet: Packet): string | undefined {
  const { view, payloadStart, payloadEnd } = packet;
  const texts = records(packet).flatMap((record) => recordText(view, record));
  if (texts.length === 0) return undefined;
  const name = readServerName(view, payloadStart, payloadEnd);
  if (name !== undefined) {
    const at = texts.indexOf(CLIENT_HELLO);
    if (at >= 0) texts[at] = `${CLIENT_HELLO} (SNI=${name})`;
  }
  return texts.filter((text, index) => text !== texts[index - 1]).join(", ");
}

function recordText(view: DataView, record: TlsRecord): string[] {
  switch (record.type) {
    case tls.ContentType.Handshake: {
      const messages = handshakeMessages(view, record);
      if (messages.length === 0) return ["Encrypted Handshake Message"];
      return messages.map((at) => values.HANDSHAKE_TYPES[tls.handshakeType(view, at)]!);
    }
    case tls.ContentType.Alert: {
      if (record.end - record.body !== 2) return ["Encrypted Alert"];
      const level = values.ALERT_LEVELS[view.getUint8(record.body)];
      const description = values.ALERT_DESCRIPTIONS[view.getUint8(record.body + 1)];
      if (level === undefined || description === undefined) return ["Encrypted Alert"];
      return [`Alert (Level: ${level}, Description: ${description})`];
    }
    default:
      return [contentName(record.type)];
  }
}

export const TLS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Tls],
  fields: fields.FIELDS,
  dissect: (packet, tree) => {
    dissectTls(packet, tree);
    const info = tlsInfo(packet);
    if (info !== undefined) tree.show("TLS", info);
  },
  messageLength: (view, off, end) => {
    if (end - off < tls.HEADER_LEN) return 0;
    const isRecord = tls.check(view, off, end) === DecodeStatus.Ok;
    return isRecord ? tls.HEADER_LEN + tls.length(view, off) : end - off;
  },
  begin: (_packet, tree) => {
    tree.mention("tls");
    return "";
  },
};
