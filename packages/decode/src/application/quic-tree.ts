/** QUIC in the tree: every packet of a datagram, and the handshake in its Initial packets. */

import { hexOf } from "../crypto/octets.ts";
import type { FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import type { Conversation } from "../stream/conversation.ts";
import { readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { messageName } from "./gquic-message.ts";
import { addGquicMessage } from "./gquic-tree.ts";
import * as quic from "./quic.ts";
import * as fields from "./quic-fields.ts";
import { addFrames, addGoogleFrames, FIELDS as FRAME_FIELDS } from "./quic-frame-tree.ts";
import type { OpenedPacket } from "./quic-initial.ts";
import { connectionId, type QuicEnd, QuicSession } from "./quic-session.ts";
import {
  hasGoogleFrames,
  isForcedNegotiation,
  isKnownVersion,
  isVersion2,
  Q050,
  VERSION_NEGOTIATION,
} from "./quic-version.ts";
import { HANDSHAKE_FIELDS } from "./tls-fields.ts";
import { addHandshakeOctets } from "./tls-handshake-record.ts";

const TITLE = "QUIC IETF";

/** Packets of one datagram that are read. */
const MAX_PACKETS = 16;

const RETRY_TAG_LEN = 16;

/** Least octets of a packet with a short header: one of header, and what protection needs (RFC 9001 §5.4.2). */
const LEAST_SHORT = 21;

/** What reading a packet takes: whose it is, and what is known of the conversation. */
interface Context {
  readonly tree: Tree;
  readonly session: QuicSession;
  readonly sender: QuicEnd;
  readonly receiver: QuicEnd;
  readonly isOriginator: boolean;
}

function dissectQuic(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd, payloadLength } = packet;
  const session = conversation.recall(Protocol.Quic, () => new QuicSession());
  const isOriginator = conversation.isFromOriginator(packet);
  const context: Context = {
    tree,
    session,
    sender: isOriginator ? session.originator : session.responder,
    receiver: isOriginator ? session.responder : session.originator,
    isOriginator,
  };
  const names = tree.protocols.length;
  let at = payloadStart;
  for (let count = 0; count < MAX_PACKETS && at < payloadEnd; count += 1) {
    const header = quic.isLong(view, at) ? knownHeader(view, at, payloadEnd) : undefined;
    if (header === undefined) {
      if (isCutHeader(packet, at)) {
        addCut(context, at, payloadEnd);
        break;
      }
      const isShort = !quic.isLong(view, at) && payloadStart + payloadLength - at >= LEAST_SHORT;
      if (!isShort || !session.isOpen) break;
      addShort(context, at, payloadEnd);
      break;
    }
    addLong(context, header);
    at = header.end;
  }
  nameOnce(tree.protocols, names);
  conversation.count(context.sender.crypto);
  conversation.count(isOriginator ? session.tls.originator : session.tls.responder);
}

/** Whether a long header of a known version begins at `off` whose end the capture lacks. */
function isCutHeader(packet: Packet, off: number): boolean {
  const { view, payloadStart, payloadEnd, payloadLength } = packet;
  const missing = payloadStart + payloadLength - payloadEnd;
  if (missing < LEAST_SHORT || payloadEnd - off <= quic.HEADER_LEN) return false;
  return quic.check(view, off, payloadEnd) === DecodeStatus.Truncated;
}

function addCut({ tree, session }: Context, start: number, end: number): void {
  tree.layer("quic", TITLE, start, end);
  tree.add(fields.HEADER_FORM, start);
  tree.add(fields.FIXED_BIT, start);
  tree.add(fields.VERSION, start + quic.VERSION);
  session.isOpen = true;
  tree.shown = { protocol: "QUIC", info: "" };
}

function knownHeader(view: DataView, off: number, end: number): quic.LongHeader | undefined {
  const header = quic.longHeader(view, off, end);
  if (header === undefined) return undefined;
  const { version } = header;
  const isNamed =
    isKnownVersion(version) || isForcedNegotiation(version) || version === VERSION_NEGOTIATION;
  return isNamed ? header : undefined;
}

/** All packets of a datagram are one step of `frame.protocols`. */
function nameOnce(protocols: string[], from: number): void {
  const added = protocols.splice(from);
  protocols.push(...added.filter((name, index) => index === 0 || name !== "quic"));
}

function addLong(context: Context, header: quic.LongHeader): void {
  const { tree, session, sender } = context;
  const { start, version, type, number, end } = header;
  tree.layer("quic", TITLE, start, end);
  tree.value(fields.PACKET_LENGTH, end - start, start, end);
  tree.add(fields.HEADER_FORM, start);
  if (type >= 0) {
    tree.add(fields.FIXED_BIT, start);
    tree.add(isVersion2(version) ? fields.PACKET_TYPE_2 : fields.PACKET_TYPE, start);
  }
  const opened = type === quic.PacketType.Initial ? session.open(tree.view, header) : undefined;
  if (opened !== undefined) {
    tree.value(fields.RESERVED, (opened.firstOctet >>> 2) & 3, start, start + 1);
    tree.value(fields.NUMBER_LENGTH, opened.numberLength - 1, start, start + 1);
  }
  tree.add(fields.VERSION, start + quic.VERSION);
  addConnectionId(tree, fields.DESTINATION_LENGTH, fields.DESTINATION_ID, header.destination);
  addConnectionId(tree, fields.SOURCE_LENGTH, fields.SOURCE_ID, header.source);
  sender.id = connectionId(tree.view, header.source);
  session.isOpen = true;
  let info = longInfo(tree.view, header);
  if (type === -1) addNegotiation(tree, number, end);
  else if (type === quic.PacketType.Retry) addRetry(tree, number, end);
  else {
    addLengths(tree, header);
    if (opened === undefined) {
      if (end > number) tree.add(fields.REMAINING, number, end - number);
    } else {
      info = `${info}, PKN: ${opened.number}`;
      const names = addOpened(context, header, opened);
      if (names.length > 0) info = `${info}, ${names.join(", ")}`;
    }
  }
  tree.shown = { protocol: "QUIC", info };
}

function addConnectionId(tree: Tree, length: FieldSpec, id: FieldSpec, off: number): void {
  tree.add(length, off);
  const octets = tree.view.getUint8(off);
  if (octets > 0) tree.add(id, off + 1, octets);
}

/** `Initial, DCID=0afd2a44, SCID=5dfe7cea`. */
function longInfo(view: DataView, { type, destination, source }: quic.LongHeader): string {
  const parts = [type < 0 ? "Version Negotiation" : fields.PACKET_TYPES[type]!];
  const target = readHex(view, destination + 1, destination + 1 + view.getUint8(destination));
  const own = readHex(view, source + 1, source + 1 + view.getUint8(source));
  if (target !== "") parts.push(`DCID=${target}`);
  if (own !== "") parts.push(`SCID=${own}`);
  return parts.join(", ");
}

function addNegotiation(tree: Tree, start: number, end: number): void {
  for (let at = start; at + 4 <= end; at += 4) tree.add(fields.SUPPORTED_VERSION, at);
}

function addRetry(tree: Tree, start: number, end: number): void {
  const tag = end - RETRY_TAG_LEN;
  if (tag < start) return;
  if (tag > start) tree.add(fields.RETRY_TOKEN, start, tag - start);
  tree.add(fields.RETRY_TAG, tag, RETRY_TAG_LEN);
}

function addLengths(tree: Tree, header: quic.LongHeader): void {
  const { tokenLength, token, tokenEnd, length, number } = header;
  if (tokenLength >= 0) {
    tree.value(fields.TOKEN_LENGTH, tokenEnd - token, tokenLength, token);
    if (tokenEnd > token) tree.add(fields.TOKEN, token, tokenEnd - token);
  }
  tree.value(fields.LENGTH, quic.varint(tree.view, length), length, number);
}

/** Adds what protection hid. @returns what the packet list says of it behind the packet number */
function addOpened(context: Context, header: quic.LongHeader, opened: OpenedPacket): string[] {
  const { tree, sender } = context;
  const { number, end, version } = header;
  const body = number + opened.numberLength;
  tree.value(fields.PACKET_NUMBER, opened.number, number, body);
  tree.add(fields.PAYLOAD, body, end - body);
  const { frames } = opened;
  const pieces: Uint8Array[] = [];
  let names: string[] = [];
  const add = hasGoogleFrames(version) ? addGoogleFrames : addFrames;
  tree.reassembled("Decrypted QUIC", frames, () => {
    tree.layer("quic", "QUIC frames", 0, frames.length);
    names = add(tree, 0, frames.length, (offset, from, to) => {
      const piece = sender.crypto.add(offset, frames.subarray(from, to));
      if (piece.length > 0) pieces.push(piece);
    });
    if (version === Q050) for (const piece of pieces) addGoogleHandshake(tree, piece);
  });
  if (version === Q050) return names;
  for (const piece of pieces) addHandshake(context, piece);
  return names;
}

/** The handshake of Google's own that Q050 still has. */
function addGoogleHandshake(tree: Tree, octets: Uint8Array): void {
  tree.reassembled("CRYPTO data", octets, () => {
    if (messageName(tree.view, 0, octets.length) === undefined) return;
    tree.layer("quic", "Google QUIC handshake", 0, octets.length);
    addGquicMessage(tree, 0, octets.length);
  });
}

function addHandshake({ tree, session, isOriginator }: Context, octets: Uint8Array): void {
  const { tls } = session;
  tree.reassembled("CRYPTO data", octets, () => {
    tree.layer("tls", "TLSv1.3 Record Layer: Handshake Protocol", 0, octets.length);
    const text = addHandshakeOctets(tree, 0, octets.length, {
      fields: HANDSHAKE_FIELDS,
      transport: "q",
      session: tls,
      direction: isOriginator ? tls.originator : tls.responder,
    });
    tree.summarize(text);
  });
}

/** A packet whose header is all but hidden: the rest of it, and of the datagram (RFC 9000 §17.3). */
function addShort({ tree, receiver }: Context, start: number, end: number): void {
  const { view } = tree;
  const id = receiver.id ?? new Uint8Array(0);
  const isAddressed =
    start + 1 + id.length <= end &&
    id.every((octet, index) => view.getUint8(start + 1 + index) === octet);
  tree.layer("quic", TITLE, start, end);
  tree.value(fields.PACKET_LENGTH, end - start, start, end);
  tree.inside(tree.group(fields.SHORT, start, end, ""), () => {
    tree.add(fields.HEADER_FORM, start);
    tree.value(fields.FIXED_BIT, (view.getUint8(start) & 0x40) !== 0, start, start + 1);
    tree.value(fields.SPIN_BIT, (view.getUint8(start) & 0x20) !== 0, start, start + 1);
    const size = isAddressed ? id.length : 0;
    if (size > 0) tree.add(fields.DESTINATION_ID, start + 1, size);
    const rest = Math.min(end, start + 1 + size);
    if (rest < end) tree.add(fields.REMAINING, rest, end - rest);
  });
  const target = isAddressed && id.length > 0 ? `, DCID=${hexOf(id)}` : "";
  tree.shown = { protocol: "QUIC", info: `Protected Payload (KP0)${target}` };
}

export const QUIC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Quic],
  udpPorts: [443],
  datagram: {
    firstOctets: Array.from({ length: 64 }, (_, low) => 0xc0 | low),
    matches: (view, off, end, packet) =>
      quic.check(view, off, end) === DecodeStatus.Ok || isCutHeader(packet, off),
  },
  fields: [...fields.FIELDS, ...FRAME_FIELDS],
  dissect: dissectQuic,
};
