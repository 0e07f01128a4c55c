/**
 * RTMP, "Adobe's Real Time Messaging Protocol" 1.0: a handshake, and messages cut into chunks.
 *
 * Control messages and commands are read; audio, video and shared objects are named.
 */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import { FieldList } from "../field-list.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Unfinished } from "../stream/message-store.ts";
import type { Tree } from "../tree.ts";
import { AMF_FIELDS, addAmfValue } from "./amf.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { type Chunk, ChunkSide, chunkAt } from "./rtmp-chunk.ts";

const PORT = 1935;
const VERSION = 3;
/** Octets of each part of the handshake behind the version, §5.2. */
const HANDSHAKE_LEN = 1536;
/** Least octets of a first segment that is taken for a handshake. */
const MIN_FIRST = 1000;
/** Larger chunks would be whole messages, whose lengths have three octets. */
const MAX_CHUNK_SIZE = 0xff_ffff;
const MAX_VALUES = 16;

const Type = {
  ChunkSize: 1,
  Abort: 2,
  Acknowledgement: 3,
  UserControl: 4,
  WindowSize: 5,
  Bandwidth: 6,
  Data: 18,
  Command: 20,
} as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "Set Chunk Size",
  2: "Abort Message",
  3: "Acknowledgement",
  4: "User Control Message",
  5: "Window Acknowledgement Size",
  6: "Set Peer Bandwidth",
  8: "Audio Data",
  9: "Video Data",
  15: "AMF3 Data",
  16: "AMF3 Shared Object",
  17: "AMF3 Command",
  18: "AMF0 Data",
  19: "AMF0 Shared Object",
  20: "AMF0 Command",
  22: "Aggregate",
};

const EVENTS: Readonly<Record<number, string>> = {
  0: "Stream Begin",
  1: "Stream EOF",
  2: "Stream Dry",
  3: "Set Buffer Length",
  4: "Stream Is Recorded",
  6: "Ping Request",
  7: "Ping Response",
};

const LIMITS: Readonly<Record<number, string>> = { 0: "Hard", 1: "Soft", 2: "Dynamic" };

const list = new FieldList();
list.define("rtmpt", "protocol", "Real Time Messaging Protocol");
const HANDSHAKE: readonly (readonly [version: FieldSpec, first: FieldSpec, second: FieldSpec])[] = [
  ["c0", "c1", "c2"] as const,
  ["s0", "s1", "s2"] as const,
].map(([version, first, second]) => [
  list.define(`rtmpt.handshake.${version}`, "bytes", "Protocol version"),
  list.define(`rtmpt.handshake.${first}`, "bytes", "Handshake data"),
  list.define(`rtmpt.handshake.${second}`, "bytes", "Handshake data"),
]);
const FORMAT = list.define("rtmpt.header.format", "uint8", "Format", { mask: 0xc0 });
const CHUNK_STREAM = list.define("rtmpt.header.csid", "uint16", "Chunk Stream ID");
const TIMESTAMP = list.define("rtmpt.header.timestamp", "uint24", "Timestamp");
const DELTA = list.define("rtmpt.header.timestampdelta", "uint24", "Timestamp delta");
const BODY_SIZE = list.define("rtmpt.header.bodysize", "uint24", "Body size");
const TYPE_ID = list.define("rtmpt.header.typeid", "uint8", "Type ID", {
  hex: true,
  values: TYPES,
});
const STREAM_ID = list.define("rtmpt.header.streamid", "uint32", "Stream ID", {
  littleEndian: true,
});
const CHUNK_SIZE = list.define("rtmpt.scm.chunksize", "uint32", "Chunk size");
const ABORTED = list.define("rtmpt.scm.csid", "uint32", "Chunk stream ID");
const SEQUENCE = list.define("rtmpt.scm.seq", "uint32", "Sequence number");
const WINDOW = list.define("rtmpt.scm.was", "uint32", "Window acknowledgement size");
const LIMIT = list.define("rtmpt.scm.limittype", "uint8", "Limit type", { values: LIMITS });
const EVENT = list.define("rtmpt.ucm.eventtype", "uint16", "Event type", { values: EVENTS });

