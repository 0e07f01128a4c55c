/**
 * RakNet, the transport of many games over UDP (RakNet 4 manual, "Programming Tips" and its source).
 *
 * Messages outside of a connection have an identifier and a magic number. Datagrams of a connection have a
 * number and carry frames, each with its reliability and, where it needs them, its indexes; numbers of three
 * octets are little-endian. Frames that hold a message of RakNet itself are read on.
 */

import { defineField } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { addSystemMessage, hasMagic, MESSAGE_FIELDS, OFFLINE, SYSTEM } from "./raknet-message.ts";

const CONNECTED = 0x80;
const IS_ACK = 0x40;
const IS_NAK = 0x20;
const HAS_RATE = 0x20;
const IS_SPLIT = 0x10;

/** Frames and ranges of one datagram that are shown; a datagram has room for few. */
const MAX_ITEMS = 256;

const RELIABILITIES: Readonly<Record<number, string>> = {
  0: "unreliable",
  1: "unreliable sequenced",
  2: "reliable",
  3: "reliable ordered",
  4: "reliable sequenced",
  5: "unreliable, ACK receipt requested",
  6: "reliable, ACK receipt requested",
  7: "reliable ordered, ACK receipt requested",
};

/** Reliabilities with a number of their own, with an index among the sequenced, and with one in a channel. */
const NUMBERED: readonly number[] = [2, 3, 4, 6, 7];
const SEQUENCED: readonly number[] = [1, 4];
const ORDERED: readonly number[] = [1, 3, 4, 7];

const RAKNET = defineField("raknet", "protocol", "RakNet game networking protocol");
const TYPE = defineField("raknet.packet.type", "uint8", "RakNet Packet type", { hex: true });
const FOR_CONNECTED = flag("raknet.packet.is_for_connected", "is for connected peer", CONNECTED);
const ACK = flag("raknet.packet.is_ACK", "is ACK", IS_ACK);
const RATE_FLAG = flag("raknet.packet.has_B_and_AS", "has B and AS", HAS_RATE);
const NAK = flag("raknet.packet.is_NAK", "is NAK", IS_NAK);
const PAIR = flag("raknet.packet.is_pair", "is pair", 0x10);
const CONTINUOUS = flag("raknet.packet.is_continuous_send", "is continuous send", 0x08);
const NEEDS_RATE = flag("raknet.packet.needs_B_and_AS", "needs B and AS", 0x04);
const RATE = defineField("raknet.AS", "float", "RakNet Data arrival rate");
const RANGES = defineField("raknet.NACK.record_count", "uint16", "RakNet ACK/NAK record count");
const IS_ONE = defineField(
  "raknet.range.max_equals_to_min",
  "boolean",
  "RakNet Range max equals to min",
);
const LEAST = number24("raknet.range.packet_number.min", "RakNet Packet sequence number min");
const MOST = number24("raknet.range.packet_number.max", "RakNet Packet sequence number max");
const NUMBER = number24("raknet.packet_number", "RakNet Packet sequence number");
const MESSAGE = defineField("raknet.message", "protocol", "RakNet Message");
const FLAGS = defineField("raknet.message.flags", "uint8", "RakNet Message flags", { hex: true });
const RELIABILITY = defineField("raknet.message.reliability", "uint8", "reliability", {
  mask: 0xe0,
  values: RELIABILITIES,
});
const SPLIT = flag("raknet.message.has_split_packet", "has split packet", IS_SPLIT);
/** In bits. */
const LENGTH = defineField("raknet.payload.length", "uint16", "RakNet Payload length");
const RELIABLE = number24("raknet.reliable.number", "RakNet Reliable message number");
const SEQUENCING = number24("raknet.sequencing.index", "RakNet Message sequencing index");
const ORDERING = number24("raknet.ordering.index", "RakNet Message ordering index");
const CHANNEL = defineField("raknet.ordering.channel", "uint8", "RakNet Message ordering channel");
const SPLIT_COUNT = defineField("raknet.split.count", "uint32", "RakNet Split packet count");
const SPLIT_ID = defineField("raknet.split.id", "uint16", "RakNet Split packet ID");
const SPLIT_INDEX = defineField("raknet.split.index", "uint32", "RakNet Split packet index");

function flag(name: string, description: string, mask: number): ReturnType<typeof defineField> {
  return defineField(name, "boolean", description, { mask });
}

function number24(name: string, description: string): ReturnType<typeof defineField> {
  return defineField(name, "uint24", description, { littleEndian: true });
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const first = view.getUint8(start);
  if ((first & CONNECTED) !== 0) {
    dissectConnected(tree, start, end, first);
    return;
  }
  const name = OFFLINE[first];
  if (name === undefined || !hasMagic(view, start, end)) return;
  tree.layer("raknet", RAKNET.description, start, end);
  tree.mention("raknet");
  tree.summarize(name);
  addSystemMessage(new FieldCursor(tree, start, end), true);
  tree.show("RakNet", name);
}

