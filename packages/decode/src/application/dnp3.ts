/** DNP3 over TCP and UDP: the link, transport and application layers of IEEE 1815-2012. */

import type { Field } from "../layer.ts";
import { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import * as fields from "./dnp3-fields.ts";
import { addObjects } from "./dnp3-object.ts";

const PORT = 20_000;
const START = 0x0564;
const HEADER_LEN = 10;

/** Control, destination and source are counted by the length, and so is the user data. */
const COUNTED_HEADER = 5;

/** User data travels in blocks, each with a checksum behind it, clause 9.2.4.2. */
const BLOCK_LEN = 16;
const CRC_LEN = 2;

const PRIMARY = 0x40;
const TRANSPORT_FIRST = 0x40;
const TRANSPORT_FINAL = 0x80;

/** Function codes from this on are an outstation's, with indications behind them. */
const FIRST_RESPONSE = 129;

const READ = 1;
const WRITE = 2;

/** Requests that name objects without their values. */
const WITHOUT_DATA: ReadonlySet<number> = new Set([1, 7, 8, 9, 10, 20, 21, 22]);

/** Longest message that is kept while its segments arrive, in octets; clause 4.2.1 says 2,048. */
const MAX_MESSAGE = 65_536;

interface Message {
  readonly bytes: number[];
  /** Numbers of the frames that its segments came in. */
  readonly frames: number[];
}

/** Segments of a message so far, for each direction between two addresses. */
class Memory {
  readonly pending = new Map<number, Message>();
}

/** Pairs of addresses of one connection whose messages are kept. */
const MAX_PAIRS = 64;

function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN || view.getUint16(off) !== START) return false;
  return view.getUint8(off + 2) >= COUNTED_HEADER && hasRightCrc(view, off);
}

/** Clause 9.2.4.3: the checksum of the header's first eight octets. */
function hasRightCrc(view: DataView, off: number): boolean {
  let crc = 0;
  for (let at = off; at < off + 8; at += 1) {
    crc ^= view.getUint8(at);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ 0xa6bc;
  }
  return (~crc & 0xffff) === view.getUint16(off + 8, true);
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < 3) return 0;
  const length = view.getUint8(off + 2);
  if (view.getUint16(off) !== START || length < COUNTED_HEADER) return end - off;
  const data = length - COUNTED_HEADER;
  return HEADER_LEN + data + CRC_LEN * Math.ceil(data / BLOCK_LEN);
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd } = packet;
  let start = payloadStart;
  while (payloadEnd - start >= HEADER_LEN && view.getUint16(start) === START) {
    const end = Math.min(payloadEnd, start + messageLength(view, start, payloadEnd));
    dissectFrame(tree, start, end, conversation);
    start = end;
  }
}

function dissectFrame(tree: Tree, start: number, end: number, conversation: Conversation): void {
  const { view } = tree;
  const layer = tree.layer("dnp3", "Distributed Network Protocol 3.0", start, end);
  tree.add(fields.START, start);
  tree.add(fields.LENGTH, start + 2);
  const control = view.getUint8(start + 3);
  addControl(tree, start + 3, control);
  tree.add(fields.DESTINATION, start + 4);
  tree.add(fields.SOURCE, start + 6);
  tree.add(fields.HEADER_CRC, start + 8);
  const length = view.getUint8(start + 2);
  const isPrimary = (control & PRIMARY) !== 0;
  const names = isPrimary ? fields.PRIMARY_FUNCTIONS : fields.SECONDARY_FUNCTIONS;
  const name = names[control & 0x0f] ?? `Unknown function (0x${(control & 0x0f).toString(16)})`;
  const from = view.getUint16(start + 6, true);
  const to = view.getUint16(start + 4, true);
  layer.summary = `from ${from} to ${to}, len=${length}, ${name}`;
  const data = userData(view, start + HEADER_LEN, end, length - COUNTED_HEADER);
  if (data.length > 0) {
    const text = addUserData(tree, start, data, from * 65_536 + to, conversation);
    layer.summary = text ?? `${layer.summary} ${unreassembled(data[0]!)}`;
  }
  tree.show("DNP 3.0", layer.summary);
}

function unreassembled(transport: number): string {
  return `(Application Layer Unreassembled fragment ${transport & 0x3f})`;
}

/** @returns what the packet list says of the message, undefined where the segment does not end one */
function addUserData(
  tree: Tree,
  start: number,
  data: readonly number[],
  pair: number,
  conversation: Conversation,
): string | undefined {
  addTransport(tree, start + HEADER_LEN);
  const transport = data[0]!;
  const message = messageSoFar(conversation, pair, transport, data, tree.packet.number);
  if ((transport & TRANSPORT_FINAL) === 0 || message === undefined) return undefined;
  const { bytes, frames } = message;
  const isWhole = frames.length === 1;
  const place = (off: number): number => (isWhole ? placeInFrame(start, off) : start + HEADER_LEN);
  for (const frame of frames) tree.value(fields.FRAGMENT, frame, start, start);
  tree.value(fields.FRAGMENT_COUNT, frames.length, start, start);
  tree.value(fields.REASSEMBLED_LENGTH, bytes.length, start, start);
  return addApplication(tree, Uint8Array.from(bytes), place);
}

