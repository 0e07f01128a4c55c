/** STUN (RFC 8489), TURN (RFC 8656) with its ChannelData, and ICE's use of them (RFC 8445). */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { PacketTimes } from "./packet-times.ts";
import {
  Attribute,
  attributeName,
  CLASSES,
  ERROR_CODES,
  FAMILIES,
  isAttribute,
  METHODS,
  TRANSPORTS,
} from "./stun-values.ts";
import { addWithin } from "./within.ts";

const PORT = 3478;
const COOKIE = 0x2112_a442;
const HEADER_LEN = 20;
const CHANNEL_HEADER_LEN = 4;
const ATTRIBUTE_HEADER_LEN = 4;

/** Channel numbers, RFC 8656 §12. */
const FIRST_CHANNEL = 0x4000;
const LAST_CHANNEL = 0x4fff;

/** Over TCP, ICE puts a length in front of each message (RFC 4571 §2); TURN does not. */
const FRAME_PREFIX = 2;

const TCP = 6;

/** Attributes of one message that are shown; a message of 64 KiB holds 16,000 of the shortest. */
const MAX_ATTRIBUTES = 200;

const FRAME_LENGTH = defineField("stun.tcp_frame_length", "uint16", "TCP Frame Length");
const CHANNEL = defineField("stun.channel", "uint16", "Channel Number", { hex: true });
const TYPE = defineField("stun.type", "uint16", "Message Type", { hex: true });
const CLASS = defineField("stun.type.class", "uint16", "Message Class", { hex: true });
const METHOD = defineField("stun.type.method", "uint16", "Message Method", {
  hex: true,
  values: METHODS,
});
const ASSIGNMENT = defineField(
  "stun.type.method-assignment",
  "uint16",
  "Message Method Assignment",
  { hex: true, mask: 0x2000, values: { 0: "IETF Review", 1: "Designated Expert" } },
);
const LENGTH = defineField("stun.length", "uint16", "Message Length");
const COOKIE_FIELD = defineField("stun.cookie", "bytes", "Message Cookie");
const ID = defineField("stun.id", "bytes", "Message Transaction ID");
const NETWORK_VERSION = defineField("stun.network_version", "uint8", "STUN Network Version", {
  values: { 1: "MS-TURN", 2: "RFC-3489 and earlier", 3: "RFC-5389/8489" },
});
const RESPONSE_IN = defineField("stun.response-in", "frameNumber", "Response In");
const REQUEST_IN = defineField("stun.response-to", "frameNumber", "Request In");
const TIME = defineField("stun.time", "relativeTime", "Time");
const DUPLICATE = defineField("stun.reqduplicate", "frameNumber", "Duplicated original message in");
const ATTRIBUTE_GROUP = defineField("stun.attribute", "uint16", "Attribute Type", { hex: true });
const ATTRIBUTE_TYPE = defineField("stun.att.type", "uint16", "Attribute Type", {
  hex: true,
  values: attributeName,
});
const COMPREHENSION = defineField(
  "stun.att.type.comprehension",
  "uint16",
  "Attribute Type Comprehension",
  { hex: true, mask: 0x8000, values: { 0: "Required", 1: "Optional" } },
);
const TYPE_ASSIGNMENT = defineField(
  "stun.att.type.assignment",
  "uint16",
  "Attribute Type Assignment",
  { hex: true, mask: 0x4000, values: { 0: "IETF Review", 1: "Designated Expert" } },
);
const ATTRIBUTE_LENGTH = defineField("stun.att.length", "uint16", "Attribute Length");
const RESERVED = defineField("stun.att.reserved", "bytes", "Reserved");
const FAMILY = defineField("stun.att.family", "uint8", "Protocol Family", {
  hex: true,
  values: FAMILIES,
});
const IPV4 = defineField("stun.att.ipv4", "ipv4", "IP");
const IPV6 = defineField("stun.att.ipv6", "ipv6", "IP");
const ADDRESS_PORT = defineField("stun.att.port", "uint16", "Port");
const XORED_IPV4 = defineField("stun.att.ipv4-xord", "bytes", "IP (XOR-d)");
const XORED_IPV6 = defineField("stun.att.ipv6-xord", "bytes", "IP (XOR-d)");
const XORED_PORT = defineField("stun.att.port-xord", "bytes", "Port (XOR-d)");
const USERNAME = defineField("stun.att.username", "string", "Username");
const PADDING = defineField("stun.att.padding", "uint16", "Padding");
const HMAC = defineField("stun.att.hmac", "bytes", "HMAC-SHA1");
const CRC = defineField("stun.att.crc32", "uint32", "CRC-32", { hex: true });
const ERROR_CLASS = defineField("stun.att.error.class", "uint8", "Error Class", { mask: 0x07 });
const ERROR_CODE = defineField("stun.att.error", "uint8", "Error Code");
const ERROR_REASON = defineField("stun.att.error.reason", "string", "Error Reason Phrase");
const REALM = defineField("stun.att.realm", "string", "Realm");
const NONCE = defineField("stun.att.nonce", "string", "Nonce");
const UNKNOWN = defineField("stun.att.unknown", "uint16", "Unknown Attribute", { hex: true });
const SOFTWARE = defineField("stun.att.software", "string", "Software");
const PRIORITY = defineField("stun.att.priority", "uint32", "Priority");
const TIE_BREAKER = defineField("stun.att.tie-breaker", "bytes", "Tie breaker");
const LIFETIME = defineField("stun.att.lifetime", "uint32", "Lifetime");
const CHANGE_IP = defineField("stun.att.change-ip", "boolean", "Change IP", {
  octets: 2,
  mask: 0x0004,
});
const CHANGE_PORT = defineField("stun.att.change-port", "boolean", "Change Port", {
  octets: 2,
  mask: 0x0002,
});
const RESERVE_NEXT = defineField("stun.att.even-port.reserve-next", "uint8", "Reserve next", {
  mask: 0x80,
});
const CACHE_TIMEOUT = defineField("stun.att.cache-timeout", "uint32", "Cache timeout");
const TOKEN = defineField("stun.att.token", "bytes", "Token");
const TRANSPORT = defineField("stun.att.transp", "uint8", "Transport", {
  hex: true,
  values: TRANSPORTS,
});
const CHANNEL_NUMBER = defineField("stun.att.channelnum", "uint16", "Channel-Number", {
  hex: true,
});
const MS_VERSION = defineField("stun.att.ms.version", "uint32", "MS Version");
const MS_ICE_VERSION = defineField("stun.att.ms.version.ice", "uint32", "MS ICE Version");
const MS_CONNECTION = defineField("stun.att.ms.connection_id", "bytes", "Connection ID");
const MS_SEQUENCE = defineField("stun.att.ms.sequence_number", "uint32", "Sequence Number");
const MS_FOUNDATION = defineField("stun.att.ms.foundation", "string", "Foundation");
const GOOGLE_NETWORK = defineField("stun.att.google.network_id", "uint16", "Google Network ID");
const GOOGLE_COST = defineField("stun.att.google.network_cost", "uint16", "Google Network Cost");
const VALUE = defineField("stun.value", "bytes", "Value");

