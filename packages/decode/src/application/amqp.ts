/** AMQP 0-9-1, and the frames and performatives of AMQP 1.0 (OASIS). */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./amqp-fields.ts";
import { type Argument, CLASSES, CONTENT_PROPERTIES } from "./amqp-method.ts";
import { addArguments, addSections, descriptorAt } from "./amqp10.ts";
import { FIELDS_1_0 } from "./amqp10-fields.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { dissectJson } from "./json.ts";
import { dissectText } from "./media-body.ts";
import { mediaKind, parseMediaType } from "./media-type.ts";
import { formatTime } from "./time-text.ts";

const PORT = 5672;

/** `AMQP`, a protocol, and a version of three octets. */
const INIT_LEN = 8;

/** Type, channel and size, §4.2.3; an octet of 0xce ends the frame. */
const HEADER_LEN = 7;
const FRAME_END = 0xce;

/** Size, data offset, type and channel, AMQP 1.0 part 2 §2.3.1. */
const HEADER_LEN_1_0 = 8;

const FrameType = { Method: 1, Header: 2, Body: 3, Heartbeat: 8 } as const;

const SASL = 1;
/** The performative that carries a message. */
const TRANSFER = 20;

/** Channels of one connection whose content is remembered. */
const MAX_CHANNELS = 256;

class Memory {
  isOneZero = false;
  /** Media type of the content that a channel is sending, by channel and direction. */
  readonly content = new Map<number, string>();
}

function matches(view: DataView, off: number, end: number): boolean {
  if (startsWith(view, off, end, "AMQP") && end - off >= INIT_LEN) {
    return view.getUint8(off + 4) <= 3;
  }
  if (end - off <= HEADER_LEN) return false;
  const type = view.getUint8(off);
  const last = off + HEADER_LEN + view.getUint32(off + 3);
  if (last >= end || view.getUint8(last) !== FRAME_END) return false;
  if (type === FrameType.Heartbeat) return last === off + HEADER_LEN;
  const isMethod = type === FrameType.Method && last - off >= HEADER_LEN + 4;
  if (!isMethod) return false;
  const methods = CLASSES[view.getUint16(off + 7)]?.methods;
  return methods?.[view.getUint16(off + 9)] !== undefined;
}

function messageLength(
  view: DataView,
  off: number,
  end: number,
  conversation: Conversation,
): number {
  if (end - off < HEADER_LEN) return 0;
  if (startsWith(view, off, end, "AMQP")) return INIT_LEN;
  const { isOneZero } = conversation.recall(Protocol.Amqp, () => new Memory());
  if (isOneZero || isFrame10(view, off, end)) return Math.max(HEADER_LEN_1_0, view.getUint32(off));
  return HEADER_LEN + view.getUint32(off + 3) + 1;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const memory = conversation.recall(Protocol.Amqp, () => new Memory());
  if (startsWith(view, start, end, "AMQP") && end - start >= INIT_LEN) {
    memory.isOneZero = view.getUint8(start + 5) === 1 && view.getUint8(start + 6) === 0;
    addInit(tree, start);
    return;
  }
  if (memory.isOneZero || isFrame10(view, start, end)) {
    dissectFrame10(tree, start, end);
    return;
  }
  if (end - start < HEADER_LEN || !isFrameType(view.getUint8(start))) return;
  const isFromOriginator = conversation.isFromOriginator(packet);
  dissectFrame(tree, start, end, memory, isFromOriginator);
}

/** A frame of 1.0 whose size has a first octet that no frame before 1.0 begins with; no header was extended yet. */
function isFrame10(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= HEADER_LEN &&
    view.getUint8(off) === 0 &&
    view.getUint8(off + 4) === HEADER_LEN_1_0 / 4 &&
    view.getUint8(off + 5) <= SASL
  );
}

function isFrameType(type: number): boolean {
  return (type >= FrameType.Method && type <= FrameType.Body) || type === FrameType.Heartbeat;
}

function openLayer(tree: Tree, start: number, end: number): void {
  tree.layer("amqp", "Advanced Message Queuing Protocol", start, end);
}

/** Frames of one packet stand in its row one behind the other. */
function show(tree: Tree, text: string): void {
  tree.summarize(text.trim());
  const before = tree.shown;
  const info = before?.protocol.startsWith("AMQP") === true ? before.info + text : text;
  tree.shown = { protocol: before?.protocol === "AMQP/JSON" ? "AMQP/JSON" : "AMQP", info };
}

