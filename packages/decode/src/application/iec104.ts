/** IEC 60870-5-104: telecontrol over TCP, and the data units inside it (IEC 60870-5-101 §7). */

import type { FieldSpec } from "../field.ts";
import { FieldCursor } from "../field-cursor.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { elapsedText } from "./elapsed-text.ts";
import * as fields from "./iec104-fields.ts";
import { formatTime } from "./time-text.ts";

const PORT = 2404;
const START = 0x68;

/** Start, length and four control octets. */
const HEADER_LEN = 6;
const CONTROL_LEN = 4;
const MAX_LENGTH = 253;

/** Type, count, cause, originator and address, §7.1. */
const UNIT_HEADER_LEN = 6;
const OBJECT_LEN = 3;

/** Width of the cause in the packet list. */
const CAUSE_WIDTH = 7;

type Part = FieldSpec | fields.Bits;

const {
  BIT_STRING,
  COUNTER,
  COUNTER_SEQUENCE,
  DOUBLE_COMMAND,
  DOUBLE_POINT,
  FLOAT,
  NORMALIZED,
  QUALITY,
  SCALED,
  SET_POINT_QUALIFIER,
  SINGLE_COMMAND,
  SINGLE_POINT,
  STEP,
  STEP_COMMAND,
  TIME_24,
  TIME_56,
} = fields;

/** The elements of an information object by the type of the unit, §7.3. */
const ELEMENTS: Readonly<Record<number, readonly Part[]>> = {
  1: [SINGLE_POINT],
  2: [SINGLE_POINT, TIME_24],
  3: [DOUBLE_POINT],
  4: [DOUBLE_POINT, TIME_24],
  5: [STEP, QUALITY],
  6: [STEP, QUALITY, TIME_24],
  7: [BIT_STRING, QUALITY],
  8: [BIT_STRING, QUALITY, TIME_24],
  9: [NORMALIZED, QUALITY],
  10: [NORMALIZED, QUALITY, TIME_24],
  11: [SCALED, QUALITY],
  12: [SCALED, QUALITY, TIME_24],
  13: [FLOAT, QUALITY],
  14: [FLOAT, QUALITY, TIME_24],
  15: [COUNTER, COUNTER_SEQUENCE],
  16: [COUNTER, COUNTER_SEQUENCE, TIME_24],
  21: [NORMALIZED],
  30: [SINGLE_POINT, TIME_56],
  31: [DOUBLE_POINT, TIME_56],
  32: [STEP, QUALITY, TIME_56],
  33: [BIT_STRING, QUALITY, TIME_56],
  34: [NORMALIZED, QUALITY, TIME_56],
  35: [SCALED, QUALITY, TIME_56],
  36: [FLOAT, QUALITY, TIME_56],
  37: [COUNTER, COUNTER_SEQUENCE, TIME_56],
  45: [SINGLE_COMMAND],
  46: [DOUBLE_COMMAND],
  47: [STEP_COMMAND],
  48: [NORMALIZED, SET_POINT_QUALIFIER],
  49: [SCALED, SET_POINT_QUALIFIER],
  50: [FLOAT, SET_POINT_QUALIFIER],
  51: [BIT_STRING],
  58: [SINGLE_COMMAND, TIME_56],
  59: [DOUBLE_COMMAND, TIME_56],
  60: [STEP_COMMAND, TIME_56],
  61: [NORMALIZED, SET_POINT_QUALIFIER, TIME_56],
  62: [SCALED, SET_POINT_QUALIFIER, TIME_56],
  63: [FLOAT, SET_POINT_QUALIFIER, TIME_56],
  64: [BIT_STRING, TIME_56],
  70: [fields.INITIALIZATION],
  100: [fields.INTERROGATION],
  101: [fields.COUNTER_REQUEST],
  102: [],
  103: [TIME_56],
  105: [fields.RESET],
};

/** A start octet, a length that a unit may have, and a control field of one of the three formats. */
function matches(view: DataView, off: number, end: number, packet: Packet): boolean {
  if (end - off < HEADER_LEN || view.getUint8(off) !== START) return false;
  if (packet.sourcePort !== PORT && packet.destinationPort !== PORT) return false;
  const length = view.getUint8(off + 1);
  if (length < CONTROL_LEN || length > MAX_LENGTH) return false;
  const format = view.getUint8(off + 2) & 3;
  const isShort = length === CONTROL_LEN;
  if (format === 3) return isShort && fields.CONTROLS[view.getUint8(off + 2) >>> 2] !== undefined;
  if (format === 1) return isShort && view.getUint16(off + 2) === 0x0100;
  return length >= CONTROL_LEN + UNIT_HEADER_LEN && (view.getUint8(off + 4) & 1) === 0;
}