const FIELDS: readonly FieldSpec[] = [
  ...[FRAME_LENGTH, CHANNEL, TYPE, CLASS, METHOD, ASSIGNMENT, LENGTH, COOKIE_FIELD, ID],
  ...[NETWORK_VERSION, RESPONSE_IN, REQUEST_IN, TIME, DUPLICATE, ATTRIBUTE_TYPE, COMPREHENSION],
  ...[TYPE_ASSIGNMENT, ATTRIBUTE_LENGTH, RESERVED, FAMILY, IPV4, IPV6, ADDRESS_PORT, XORED_IPV4],
  ...[XORED_IPV6, XORED_PORT, USERNAME, PADDING, HMAC, CRC, ERROR_CLASS, ERROR_CODE],
  ...[ERROR_REASON, REALM, NONCE, UNKNOWN, SOFTWARE, PRIORITY, TIE_BREAKER, LIFETIME, CHANGE_IP],
  ...[CHANGE_PORT, RESERVE_NEXT, CACHE_TIMEOUT, TOKEN, TRANSPORT, CHANNEL_NUMBER, MS_VERSION],
  ...[MS_ICE_VERSION, MS_CONNECTION, MS_SEQUENCE, MS_FOUNDATION, GOOGLE_NETWORK, GOOGLE_COST],
  ...[VALUE],
];

/** Two zero bits, a method that is known, the magic cookie (RFC 8489 §5). */
function isMessage(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= HEADER_LEN &&
    view.getUint32(off + 4) === COOKIE &&
    view.getUint8(off) < 0x40 &&
    METHODS[methodOf(view.getUint16(off))] !== undefined
  );
}

/** Method and class share the type: M11-M7 C1 M6-M4 C0 M3-M0 (RFC 8489 §5). */
function methodOf(type: number): number {
  return ((type & 0x3e00) >>> 2) | ((type & 0x00e0) >>> 1) | (type & 0x000f);
}

function classOf(type: number): number {
  return ((type & 0x0100) >>> 7) | ((type & 0x0010) >>> 4);
}