class Memory implements Unfinished {
  readonly originator: ChunkSide = new ChunkSide();
  readonly responder: ChunkSide = new ChunkSide();

  get held(): number {
    return this.originator.held + this.responder.held;
  }

  forget(): void {
    this.originator.forget();
    this.responder.forget();
  }
}

function memoryOf(conversation: Conversation): Memory {
  return conversation.recall(Protocol.Rtmp, () => new Memory());
}

function sideOf(conversation: Conversation, packet: Packet): ChunkSide {
  const memory = memoryOf(conversation);
  return conversation.isFromOriginator(packet) ? memory.originator : memory.responder;
}

/** The version, a time, and four octets of zero, in a segment that goes on for long. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  return (
    packet.payloadLength >= MIN_FIRST &&
    end - off >= 9 &&
    view.getUint8(off) === VERSION &&
    view.getUint32(off + 5) === 0
  );
}

/** Where a capture begins behind the handshake: a whole header of a message of a known type. */
function startsChunk(view: DataView, off: number, end: number): boolean {
  const short = view.getUint8(off);
  return (
    end - off >= 12 &&
    short >= 2 &&
    short < 64 &&
    TYPES[view.getUint8(off + 7)] !== undefined &&
    view.getUint32(off + 8) << 8 === 0
  );
}

/** Octets of the part of the handshake that comes next; 0 where chunks do. */
function handshakeLength(side: ChunkSide, isFromOriginator: boolean): number {
  if (side.handshake === 0) return 1 + (isFromOriginator ? 1 : 2) * HANDSHAKE_LEN;
  return side.handshake === 1 && isFromOriginator ? HANDSHAKE_LEN : 0;
}

function messageLength(
  view: DataView,
  off: number,
  end: number,
  conversation: Conversation,
  packet: Packet,
): number {
  const side = sideOf(conversation, packet);
  const octets = handshakeLength(side, conversation.isFromOriginator(packet));
  const isMiddle = side.handshake === 0 && startsChunk(view, off, end);
  if (octets > 0 && !isMiddle) {
    if (side.handshake === 1 || view.getUint8(off) === VERSION) return end - off < 12 ? 0 : octets;
    return end - off < 12 ? 0 : end - off;
  }
  const chunk = chunkAt(view, off, end, side);
  if (chunk === undefined) return 0;
  return chunk.length === 0 && chunk.format > 1 ? end - off : chunk.data + chunk.size - off;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const isFromOriginator = conversation.isFromOriginator(packet);
  const side = sideOf(conversation, packet);
  const octets = handshakeLength(side, isFromOriginator);
  if (
    octets > 0 &&
    end - start === octets &&
    (side.handshake === 1 || view.getUint8(start) === VERSION)
  ) {
    addHandshake(tree, start, isFromOriginator ? 0 : 1, side.handshake);
    side.handshake += 1;
    return;
  }
  if (side.handshake === 0 && !startsChunk(view, start, end)) return;
  side.handshake = 2;
  const chunk = chunkAt(view, start, end, side);
  if (chunk === undefined || TYPES[chunk.type] === undefined) return;
  addChunk(tree, start, end, chunk, side);
  conversation.count(memoryOf(conversation));
}

function addHandshake(tree: Tree, start: number, end: 0 | 1, part: number): void {
  const letter = end === 0 ? "C" : "S";
  const [version, first, second] = HANDSHAKE[end]!;
  const title =
    part === 1 ? "Handshake C2" : `Handshake ${letter}0+${letter}1${end === 1 ? "+S2" : ""}`;
  tree.layer("rtmpt", "Real Time Messaging Protocol", start, tree.packet.payloadEnd);
  tree.summarize(title);
  if (part === 1) tree.add(second, start, HANDSHAKE_LEN);
  else {
    tree.add(version, start, 1);
    tree.add(first, start + 1, HANDSHAKE_LEN);
    if (end === 1) tree.add(second, start + 1 + HANDSHAKE_LEN, HANDSHAKE_LEN);
  }
  show(tree, title);
}

/** Messages of one segment stand in its row with bars between them. */
function show(tree: Tree, text: string): void {
  const before = tree.shown;
  const info = before?.protocol === "RTMP" ? `${before.info}|${text}` : text;
  tree.shown = { protocol: "RTMP", info };
}