/** A unit together with the stray octets in front of it, of which a stream may hold a few. */
function messageLength(view: DataView, off: number, end: number): number {
  const start = indexOfOctet(view, off, end, START);
  if (end - start < 2) return end - off < MAX_LENGTH ? 0 : end - off;
  return start - off + 2 + Math.max(CONTROL_LEN, view.getUint8(start + 1));
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart, payloadEnd } = packet;
  const start = indexOfOctet(view, payloadStart, payloadEnd, START);
  if (payloadEnd - start < HEADER_LEN) return;
  const length = view.getUint8(start + 1);
  if (length < CONTROL_LEN) return;
  const end = Math.min(payloadEnd, start + 2 + length);
  const isFromStation = packet.sourcePort === PORT || !conversation.isFromOriginator(packet);
  const layer = tree.layer("iec60870_104", "IEC 60870-5-104", start, start + HEADER_LEN);
  tree.add(fields.APDU_LENGTH, start + 1);
  const stray = start - payloadStart;
  const head = stray === 0 ? "" : `<ERR prefix ${stray} bytes> `;
  const direction = isFromStation ? "->" : "<-";
  layer.summary = `${head}${direction} ${addControl(tree, start + 2)} `;
  const isNumbered = (view.getUint8(start + 2) & 1) === 0;
  if (isNumbered) addUnit(tree, start + HEADER_LEN, end, layer.summary);
  else show(tree, "IEC 60870-5-104", layer.summary);
}

/** Units of one packet stand in its row with bars between them; data units give it their name. */
function show(tree: Tree, protocol: string, text: string): void {
  const before = tree.shown;
  if (before?.protocol.startsWith("IEC 60870-5") !== true) {
    tree.shown = { protocol, info: text };
    return;
  }
  const isPlain = before.protocol === "IEC 60870-5-104";
  tree.shown = {
    protocol: isPlain ? protocol : before.protocol,
    info: `${before.info} | ${text}`,
  };
}

/** IEC 60870-5-104 §5.1. @returns `I (2,7)`, `S (4)`, `U (TESTFR act)` */
function addControl(tree: Tree, off: number): string {
  const { view } = tree;
  const first = view.getUint8(off);
  const end = off + CONTROL_LEN;
  const format = (first & 1) === 0 ? 0 : first & 3;
  tree.value(fields.FORMAT, format, off, end);
  if (format === 3) {
    const control = first >>> 2;
    tree.value(fields.CONTROL, control, off, end);
    return `U (${fields.CONTROLS[control] ?? "<ERR>"})`;
  }
  const received = view.getUint16(off + 2, true) >>> 1;
  if (format === 1) {
    tree.value(fields.RECEIVED, received, off + 2, end);
    return `S (${received})`;
  }
  const sent = view.getUint16(off, true) >>> 1;
  tree.value(fields.SENT, sent, off, off + 2);
  tree.value(fields.RECEIVED, received, off + 2, end);
  return `I (${sent},${received})`;
}

/** A data unit: its identifier and its information objects. */
function addUnit(tree: Tree, start: number, end: number, head: string): void {
  const { view } = tree;
  if (end - start < UNIT_HEADER_LEN) {
    show(tree, "IEC 60870-5-104", head);
    return;
  }
  const layer = tree.layer("iec60870_asdu", "IEC 60870-5-101/104 ASDU", start, end);
  const cursor = new FieldCursor(tree, start, end);
  const type = cursor.number(fields.TYPE);
  tree.add(fields.IN_SEQUENCE, cursor.off);
  const isSequence = cursor.peek() >= 0x80;
  const count = cursor.number(fields.COUNT);
  tree.add(fields.NEGATIVE, cursor.off);
  tree.add(fields.TEST, cursor.off);
  const flags = cursor.peek();
  const cause = cursor.number(fields.CAUSE);
  cursor.add(fields.ORIGINATOR);
  const address = cursor.number(fields.ADDRESS);
  const first = cursor.left >= OBJECT_LEN ? object(view, cursor.off) : -1;
  const elements = ELEMENTS[type];
  if (elements === undefined) {
    cursor.add(fields.OBJECT);
    if (cursor.left > 0) cursor.add(fields.RAW, cursor.left);
  } else if (isSequence) {
    addSequence(cursor, count, elements);
  } else {
    for (let index = 0; index < count && cursor.left >= OBJECT_LEN; index += 1) {
      cursor.add(fields.OBJECT);
      for (const part of elements) addPart(cursor, part);
    }
  }
  const name = fields.TYPES[type] ?? `<TypeId=${type}>`;
  const why = fields.CAUSES[cause] ?? `<CauseTx=${cause}>`;
  const marks = `${(flags & 0x40) === 0 ? "" : "_NEGA"}${(flags & 0x80) === 0 ? "" : "_TEST"}`;
  const objects = objectsText(first, count, isSequence);
  layer.summary = `ASDU=${address} ${name} ${(why + marks).padEnd(CAUSE_WIDTH)} ${objects}`;
  show(tree, "IEC 60870-5 ASDU", head + layer.summary);
}