function addInit(tree: Tree, start: number): void {
  openLayer(tree, start, start + INIT_LEN);
  tree.add(fields.INIT_PROTOCOL, start, 4);
  const { view } = tree;
  const numbers = [4, 5, 6, 7].map((at) => view.getUint8(start + at));
  if (numbers[0] === 1 && numbers[1] === 1) {
    tree.add(fields.INIT_ID_MAJOR, start + 4);
    tree.add(fields.INIT_ID_MINOR, start + 5);
    tree.add(fields.INIT_MAJOR, start + 6);
    tree.add(fields.INIT_MINOR, start + 7);
  } else {
    tree.add(fields.INIT_ID, start + 4);
    tree.add(fields.INIT_MAJOR, start + 5);
    tree.add(fields.INIT_MINOR, start + 6);
    tree.add(fields.INIT_REVISION, start + 7);
  }
  /* From 1.0 on the first octet is no part of the version: it says whether TLS or SASL comes first. */
  const version = numbers[1] === 1 && numbers[0] !== 1 ? numbers.slice(1) : numbers;
  show(tree, `Protocol-Header ${version.join("-")} `);
}

function dissectFrame(
  tree: Tree,
  start: number,
  payloadEnd: number,
  memory: Memory,
  isFromOriginator: boolean,
): void {
  const { view } = tree;
  const type = view.getUint8(start);
  const body = start + HEADER_LEN;
  const end = Math.min(payloadEnd, body + view.getUint32(start + 3));
  openLayer(tree, start, Math.min(payloadEnd, end + 1));
  tree.add(fields.TYPE, start);
  tree.add(fields.CHANNEL, start + 1);
  tree.add(fields.LENGTH, start + 3);
  const channel = view.getUint16(start + 1) * 2 + (isFromOriginator ? 1 : 0);
  const cursor = new FieldCursor(tree, body, end);
  switch (type) {
    case FrameType.Method:
      show(tree, addMethod(cursor));
      break;
    case FrameType.Header:
      show(tree, addContentHeader(cursor, channel, memory));
      break;
    case FrameType.Body:
      addContentBody(tree, body, end, memory.content.get(channel) ?? "");
      break;
    default:
      show(tree, "Heartbeat ");
      break;
  }
}

function addMethod(cursor: FieldCursor): string {
  const { tree } = cursor;
  const classId = cursor.number(fields.METHOD_CLASS);
  const at = cursor.off;
  const id = cursor.number(fields.METHOD);
  const known = CLASSES[classId];
  const method = known?.methods[id];
  if (known === undefined || method === undefined) return "";
  const group = tree.group(fields.ARGUMENTS, at + 2, cursor.end, "");
  const values = new Map<string, string>();
  tree.inside(group, () => {
    let bit = 0;
    for (const argument of method.arguments) {
      bit = argument.type === "bit" ? bit : closeBits(cursor, bit);
      const spec = fields.ARGUMENT_FIELDS.get(argument.name)!;
      if (argument.type === "bit") {
        addBit(cursor, spec, bit);
        bit += 1;
      } else {
        values.set(argument.name, addArgument(cursor, argument, spec));
      }
    }
  });
  const shown = method.shown.map(([label, name]) => `${label}=${values.get(name) ?? ""} `);
  return `${known.name}.${method.name} ${shown.join("")}`;
}

/** Bits in a row share an octet, §4.2.5.2. @returns the number of bits in the next octet: none */
function closeBits(cursor: FieldCursor, bits: number): number {
  if (bits > 0) cursor.skip(1);
  return 0;
}

function addBit({ tree, off, left }: FieldCursor, spec: FieldSpec, bit: number): void {
  if (left < 1 || bit > 7) return;
  tree.value(spec, (tree.view.getUint8(off) & (1 << bit)) !== 0, off, off + 1);
}