function isChannelData(view: DataView, off: number, end: number): boolean {
  if (end - off < CHANNEL_HEADER_LEN) return false;
  const channel = view.getUint16(off);
  if (channel < FIRST_CHANNEL || channel > LAST_CHANNEL) return false;
  const extra = end - off - CHANNEL_HEADER_LEN - view.getUint16(off + 2);
  return extra >= 0 && extra < 4;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const framed =
    packet.ipProtocol === TCP &&
    !isMessage(view, payloadStart, end) &&
    isFramed(view, payloadStart, end);
  const off = framed ? payloadStart + FRAME_PREFIX : payloadStart;
  if (isMessage(view, off, end)) {
    tree.layer("stun", "Session Traversal Utilities for NAT", payloadStart, end);
    if (framed) tree.add(FRAME_LENGTH, payloadStart);
    addMessage(tree, off, end, conversation);
  } else if (isChannelData(view, off, end)) {
    const title = "Session Traversal Utilities for NAT, TURN ChannelData Message";
    tree.layer("stun", title, payloadStart, off + CHANNEL_HEADER_LEN);
    tree.add(CHANNEL, off);
    tree.add(LENGTH, off + 2);
    tree.show("STUN", "ChannelData TURN Message");
    const start = off + CHANNEL_HEADER_LEN;
    const stop = Math.min(end, start + view.getUint16(off + 2));
    if (stop > start) dissectData(tree, start, stop);
  }
}

function isFramed(view: DataView, off: number, end: number): boolean {
  const start = off + FRAME_PREFIX;
  return (
    end - off > FRAME_PREFIX && (isMessage(view, start, end) || isChannelData(view, start, end))
  );
}

function addMessage(tree: Tree, off: number, end: number, conversation: Conversation): void {
  const { view } = tree;
  const type = view.getUint16(off);
  const method = METHODS[methodOf(type)] ?? "Unknown";
  const kind = CLASSES[classOf(type)]!;
  addExchange(tree, off, classOf(type), conversation);
  const typeField = tree.add(TYPE, off);
  if (typeField !== undefined) typeField.text = `${typeField.raw} (${method} ${kind})`;
  tree.inside(typeField, () => {
    const classField = tree.value(CLASS, (type & 0x0110) >>> 4, off, off + 2);
    classField.text = `${classField.raw} ${kind}`;
    tree.value(METHOD, methodOf(type), off, off + 2);
    tree.add(ASSIGNMENT, off);
  });
  tree.add(LENGTH, off + 2);
  tree.add(COOKIE_FIELD, off + 4, 4);
  tree.add(ID, off + 8, 12);
  if (view.getUint16(off + 2) > 0) tree.value(NETWORK_VERSION, 3, off, off);
  const info = [`${method} ${kind}`];
  const stop = Math.min(end, off + HEADER_LEN + view.getUint16(off + 2));
  const data = addAttributes(tree, off, stop, info);
  tree.show("STUN", info.join(" "));
  tree.summarize(info[0]!);
  if (data !== undefined && data.end > data.start) dissectData(tree, data.start, data.end);
}