function object(view: DataView, off: number): number {
  return view.getUint16(off, true) + view.getUint8(off + 2) * 65_536;
}

/** `IOA=7`, `IOA[3]=7-9` for a sequence, `IOA[3]=7,...` for single objects. */
function objectsText(first: number, count: number, isSequence: boolean): string {
  if (first < 0) return "";
  if (count <= 1) return `IOA=${first}`;
  return `IOA[${count}]=${first}${isSequence ? `-${first + count - 1}` : ",..."}`;
}

/** One address, then the elements of that object and of those that follow it. */
function addSequence(cursor: FieldCursor, count: number, elements: readonly Part[]): void {
  const { tree, off } = cursor;
  if (cursor.left < OBJECT_LEN) return;
  const first = object(tree.view, off);
  cursor.skip(OBJECT_LEN);
  for (let index = 0; index < count && (index === 0 || cursor.left > 0); index += 1) {
    tree.value(fields.OBJECT, first + index, off, off + OBJECT_LEN);
    for (const part of elements) addPart(cursor, part);
  }
}

function addPart(cursor: FieldCursor, part: Part): void {
  const { tree, off } = cursor;
  if ("whole" in part) {
    tree.inside(cursor.add(part.whole), () => {
      for (const bit of part.parts) tree.add(bit, off);
    });
  } else if (part.octets > cursor.left) {
    cursor.skip(cursor.left);
  } else if (part === NORMALIZED) {
    tree.value(NORMALIZED, tree.view.getInt16(off, true) / 32_768, off, off + 2);
    cursor.skip(2);
  } else if (part === TIME_56) {
    tree.inside(tree.value(TIME_56, timeText(tree.view, off), off, off + 7), () => {
      for (const [at, spec] of fields.TIME_PARTS) tree.add(spec, off + at);
    });
    cursor.skip(7);
  } else if (part === TIME_24) {
    tree.value(TIME_24, shortTimeText(tree.view, off), off, off + 3);
    cursor.skip(3);
  } else {
    cursor.add(part);
  }
}

/** Milliseconds, minute, hour, day, month and year of the century, §7.2.6.18. */
function timeText(view: DataView, off: number): string {
  const milliseconds = view.getUint16(off, true);
  const minute = view.getUint8(off + 2) & 0x3f;
  const isSummer = view.getUint8(off + 3) >= 0x80;
  const hour = (view.getUint8(off + 3) & 0x1f) - (isSummer ? 1 : 0);
  const day = view.getUint8(off + 4) & 0x1f;
  const month = (view.getUint8(off + 5) & 0x0f) - 1;
  const year = view.getUint8(off + 6) & 0x7f;
  const start = Date.UTC(year + (year < 70 ? 2000 : 1900), month, day, hour, minute);
  const seconds = start / 1000 + Math.floor(milliseconds / 1000);
  return formatTime(seconds, (milliseconds % 1000) * 1_000_000);
}

/** Milliseconds and minutes since the hour, §7.2.6.19. */
function shortTimeText(view: DataView, off: number): string {
  const milliseconds = view.getUint16(off, true);
  const seconds = (view.getUint8(off + 2) & 0x3f) * 60 + Math.floor(milliseconds / 1000);
  const moment = { seconds, nanoseconds: (milliseconds % 1000) * 1_000_000 };
  return elapsedText({ seconds: 0, nanoseconds: 0 }, moment);
}

export const IEC104_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Iec104],
  tcpPorts: [PORT],
  stream: { firstOctets: [START], matches },
  fields: fields.FIELDS,
  dissect,
  messageLength,
};
