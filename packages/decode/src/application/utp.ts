/**
 * uTP, BEP 29: BitTorrent's transport over UDP, version 1.
 *
 * A header of twenty octets, a chain of extensions, and octets of a stream. Payloads are read as messages of
 * peers where they begin with one; streams are not put together.
 */

import { defineField } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { HANDSHAKE, messageLength } from "./bittorrent.ts";

const Type = { Data: 0, Fin: 1, State: 2, Reset: 3, Syn: 4 } as const;

const TYPES: Readonly<Record<number, string>> = {
  0: "Data",
  1: "Fin",
  2: "State",
  3: "Reset",
  4: "Syn",
};

const NO_EXTENSION = 0;
const SELECTIVE_ACKS = 1;
const EXTENSION_BITS = 2;

const EXTENSIONS: Readonly<Record<number, string>> = {
  0: "No Extension",
  1: "Selective ACKs",
  2: "Extension bits",
  3: "Close reason",
};

const VERSION = 1;
const HEADER_LEN = 20;
const TIMESTAMP_DIFFERENCE = 8;
const ACKNOWLEDGED = 18;

/** Extensions of one packet; there are three kinds. */
const MAX_EXTENSIONS = 8;
/** Messages of peers in one datagram that are read. */
const MAX_MESSAGES = 64;

const UTP = defineField("bt-utp", "protocol", "uTorrent Transport Protocol");
const VERSION_FIELD = defineField("bt-utp.ver", "uint8", "Version", { mask: 0x0f });
const TYPE = defineField("bt-utp.type", "uint8", "Type", { mask: 0xf0, values: TYPES });
const NEXT_EXTENSION = defineField("bt-utp.next_extension_type", "uint8", "Next Extension Type", {
  values: EXTENSIONS,
});
const EXTENSION = defineField("bt-utp.extension", "protocol", "Extension");
const EXTENSION_LEN = defineField("bt-utp.extension_len", "uint8", "Extension Length");
const EXTENSION_BITMASK = defineField("bt-utp.extension_bitmask", "bytes", "Extension Bitmask");
const EXTENSION_UNKNOWN = defineField("bt-utp.extension_unknown", "bytes", "Extension Unknown");
const CONNECTION = defineField("bt-utp.connection_id", "uint32", "Connection ID", { octets: 2 });
const TIMESTAMP = defineField("bt-utp.timestamp_us", "uint32", "Timestamp Microseconds");
const DIFFERENCE = defineField(
  "bt-utp.timestamp_diff_us",
  "uint32",
  "Timestamp Difference Microseconds",
);
const WINDOW = defineField("bt-utp.wnd_size", "uint32", "Window Size");
const SEQUENCE = defineField("bt-utp.seq_nr", "uint16", "Sequence number");
const ACKNOWLEDGMENT = defineField("bt-utp.ack_nr", "uint16", "ACK number");
const LENGTH = defineField("bt-utp.len", "uint32", "uTP Segment Len");
const DATA = defineField("bt-utp.data", "bytes", "Data");

/** Offset of the payload behind the header and its extensions; -1 where these are not of uTP. */
function payloadOffset(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return -1;
  const first = view.getUint8(off);
  if ((first & 0x0f) !== VERSION || first >>> 4 > Type.Syn) return -1;
  let next = view.getUint8(off + 1);
  let at = off + HEADER_LEN;
  for (let count = 0; next !== NO_EXTENSION; count += 1) {
    if (EXTENSIONS[next] === undefined || count >= MAX_EXTENSIONS || at + 2 > end) return -1;
    next = view.getUint8(at);
    at += 2 + view.getUint8(at + 1);
  }
  return at <= end ? at : -1;
}

/**
 * A SYN, which acknowledges nothing and has measured no delay, or the handshake of two peers. Other packets
 * are known by those of their conversation.
 */
function matches(view: DataView, off: number, end: number): boolean {
  const payload = payloadOffset(view, off, end);
  if (payload < 0) return false;
  if (view.getUint8(off) >>> 4 === Type.Data) return startsWith(view, payload, end, HANDSHAKE);
  return (
    view.getUint8(off) >>> 4 === Type.Syn &&
    payload === end &&
    view.getUint32(off + TIMESTAMP_DIFFERENCE) === 0 &&
    view.getUint16(off + ACKNOWLEDGED) === 0
  );
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const payload = payloadOffset(view, start, end);
  if (payload < 0) return;
  /* Peers use one port for this and for the hash table, whose messages content tells. */
  conversation.protocol = Protocol.Utp;
  tree.layer("bt-utp", UTP.description, start, payload);
  tree.add(VERSION_FIELD, start);
  tree.add(TYPE, start);
  tree.add(NEXT_EXTENSION, start + 1);
  const cursor = new FieldCursor(tree, start + 2, payload);
  const connection = cursor.number(CONNECTION);
  cursor.add(TIMESTAMP);
  cursor.add(DIFFERENCE);
  const window = cursor.number(WINDOW);
  const sequence = cursor.number(SEQUENCE);
  const acknowledged = cursor.number(ACKNOWLEDGMENT);
  addExtensions(cursor, view.getUint8(start + 1));
  const length = end - payload;
  tree.value(LENGTH, length, payload, payload);
  if (length > 0) tree.add(DATA, payload, length);
  const type = TYPES[view.getUint8(start) >>> 4];
  const info = `Connection ID:${connection} [${type}] Seq=${sequence} Ack=${acknowledged} Win=${window} Len=${length}`;
  tree.summarize(info);
  tree.show("BT-uTP", info);
  addMessages(tree, payload, end);
}

function addExtensions(cursor: FieldCursor, first: number): void {
  const { tree } = cursor;
  for (let type = first; type !== NO_EXTENSION && cursor.left >= 2; ) {
    const length = tree.view.getUint8(cursor.off + 1);
    const title = `${EXTENSIONS[type] ?? type}, Len=${length}`;
    const isMask = type === SELECTIVE_ACKS || type === EXTENSION_BITS;
    tree.inside(tree.group(EXTENSION, cursor.off, cursor.off + 2 + length, title), () => {
      type = cursor.number(NEXT_EXTENSION);
      cursor.add(EXTENSION_LEN);
      cursor.add(isMask ? EXTENSION_BITMASK : EXTENSION_UNKNOWN, length);
    });
  }
}

/** Messages that stand in one datagram from its beginning on; the layers are named once. */
function addMessages(tree: Tree, start: number, end: number): void {
  const named = tree.protocols.length + 1;
  let off = start;
  for (let count = 0; off < end && count < MAX_MESSAGES; count += 1) {
    const length = messageLength(tree.view, off, end);
    const next = length === 0 ? end : Math.min(end, off + length);
    if (!tree.descend(Protocol.BitTorrent, off, next)) return;
    tree.protocols.length = named;
    off = next;
  }
}

export const UTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Utp],
  datagram: { firstOctets: [0x01, 0x41], matches },
  fields: [
    ...[UTP, VERSION_FIELD, TYPE, NEXT_EXTENSION, EXTENSION, EXTENSION_LEN, EXTENSION_BITMASK],
    ...[EXTENSION_UNKNOWN, CONNECTION, TIMESTAMP, DIFFERENCE, WINDOW, SEQUENCE, ACKNOWLEDGMENT],
    ...[LENGTH, DATA],
  ],
  dissect,
};
