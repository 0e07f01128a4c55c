/** WireGuard (https://www.wireguard.com/protocol/, section 5.4 of the paper). Numbers are little-endian. */

import { encodeBase64 } from "../base64.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const Type = { Initiation: 1, Response: 2, Cookie: 3, Data: 4 } as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "Handshake Initiation",
  2: "Handshake Response",
  3: "Cookie Reply",
  4: "Transport Data",
};

/** Lengths of the messages; data is at least this long, and padded to {@link BLOCK}. */
const LENGTHS: Readonly<Record<number, number>> = { 1: 148, 2: 92, 3: 64, 4: 32 };
const BLOCK = 16;
const KEY_LEN = 32;

const TYPE = defineField("wg.type", "uint8", "Type", { values: TYPES });
const RESERVED = defineField("wg.reserved", "bytes", "Reserved");
const SENDER = defineField("wg.sender", "uint32", "Sender", {
  hex: true,
  littleEndian: true,
});
const RECEIVER = defineField("wg.receiver", "uint32", "Receiver", {
  hex: true,
  littleEndian: true,
});
const EPHEMERAL = defineField("wg.ephemeral", "string", "Ephemeral");
const STATIC = defineField("wg.encrypted_static", "protocol", "Encrypted Static");
const TIMESTAMP = defineField("wg.encrypted_timestamp", "protocol", "Encrypted Timestamp");
const EMPTY = defineField("wg.encrypted_empty", "protocol", "Encrypted Empty");
const MAC1 = defineField("wg.mac1", "bytes", "mac1");
const MAC2 = defineField("wg.mac2", "bytes", "mac2");
const NONCE = defineField("wg.nonce", "bytes", "Nonce");
const COOKIE = defineField("wg.encrypted_cookie", "bytes", "Encrypted Cookie");
const COUNTER = defineField("wg.counter", "uint64", "Counter", { littleEndian: true });
const PACKET = defineField("wg.encrypted_packet", "protocol", "Encrypted Packet");
const KEEPALIVE = defineField("wg.keepalive", "protocol", "This is a Keepalive message");

const FIELDS: readonly FieldSpec[] = [
  TYPE,
  RESERVED,
  SENDER,
  RECEIVER,
  EPHEMERAL,
  STATIC,
  TIMESTAMP,
  EMPTY,
  MAC1,
  MAC2,
  NONCE,
  COOKIE,
  COUNTER,
  PACKET,
  KEEPALIVE,
];

/** Three zero octets behind the type, and the length that the type has. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < 4 || (view.getUint32(off) & 0x00ff_ffff) !== 0) return false;
  const type = view.getUint8(off);
  const length = packet.payloadLength;
  if (type === Type.Data) return length >= LENGTHS[Type.Data]! && length % BLOCK === 0;
  return type < Type.Data && length === LENGTHS[type];
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const type = view.getUint8(off);
  if (end - off < 4 || TYPES[type] === undefined) return;
  tree.layer("wg", "WireGuard Protocol", off, end);
  tree.add(TYPE, off);
  tree.add(RESERVED, off + 1, 3);
  const first = addWithin(tree, type <= Type.Response ? SENDER : RECEIVER, off + 4, end);
  let info = `${TYPES[type]}, ${type <= Type.Response ? "sender" : "receiver"}=0x${hexOf(first?.value)}`;
  if (type === Type.Initiation) addInitiation(tree, off, end);
  else if (type === Type.Response) info += addResponse(tree, off, end);
  else if (type === Type.Cookie) addCookie(tree, off, end);
  else info = addData(tree, off, end, packet.payloadLength, hexOf(first?.value));
  tree.summarize(info);
  tree.show("WireGuard", info);
}

function hexOf(value: unknown): string {
  return typeof value === "number" ? value.toString(16).toUpperCase().padStart(8, "0") : "";
}

function addKey(tree: Tree, off: number, end: number): void {
  if (off + KEY_LEN > end) return;
  tree.value(EPHEMERAL, encodeBase64(tree.view, off, off + KEY_LEN), off, off + KEY_LEN);
}

function addOctets(tree: Tree, spec: FieldSpec, off: number, length: number, end: number): void {
  if (off + length <= end) tree.add(spec, off, length);
}

function addInitiation(tree: Tree, off: number, end: number): void {
  addKey(tree, off + 8, end);
  addOctets(tree, STATIC, off + 40, 48, end);
  addOctets(tree, TIMESTAMP, off + 88, 28, end);
  addOctets(tree, MAC1, off + 116, 16, end);
  addOctets(tree, MAC2, off + 132, 16, end);
}

function addResponse(tree: Tree, off: number, end: number): string {
  const receiver = addWithin(tree, RECEIVER, off + 8, end);
  addKey(tree, off + 12, end);
  addOctets(tree, EMPTY, off + 44, 16, end);
  addOctets(tree, MAC1, off + 60, 16, end);
  addOctets(tree, MAC2, off + 76, 16, end);
  return `, receiver=0x${hexOf(receiver?.value)}`;
}

function addCookie(tree: Tree, off: number, end: number): void {
  addOctets(tree, NONCE, off + 8, 24, end);
  addOctets(tree, COOKIE, off + 32, 32, end);
}

/** @returns the line of the packet list; a message of the tag alone is a keepalive */
function addData(tree: Tree, off: number, end: number, length: number, receiver: string): string {
  if (off + 16 > end) return `Transport Data, receiver=0x${receiver}`;
  const counter = tree.add(COUNTER, off + 8)?.raw;
  const sealed = length - LENGTHS[Type.Data]!;
  if (sealed <= 0) {
    tree.add(KEEPALIVE, off, 0);
    return `Keepalive, receiver=0x${receiver}, counter=${counter}`;
  }
  tree.add(PACKET, off + 16, end - off - 16);
  return `Transport Data, receiver=0x${receiver}, counter=${counter}, datalen=${sealed}`;
}

export const WIREGUARD_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.WireGuard],
  udpPorts: [51_820],
  datagram: { firstOctets: [1, 2, 3, 4], matches },
  fields: FIELDS,
  dissect,
};