/** Only a conversation that began outside of a connection gets here. */
function dissectConnected(tree: Tree, start: number, end: number, first: number): void {
  tree.layer("raknet", RAKNET.description, start, end);
  const isAck = (first & IS_ACK) !== 0;
  const isNak = !isAck && (first & IS_NAK) !== 0;
  const flags = isAck ? [ACK, RATE_FLAG] : [ACK, NAK, PAIR, CONTINUOUS, NEEDS_RATE];
  const cursor = new FieldCursor(tree, start, end);
  tree.inside(cursor.add(TYPE), () => {
    for (const spec of [FOR_CONNECTED, ...flags]) tree.add(spec, start);
  });
  if (isAck && (first & HAS_RATE) !== 0) cursor.add(RATE);
  const info = isAck || isNak ? `${isAck ? "ACK" : "NAK"} ${addRanges(cursor)}` : addFrames(cursor);
  tree.summarize(info);
  tree.show("RakNet", info);
}

/** @returns the numbers of the datagrams: `#1..2, #4` */
function addRanges(cursor: FieldCursor): string {
  const { tree } = cursor;
  const count = Math.min(cursor.number(RANGES), MAX_ITEMS);
  const ranges: string[] = [];
  for (let index = 0; index < count && cursor.left > 0; index += 1) {
    const isOne = cursor.add(IS_ONE)?.value === true;
    const least = cursor.number(LEAST);
    const most = isOne || least < 0 ? least : cursor.number(MOST);
    if (most < 0) break;
    ranges.push(isOne ? `#${least}` : `#${least}..${most}`);
  }
  tree.summarize(ranges.join(", "));
  return ranges.join(", ");
}

/** @returns the number of the datagram, and the names of the messages that are RakNet's own */
function addFrames(cursor: FieldCursor): string {
  const number = cursor.number(NUMBER);
  const names: string[] = [];
  for (let count = 0; count < MAX_ITEMS && cursor.left > 0; count += 1) {
    const name = addFrame(cursor);
    if (name !== undefined) names.push(name);
  }
  return `#${number}: ${names.join(", ")}`;
}

function addFrame(cursor: FieldCursor): string | undefined {
  const { tree, off } = cursor;
  let name: string | undefined;
  const flags = tree.view.getUint8(off);
  const reliability = flags >>> 5;
  const isSplit = (flags & IS_SPLIT) !== 0;
  const octets = cursor.left < 3 ? 0 : Math.ceil(tree.view.getUint16(off + 1) / 8);
  const end = Math.min(cursor.end, off + headerLength(reliability, isSplit) + octets);
  tree.inside(tree.group(MESSAGE, off, end, ""), () => {
    tree.inside(cursor.add(FLAGS), () => {
      tree.add(RELIABILITY, off);
      tree.add(SPLIT, off);
    });
    cursor.add(LENGTH);
    if (NUMBERED.includes(reliability)) cursor.add(RELIABLE);
    if (SEQUENCED.includes(reliability)) cursor.add(SEQUENCING);
    if (ORDERED.includes(reliability)) {
      cursor.add(ORDERING);
      cursor.add(CHANNEL);
    }
    if (isSplit) for (const spec of [SPLIT_COUNT, SPLIT_ID, SPLIT_INDEX]) cursor.add(spec);
    name = isSplit ? undefined : SYSTEM[cursor.peek()];
    if (name !== undefined) {
      tree.mention("raknet");
      addSystemMessage(new FieldCursor(tree, cursor.off, end), false);
    }
    cursor.skip(Math.max(0, end - cursor.off));
  });
  return name;
}

/** Octets of a frame before its message. */
function headerLength(reliability: number, isSplit: boolean): number {
  const indexes = [NUMBERED, SEQUENCED, ORDERED].filter((list) =>
    list.includes(reliability),
  ).length;
  return 3 + 3 * indexes + (ORDERED.includes(reliability) ? 1 : 0) + (isSplit ? 10 : 0);
}

export const RAKNET_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.RakNet],
  datagram: {
    firstOctets: Object.keys(OFFLINE).map(Number),
    matches: (view, off, end) => hasMagic(view, off, end),
  },
  fields: [
    ...[RAKNET, TYPE, FOR_CONNECTED, ACK, RATE_FLAG, NAK, PAIR, CONTINUOUS, NEEDS_RATE, RATE],
    ...[RANGES, IS_ONE, LEAST, MOST, NUMBER, MESSAGE, FLAGS, RELIABILITY, SPLIT, LENGTH],
    ...[RELIABLE, SEQUENCING, ORDERING, CHANNEL, SPLIT_COUNT, SPLIT_ID, SPLIT_INDEX],
    ...MESSAGE_FIELDS,
  ],
  dissect,
};