function addChunk(tree: Tree, start: number, end: number, chunk: Chunk, side: ChunkSide): void {
  const { format, header, data, length, type } = chunk;
  const stream = side.stream(chunk.id);
  stream.length = length;
  stream.type = type;
  stream.stream = chunk.stream;
  stream.hasExtendedTime = chunk.hasExtendedTime;
  tree.layer("rtmpt", "Real Time Messaging Protocol", start, end);
  tree.add(FORMAT, start);
  tree.value(CHUNK_STREAM, chunk.id, start, header);
  if (format < 3) tree.add(format === 0 ? TIMESTAMP : DELTA, header);
  if (format < 2) {
    tree.add(BODY_SIZE, header + 3);
    tree.add(TYPE_ID, header + 6);
  }
  if (format === 0) tree.add(STREAM_ID, header + 7);
  stream.message.add(tree.view, Math.min(data, end), end);
  if (stream.message.length < length) {
    tree.summarize(`${TYPES[type]}, a part`);
    return;
  }
  const isAlone = stream.message.length === end - data;
  const bytes = stream.message.take();
  let text = TYPES[type]!;
  if (isAlone) text = addBody(new FieldCursor(tree, data, end), type, side);
  else {
    tree.reassembled("Reassembled RTMP", bytes, (whole) => {
      tree.layer("rtmpt", "Real Time Messaging Protocol", whole.payloadStart, whole.payloadEnd);
      tree.protocols.pop();
      text = addBody(new FieldCursor(tree, whole.payloadStart, whole.payloadEnd), type, side);
    });
  }
  tree.summarize(text);
  show(tree, text);
}

/** @returns what the packet list says */
function addBody(cursor: FieldCursor, type: number, side: ChunkSide): string {
  const name = TYPES[type]!;
  switch (type) {
    case Type.ChunkSize: {
      const size = cursor.number(CHUNK_SIZE);
      if (size > 0) side.chunkSize = Math.min(size, MAX_CHUNK_SIZE);
      return `${name} ${size}`;
    }
    case Type.Abort: {
      const id = cursor.number(ABORTED);
      side.streams.get(id)?.message.take();
      return `${name} ${id}`;
    }
    case Type.Acknowledgement:
      return `${name} ${cursor.number(SEQUENCE)}`;
    case Type.WindowSize:
      return `${name} ${cursor.number(WINDOW)}`;
    case Type.Bandwidth: {
      const size = cursor.number(WINDOW);
      const limit = cursor.number(LIMIT);
      return `${name} ${size},${LIMITS[limit] ?? limit}`;
    }
    case Type.UserControl: {
      const event = cursor.number(EVENT);
      const value = cursor.left >= 4 ? ` ${cursor.tree.view.getUint32(cursor.off)}` : "";
      return `${EVENTS[event] ?? `Event ${event}`}${value}`;
    }
    case Type.Command:
      return addCommand(cursor);
    case Type.Data:
      return addData(cursor);
    default:
      return name;
  }
}

/** A name, a number, an object, and arguments, all in AMF0; the first text among them tells the most. */
function addCommand(cursor: FieldCursor): string {
  const name = addAmfValue(cursor).text ?? "";
  let said: string | undefined;
  for (let count = 0; count < MAX_VALUES && cursor.left > 0; count += 1) {
    const { text, members } = addAmfValue(cursor);
    said ??= text ?? members.get(name === "connect" ? "app" : "code");
  }
  return `${name}(${said === undefined ? "" : `'${said}'`})`;
}

/** A name and what it is about, such as the size of the picture. */
function addData(cursor: FieldCursor): string {
  const name = addAmfValue(cursor).text ?? "";
  for (let count = 0; count < MAX_VALUES && cursor.left > 0; count += 1) addAmfValue(cursor);
  return `${name}()`;
}

export const RTMP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rtmp],
  tcpPorts: [PORT],
  stream: { firstOctets: [VERSION], matches },
  fields: [...list.specs, ...AMF_FIELDS],
  dissect,
  messageLength,
};