/** The frames of the request and of its answer, and the time between them. */
function addExchange(tree: Tree, off: number, kind: number, conversation: Conversation): void {
  const { packet, view } = tree;
  if (kind === 1) return;
  const times = conversation.recall(Protocol.Stun, () => new PacketTimes());
  const id = `${view.getUint32(off + 8)},${view.getUint32(off + 12)},${view.getUint32(off + 16)}`;
  const first = times.first(`${kind === 0 ? "request" : "response"} ${id}`, packet);
  if (first.number !== packet.number) tree.value(DUPLICATE, first.number, off, off);
  const response = kind === 0 ? times.known(`response ${id}`) : undefined;
  if (response !== undefined) tree.value(RESPONSE_IN, response.number, off, off);
  const request = kind === 0 ? undefined : times.known(`request ${id}`);
  if (request === undefined) return;
  tree.value(REQUEST_IN, request.number, off, off);
  tree.value(TIME, request.since(packet), off, off);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** @returns where the data of a TURN indication lies, if there is any */
function addAttributes(tree: Tree, message: number, end: number, info: string[]): Span | undefined {
  const { view } = tree;
  let data: Span | undefined;
  let off = message + HEADER_LEN;
  for (let i = 0; i < MAX_ATTRIBUTES && off + ATTRIBUTE_HEADER_LEN <= end; i += 1) {
    const type = view.getUint16(off);
    const length = view.getUint16(off + 2);
    const start = off + ATTRIBUTE_HEADER_LEN;
    const stop = start + length;
    if (stop > end) return data;
    const at = off;
    const group = tree.group(ATTRIBUTE_GROUP, at, stop, attributeName(type));
    tree.inside(group, () => {
      if (isAttribute(type)) {
        tree.inside(tree.add(ATTRIBUTE_TYPE, at), () => {
          tree.add(COMPREHENSION, at);
          tree.add(TYPE_ASSIGNMENT, at);
        });
      }
      tree.add(ATTRIBUTE_LENGTH, at + 2);
      addValue(tree, message, type, start, stop, info);
      const padding = -length & 3;
      if (padding > 0) tree.value(PADDING, padding, stop, Math.min(end, stop + padding));
    });
    if (type === Attribute.Data) data = { start, end: stop };
    off = stop + (-length & 3);
  }
  return data;
}

function addValue(
  tree: Tree,
  message: number,
  type: number,
  off: number,
  end: number,
  info: string[],
): void {
  const { view } = tree;
  switch (type) {
    case Attribute.MappedAddress:
    case Attribute.ResponseAddress:
    case Attribute.SourceAddress:
    case Attribute.ChangedAddress:
    case Attribute.AlternateServer:
    case Attribute.ResponseOrigin:
    case Attribute.OtherAddress:
      addAddress(tree, type, off, end, info);
      return;
    case Attribute.XorMappedAddress:
    case Attribute.XorPeerAddress:
    case Attribute.XorRelayedAddress:
    case Attribute.XorResponseTarget:
    case Attribute.MsXorMappedAddress:
      addXoredAddress(tree, message, type, off, end, info);
      return;
    case Attribute.Username:
      info.push(`user: ${addText(tree, USERNAME, off, end)}`);
      return;
    case Attribute.Realm:
      info.push(`realm: ${addText(tree, REALM, off, end)}`);
      return;
    case Attribute.Nonce:
      addText(tree, NONCE, off, end);
      info.push("with nonce");
      return;
    case Attribute.Software:
      addText(tree, SOFTWARE, off, end);
      return;
    case Attribute.MsCandidateIdentifier:
      addText(tree, MS_FOUNDATION, off, end);
      return;
    case Attribute.ErrorCode:
      addError(tree, off, end, info);
      return;
    case Attribute.Lifetime:
      if (addWithin(tree, LIFETIME, off, end)) info.push(`lifetime: ${view.getUint32(off)}`);
      return;
    case Attribute.ChannelNumber:
      if (addWithin(tree, CHANNEL_NUMBER, off, end)) {
        info.push(`ChannelNumber=0x${view.getUint16(off).toString(16)}`);
        addWithin(tree, RESERVED, off + 2, end, 2);
      }
      return;
    case Attribute.RequestedTransport:
      if (addWithin(tree, TRANSPORT, off, end) === undefined) return;
      info.push(TRANSPORTS[view.getUint8(off)] ?? `Unknown (0x${view.getUint8(off).toString(16)})`);
      addWithin(tree, RESERVED, off + 1, end, 3);
      return;
    case Attribute.RequestedAddressFamily:
      addWithin(tree, FAMILY, off, end);
      addWithin(tree, RESERVED, off + 1, end, 3);
      return;
    case Attribute.ChangeRequest:
      addWithin(tree, CHANGE_IP, off + 2, end);
      addWithin(tree, CHANGE_PORT, off + 2, end);
      return;
    case Attribute.UnknownAttributes:
      for (let at = off; at + 2 <= end; at += 2) tree.add(UNKNOWN, at);
      return;
    case Attribute.MsSequenceNumber:
      addWithin(tree, MS_CONNECTION, off, end, 20);
      addWithin(tree, MS_SEQUENCE, off + 20, end);
      return;
    case Attribute.GoogleNetworkInfo:
      addWithin(tree, GOOGLE_NETWORK, off, end);
      addWithin(tree, GOOGLE_COST, off + 2, end);
      return;
    default:
      addPlain(tree, type, off, end);
  }
}

const PLAIN: ReadonlyMap<number, FieldSpec> = new Map([
  [Attribute.MessageIntegrity, HMAC],
  [Attribute.Fingerprint, CRC],
  [Attribute.Priority, PRIORITY],
  [Attribute.IceControlled, TIE_BREAKER],
  [Attribute.IceControlling, TIE_BREAKER],
  [Attribute.ReservationToken, TOKEN],
  [Attribute.EvenPort, RESERVE_NEXT],
  [Attribute.CacheTimeout, CACHE_TIMEOUT],
  [Attribute.MsVersion, MS_VERSION],
  [Attribute.MsImplementationVersion, MS_ICE_VERSION],
]);

/** Attributes whose value is one field; what is not known is shown as octets. */
function addPlain(tree: Tree, type: number, off: number, end: number): void {
  const spec = PLAIN.get(type);
  if (spec !== undefined) addWithin(tree, spec, off, end, spec.octets || end - off);
  else if (end > off) tree.add(VALUE, off, end - off);
}

function addText(tree: Tree, spec: FieldSpec, off: number, end: number): string {
  const text = readText(tree.view, off, indexOfOctet(tree.view, off, end, 0));
  tree.value(spec, text, off, end);
  return text;
}

function addAddress(tree: Tree, type: number, off: number, end: number, info: string[]): void {
  const { view } = tree;
  if (addWithin(tree, RESERVED, off, end, 1) === undefined) return;
  if (addWithin(tree, FAMILY, off + 1, end) === undefined) return;
  if (addWithin(tree, ADDRESS_PORT, off + 2, end) === undefined) return;
  const address = addWithin(tree, view.getUint8(off + 1) === 2 ? IPV6 : IPV4, off + 4, end);
  if (address === undefined) return;
  info.push(`${attributeName(type)}: ${address.raw}:${view.getUint16(off + 2)}`);
}

/** Port and address are combined with the cookie and the transaction's number (RFC 8489 §14.2). */
function addXoredAddress(
  tree: Tree,
  message: number,
  type: number,
  off: number,
  end: number,
  info: string[],
): void {
  const { view } = tree;
  if (addWithin(tree, RESERVED, off, end, 1) === undefined) return;
  if (addWithin(tree, FAMILY, off + 1, end) === undefined) return;
  if (addWithin(tree, XORED_PORT, off + 2, end, 2) === undefined) return;
  const port = view.getUint16(off + 2) ^ (COOKIE >>> 16);
  tree.value(ADDRESS_PORT, port, off + 2, off + 4);
  const isIpv6 = view.getUint8(off + 1) === 2;
  const octets = isIpv6 ? 16 : 4;
  if (addWithin(tree, isIpv6 ? XORED_IPV6 : XORED_IPV4, off + 4, end, octets) === undefined) return;
  const word = (index: number): number =>
    (view.getUint32(off + 4 + 4 * index) ^ view.getUint32(message + 4 + 4 * index)) >>> 0;
  const words = isIpv6 ? [word(0), word(1), word(2), word(3)] : [word(0)];
  const address = tree.address(isIpv6 ? IPV6 : IPV4, words, off + 4, off + 4 + octets);
  info.push(`${attributeName(type)}: ${address.raw}:${port}`);
}

function addError(tree: Tree, off: number, end: number, info: string[]): void {
  const { view } = tree;
  addWithin(tree, RESERVED, off, end, 2);
  if (addWithin(tree, ERROR_CLASS, off + 2, end) === undefined) return;
  if (addWithin(tree, ERROR_CODE, off + 3, end) === undefined) return;
  const code = 100 * (view.getUint8(off + 2) & 7) + view.getUint8(off + 3);
  info.push(`error-code: ${code} (${ERROR_CODES[code] ?? "Unknown"})`);
  if (end > off + 4) info.push(addText(tree, ERROR_REASON, off + 4, end));
}

/** Over TCP: a message as TURN sends it, or one behind ICE's length. */
function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < CHANNEL_HEADER_LEN) return 0;
  const first = view.getUint16(off);
  const length = view.getUint16(off + 2);
  if (first >= FIRST_CHANNEL && first <= LAST_CHANNEL) {
    return CHANNEL_HEADER_LEN + length + (-length & 3);
  }
  if (end - off < HEADER_LEN + FRAME_PREFIX)
    return end - off < 8 ? 0 : Math.min(end - off, HEADER_LEN + length);
  if (isMessage(view, off, end)) return HEADER_LEN + length;
  return FRAME_PREFIX + first;
}

export const STUN_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Stun],
  tcpPorts: [PORT],
  udpPorts: [PORT, 5349],
  stream: {
    matches: (view, off, end) =>
      isMessage(view, off, end) ||
      (end - off > FRAME_PREFIX + HEADER_LEN &&
        isMessage(view, off + FRAME_PREFIX, end) &&
        view.getUint16(off) === HEADER_LEN + view.getUint16(off + 4)),
  },
  datagram: {
    firstOctets: Array.from({ length: 64 }, (_, octet) => octet),
    matches: (view, off, end, packet) =>
      isMessage(view, off, end) && view.getUint16(off + 2) + HEADER_LEN <= packet.payloadLength,
  },
  fields: FIELDS,
  dissect,
  messageLength,
};