/** @returns the value as the packet list shows it */
function addArgument(cursor: FieldCursor, { type }: Argument, spec: FieldSpec): string {
  const { tree, off, left } = cursor;
  switch (type) {
    case "short": {
      if (left < 1) return "";
      cursor.skip(1);
      return cursor.add(spec, tree.view.getUint8(off))?.raw ?? "";
    }
    case "long":
    case "table": {
      if (left < 4) {
        cursor.skip(left);
        return "";
      }
      cursor.skip(4);
      const length = tree.view.getUint32(off);
      if (type === "long") return cursor.add(spec, length)?.raw ?? "";
      tree.group(spec, off, Math.min(cursor.end, off + 4 + length), "");
      cursor.skip(length);
      return "";
    }
    default:
      return cursor.add(spec)?.raw ?? "";
  }
}

function addContentHeader(cursor: FieldCursor, channel: number, memory: Memory): string {
  const { tree } = cursor;
  cursor.add(fields.HEADER_CLASS);
  cursor.add(fields.HEADER_WEIGHT);
  cursor.add(fields.BODY_SIZE);
  const flags = cursor.number(fields.PROPERTY_FLAGS);
  let contentType: string | undefined;
  if (flags >= 0) {
    tree.inside(tree.group(fields.PROPERTIES, cursor.off, cursor.end, ""), () => {
      CONTENT_PROPERTIES.forEach((property, index) => {
        if ((flags & (0x8000 >>> index)) === 0) return;
        const value = addProperty(cursor, property, fields.PROPERTY_FIELDS[index]!);
        if (property.name === "content_type") contentType = value;
      });
    });
  }
  memory.content.delete(channel);
  memory.content.set(channel, contentType ?? "");
  if (memory.content.size > MAX_CHANNELS) {
    memory.content.delete(memory.content.keys().next().value!);
  }
  return contentType === undefined ? "Content-Header " : `Content-Header type=${contentType} `;
}

function addProperty(cursor: FieldCursor, property: Argument, spec: FieldSpec): string {
  if (property.name !== "timestamp") return addArgument(cursor, property, spec);
  const { tree, off } = cursor;
  if (cursor.left < 8) {
    cursor.skip(cursor.left);
    return "";
  }
  const text = formatTime(Number(tree.view.getBigUint64(off)), 0);
  tree.value(spec, text, off, off + 8);
  cursor.skip(8);
  return text;
}

function addContentBody(tree: Tree, start: number, end: number, contentType: string): void {
  if (start < end) tree.add(fields.PAYLOAD, start, end - start);
  show(tree, "Content-Body ");
  if (start >= end || contentType === "") return;
  const type = parseMediaType(contentType);
  const kind = mediaKind(type.name);
  const before = tree.shown?.info ?? "";
  if (kind === "json") {
    dissectJson(tree, start, end);
    const info = `${before}, JavaScript Object Notation (${type.name})`;
    tree.shown = { protocol: "AMQP/JSON", info };
  } else if (kind === "text") {
    const { info } = dissectText(tree, type, start, end);
    tree.shown = { protocol: "AMQP", info: before + info };
  }
}

/** A frame of AMQP 1.0: a performative with its arguments, and a message behind a transfer's. */
function dissectFrame10(tree: Tree, start: number, payloadEnd: number): void {
  const { view } = tree;
  if (payloadEnd - start < HEADER_LEN_1_0) return;
  const end = Math.min(payloadEnd, start + view.getUint32(start));
  openLayer(tree, start, end);
  tree.add(fields.LENGTH, start);
  tree.add(fields.DATA_OFFSET, start + 4);
  tree.add(fields.FRAME_TYPE, start + 5);
  tree.add(fields.CHANNEL, start + 6);
  const body = start + 4 * view.getUint8(start + 4);
  const code = descriptorAt(view, body, end);
  if (code < 0) {
    show(tree, body >= end ? "(empty)" : "");
    return;
  }
  const isSasl = view.getUint8(start + 5) === SASL;
  tree.value(isSasl ? fields.SASL_METHOD : fields.PERFORMATIVE, code, body + 2, body + 3);
  const cursor = new FieldCursor(tree, body + 3, end);
  addArguments(cursor, code, isSasl);
  if (!isSasl && code === TRANSFER) addSections(cursor);
  const names = isSasl ? fields.SASL_METHODS : fields.PERFORMATIVES;
  show(tree, `${names[code] ?? `unknown (${code})`} `);
}

export const AMQP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Amqp],
  tcpPorts: [PORT],
  stream: { firstOctets: [0x41, FrameType.Method, FrameType.Heartbeat], matches },
  fields: [...fields.FIELDS, ...FIELDS_1_0],
  dissect,
  messageLength,
};