function addControl(tree: Tree, off: number, control: number): void {
  const isPrimary = (control & PRIMARY) !== 0;
  tree.inside(tree.add(fields.CONTROL, off), () => {
    tree.add(fields.DIRECTION, off);
    tree.add(fields.PRIMARY, off);
    if (isPrimary) tree.add(fields.COUNT_BIT, off);
    tree.add(isPrimary ? fields.COUNT_VALID : fields.FLOW_CONTROL, off);
    tree.add(isPrimary ? fields.PRIMARY_FUNCTION : fields.SECONDARY_FUNCTION, off);
  });
}

function addTransport(tree: Tree, off: number): void {
  tree.inside(tree.add(fields.TRANSPORT, off), () => {
    tree.add(fields.TRANSPORT_FINAL, off);
    tree.add(fields.TRANSPORT_FIRST, off);
    tree.add(fields.TRANSPORT_SEQUENCE, off);
  });
}

/** The user data without the checksums between its blocks, as far as it was captured. */
function userData(view: DataView, start: number, end: number, length: number): number[] {
  const data: number[] = [];
  for (let index = 0; index < length; index += 1) {
    const off = start + index + CRC_LEN * Math.floor(index / BLOCK_LEN);
    if (off >= end) break;
    data.push(view.getUint8(off));
  }
  return data;
}

/** Where octet `off` of an application message lies in the frame at `start`, behind the transport octet. */
function placeInFrame(start: number, off: number): number {
  const index = off + 1;
  return start + HEADER_LEN + index + CRC_LEN * Math.floor(index / BLOCK_LEN);
}

/** The message that this segment continues, undefined where its beginning was not seen. */
function messageSoFar(
  conversation: Conversation,
  pair: number,
  transport: number,
  data: readonly number[],
  frame: number,
): Message | undefined {
  const { pending } = conversation.recall(Protocol.Dnp3, () => new Memory());
  const isFirst = (transport & TRANSPORT_FIRST) !== 0;
  const message = isFirst ? { bytes: [], frames: [] } : pending.get(pair);
  pending.delete(pair);
  if (message === undefined || message.bytes.length + data.length > MAX_MESSAGE) return undefined;
  for (let index = 1; index < data.length; index += 1) message.bytes.push(data[index]!);
  message.frames.push(frame);
  if ((transport & TRANSPORT_FINAL) === 0) pending.set(pair, message);
  if (pending.size > MAX_PAIRS) pending.delete(pending.keys().next().value!);
  return message;
}

/**
 * Appends the fields of an application message, clause 4.2.2.
 *
 * The octets are read where they stand together; `place` says where each lies in the frame.
 *
 * @returns what the packet list says
 */
function addApplication(tree: Tree, bytes: Uint8Array, place: (off: number) => number): string {
  const packet = new Packet();
  packet.view = new DataView(bytes.buffer);
  packet.end = bytes.length;
  const inner = new Tree(packet);
  const layer = inner.layer("dnp3", "", 0, bytes.length);
  const text = readApplication(inner, bytes.length);
  const outer = tree.layers.at(-1)!;
  const base = tree.packet.start;
  const limit = tree.packet.end - base;
  const moved = (field: Field): Field => {
    const start = Math.min(limit, place(field.start) - base);
    const last = field.end > field.start ? place(field.end - 1) + 1 - base : start;
    const end = Math.min(limit, Math.max(start, last));
    return { ...field, start, end, children: field.children.map(moved) };
  };
  outer.fields.push(...layer.fields.map(moved));
  return text;
}

function readApplication(tree: Tree, end: number): string {
  if (end < 2) return "Unconfirmed User Data";
  tree.inside(tree.add(fields.APPLICATION, 0), () => {
    tree.add(fields.FIRST, 0);
    tree.add(fields.FINAL, 0);
    tree.add(fields.CONFIRM, 0);
    tree.add(fields.UNSOLICITED, 0);
    tree.add(fields.SEQUENCE, 0);
  });
  tree.add(fields.FUNCTION, 1);
  const code = tree.view.getUint8(1);
  const name = fields.FUNCTIONS[code] ?? `Unknown function (0x${code.toString(16)})`;
  let off = 2;
  if (code >= FIRST_RESPONSE) {
    tree.inside(tree.add(fields.INDICATIONS, off), () => {
      for (const bit of fields.INDICATION_BITS) tree.add(bit, off);
    });
    off += 2;
  }
  const names = addObjects(tree, off, end, !WITHOUT_DATA.has(code));
  const isListed = code === READ || code === WRITE;
  return isListed ? [name, ...names].join(", ") : name;
}

export const DNP3_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Dnp3],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: { firstOctets: [START >>> 8], matches },
  datagram: { firstOctets: [START >>> 8], matches },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
