/** STUN (RFC 8489), TURN (RFC 8656) with its ChannelData, and ICE's use of them (RFC 8445). */

import { dissectData } from "../data-tree.ts";
import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";
import { PacketTimes } from "./packet-times.ts";
import * as fields from "./stun-fields.ts";
import {
  Attribute,
  attributeName,
  CLASSES,
  ERROR_CODES,
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
    if (framed) tree.add(fields.FRAME_LENGTH, payloadStart);
    addMessage(tree, off, end, conversation);
  } else if (isChannelData(view, off, end)) {
    const title = "Session Traversal Utilities for NAT, TURN ChannelData Message";
    tree.layer("stun", title, payloadStart, off + CHANNEL_HEADER_LEN);
    tree.add(fields.CHANNEL, off);
    tree.add(fields.LENGTH, off + 2);
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
  const typeField = tree.add(fields.TYPE, off);
  if (typeField !== undefined) typeField.text = `${typeField.raw} (${method} ${kind})`;
  tree.inside(typeField, () => {
    const classField = tree.value(fields.CLASS, (type & 0x0110) >>> 4, off, off + 2);
    classField.text = `${classField.raw} ${kind}`;
    tree.value(fields.METHOD, methodOf(type), off, off + 2);
    tree.add(fields.ASSIGNMENT, off);
  });
  tree.add(fields.LENGTH, off + 2);
  tree.add(fields.COOKIE_FIELD, off + 4, 4);
  tree.add(fields.ID, off + 8, 12);
  if (view.getUint16(off + 2) > 0) tree.value(fields.NETWORK_VERSION, 3, off, off);
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
  if (first.number !== packet.number) tree.value(fields.DUPLICATE, first.number, off, off);
  const response = kind === 0 ? times.known(`response ${id}`) : undefined;
  if (response !== undefined) tree.value(fields.RESPONSE_IN, response.number, off, off);
  const request = kind === 0 ? undefined : times.known(`request ${id}`);
  if (request === undefined) return;
  tree.value(fields.REQUEST_IN, request.number, off, off);
  tree.value(fields.TIME, request.since(packet), off, off);
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
    const group = tree.group(fields.ATTRIBUTE_GROUP, at, stop, attributeName(type));
    tree.inside(group, () => {
      if (isAttribute(type)) {
        tree.inside(tree.add(fields.ATTRIBUTE_TYPE, at), () => {
          tree.add(fields.COMPREHENSION, at);
          tree.add(fields.TYPE_ASSIGNMENT, at);
        });
      }
      tree.add(fields.ATTRIBUTE_LENGTH, at + 2);
      addValue(tree, message, type, start, stop, info);
      const padding = -length & 3;
      if (padding > 0) tree.value(fields.PADDING, padding, stop, Math.min(end, stop + padding));
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
      info.push(`user: ${addText(tree, fields.USERNAME, off, end)}`);
      return;
    case Attribute.Realm:
      info.push(`realm: ${addText(tree, fields.REALM, off, end)}`);
      return;
    case Attribute.Nonce:
      addText(tree, fields.NONCE, off, end);
      info.push("with nonce");
      return;
    case Attribute.Software:
      addText(tree, fields.SOFTWARE, off, end);
      return;
    case Attribute.MsCandidateIdentifier:
      addText(tree, fields.MS_FOUNDATION, off, end);
      return;
    case Attribute.ErrorCode:
      addError(tree, off, end, info);
      return;
    case Attribute.Lifetime:
      if (addWithin(tree, fields.LIFETIME, off, end)) info.push(`lifetime: ${view.getUint32(off)}`);
      return;
    case Attribute.ChannelNumber:
      if (addWithin(tree, fields.CHANNEL_NUMBER, off, end)) {
        info.push(`ChannelNumber=0x${view.getUint16(off).toString(16)}`);
        addWithin(tree, fields.RESERVED, off + 2, end, 2);
      }
      return;
    case Attribute.RequestedTransport:
      if (addWithin(tree, fields.TRANSPORT, off, end) === undefined) return;
      info.push(TRANSPORTS[view.getUint8(off)] ?? `Unknown (0x${view.getUint8(off).toString(16)})`);
      addWithin(tree, fields.RESERVED, off + 1, end, 3);
      return;
    case Attribute.RequestedAddressFamily:
      addWithin(tree, fields.FAMILY, off, end);
      addWithin(tree, fields.RESERVED, off + 1, end, 3);
      return;
    case Attribute.ChangeRequest:
      addWithin(tree, fields.CHANGE_IP, off + 2, end);
      addWithin(tree, fields.CHANGE_PORT, off + 2, end);
      return;
    case Attribute.UnknownAttributes:
      for (let at = off; at + 2 <= end; at += 2) tree.add(fields.UNKNOWN, at);
      return;
    case Attribute.MsSequenceNumber:
      addWithin(tree, fields.MS_CONNECTION, off, end, 20);
      addWithin(tree, fields.MS_SEQUENCE, off + 20, end);
      return;
    case Attribute.GoogleNetworkInfo:
      addWithin(tree, fields.GOOGLE_NETWORK, off, end);
      addWithin(tree, fields.GOOGLE_COST, off + 2, end);
      return;
    default:
      addPlain(tree, type, off, end);
  }
}

const PLAIN: ReadonlyMap<number, FieldSpec> = new Map([
  [Attribute.MessageIntegrity, fields.HMAC],
  [Attribute.Fingerprint, fields.CRC],
  [Attribute.Priority, fields.PRIORITY],
  [Attribute.IceControlled, fields.TIE_BREAKER],
  [Attribute.IceControlling, fields.TIE_BREAKER],
  [Attribute.ReservationToken, fields.TOKEN],
  [Attribute.EvenPort, fields.RESERVE_NEXT],
  [Attribute.CacheTimeout, fields.CACHE_TIMEOUT],
  [Attribute.MsVersion, fields.MS_VERSION],
  [Attribute.MsImplementationVersion, fields.MS_ICE_VERSION],
]);

/** Attributes whose value is one field; what is not known is shown as octets. */
function addPlain(tree: Tree, type: number, off: number, end: number): void {
  const spec = PLAIN.get(type);
  if (spec !== undefined) addWithin(tree, spec, off, end, spec.octets || end - off);
  else if (end > off) tree.add(fields.VALUE, off, end - off);
}

function addText(tree: Tree, spec: FieldSpec, off: number, end: number): string {
  const text = readText(tree.view, off, indexOfOctet(tree.view, off, end, 0));
  tree.value(spec, text, off, end);
  return text;
}

function addAddress(tree: Tree, type: number, off: number, end: number, info: string[]): void {
  const { view } = tree;
  if (addWithin(tree, fields.RESERVED, off, end, 1) === undefined) return;
  if (addWithin(tree, fields.FAMILY, off + 1, end) === undefined) return;
  if (addWithin(tree, fields.ADDRESS_PORT, off + 2, end) === undefined) return;
  const address = addWithin(
    tree,
    view.getUint8(off + 1) === 2 ? fields.IPV6 : fields.IPV4,
    off + 4,
    end,
  );
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
  if (addWithin(tree, fields.RESERVED, off, end, 1) === undefined) return;
  if (addWithin(tree, fields.FAMILY, off + 1, end) === undefined) return;
  if (addWithin(tree, fields.XORED_PORT, off + 2, end, 2) === undefined) return;
  const port = view.getUint16(off + 2) ^ (COOKIE >>> 16);
  tree.value(fields.ADDRESS_PORT, port, off + 2, off + 4);
  const isIpv6 = view.getUint8(off + 1) === 2;
  const octets = isIpv6 ? 16 : 4;
  if (
    addWithin(tree, isIpv6 ? fields.XORED_IPV6 : fields.XORED_IPV4, off + 4, end, octets) ===
    undefined
  )
    return;
  const word = (index: number): number =>
    (view.getUint32(off + 4 + 4 * index) ^ view.getUint32(message + 4 + 4 * index)) >>> 0;
  const words = isIpv6 ? [word(0), word(1), word(2), word(3)] : [word(0)];
  const address = tree.address(
    isIpv6 ? fields.IPV6 : fields.IPV4,
    words,
    off + 4,
    off + 4 + octets,
  );
  info.push(`${attributeName(type)}: ${address.raw}:${port}`);
}

function addError(tree: Tree, off: number, end: number, info: string[]): void {
  const { view } = tree;
  addWithin(tree, fields.RESERVED, off, end, 2);
  if (addWithin(tree, fields.ERROR_CLASS, off + 2, end) === undefined) return;
  if (addWithin(tree, fields.ERROR_CODE, off + 3, end) === undefined) return;
  const code = 100 * (view.getUint8(off + 2) & 7) + view.getUint8(off + 3);
  info.push(`error-code: ${code} (${ERROR_CODES[code] ?? "Unknown"})`);
  if (end > off + 4) info.push(addText(tree, fields.ERROR_REASON, off + 4, end));
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
  fields: fields.STUN_FIELDS,
  dissect,
  messageLength,
};
