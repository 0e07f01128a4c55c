/** MongoDB's wire protocol: a header of sixteen octets, and documents of BSON; numbers with the least significant octet first. */

import { defineField, type FieldSpec, fieldDefiner } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 27_017;
const HEADER_LEN = 16;
/** Largest message that servers take. */
const MAX_MESSAGE = 48_000_000;
/** Elements of one document that are named. */
const MAX_ELEMENTS = 64;
/** Sections of one message that are shown. */
const MAX_SECTIONS = 16;
/** Longest name that is read, in octets. */
const MAX_NAME = 256;

const Opcode = {
  Reply: 1,
  Update: 2001,
  Insert: 2002,
  Query: 2004,
  Delete: 2006,
  Message: 2013,
} as const;

const OPCODES: Readonly<Record<number, string>> = {
  1: "Reply",
  1000: "Message",
  2001: "Update document",
  2002: "Insert document",
  2003: "Reserved",
  2004: "Query",
  2005: "Get More",
  2006: "Delete document",
  2007: "Kill Cursors",
  2010: "Command Request",
  2011: "Command Reply",
  2012: "Compressed Data",
  2013: "Extensible Message Format",
};

/** Octets of values of a fixed length by type, bsonspec.org. */
const FIXED: Readonly<Record<number, number>> = {
  1: 8,
  6: 0,
  7: 12,
  8: 1,
  9: 8,
  10: 0,
  16: 4,
  17: 8,
  18: 8,
  19: 16,
  127: 0,
  255: 0,
};

const define = fieldDefiner("mongo", { littleEndian: true });

const MONGO = defineField("mongo", "protocol", "Mongo Wire Protocol");
const LENGTH = define("message_length", "int32", "Message Length");
const REQUEST = define("request_id", "uint32", "Request ID", { hex: true });
const RESPONSE_TO = define("response_to", "uint32", "Response To", { hex: true });
const OPCODE = define("opcode", "int32", "OpCode", { values: OPCODES });
const COLLECTION = define("full_collection_name", "string", "fullCollectionName");
const MESSAGE_FLAGS = define("msg.flags", "uint32", "Message Flags", { hex: true });
const SECTION_KIND = define("msg.sections.section.kind", "int32", "Kind");
const SEQUENCE_ID = define("msg.sections.section.doc_sequence_id", "string", "SeqID");
const CURSOR = define("cursor_id", "uint64", "Cursor ID");
const RETURNED = define("number_returned", "int32", "Number Returned");
const DOCUMENT_LENGTH = define("document.length", "int32", "Document length");
const ELEMENT = define("element.name", "string", "Element");

const FIELDS: readonly FieldSpec[] = [
  ...[MONGO, LENGTH, REQUEST, RESPONSE_TO, OPCODE, COLLECTION, MESSAGE_FLAGS, SECTION_KIND],
  ...[SEQUENCE_ID, CURSOR, RETURNED, DOCUMENT_LENGTH, ELEMENT],
];

function isHeader(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const length = view.getUint32(off, true);
  if (length < HEADER_LEN || length > MAX_MESSAGE) return false;
  const opcode = view.getUint32(off + 12, true);
  return opcode <= Opcode.Message && OPCODES[opcode] !== undefined;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!isHeader(view, start, end)) return;
  const opcode = view.getUint32(start + 12, true);
  tree.layer("mongo", MONGO.description, start, end);
  tree.add(LENGTH, start);
  tree.add(REQUEST, start + 4);
  tree.add(RESPONSE_TO, start + 8);
  tree.add(OPCODE, start + 12);
  addBody(tree, opcode, start + HEADER_LEN, end);
  const isAnswer = view.getUint32(start + 8, true) !== 0;
  tree.summarize(OPCODES[opcode]!);
  tree.show("MONGO", `${isAnswer ? "Response" : "Request"} : ${OPCODES[opcode]}`);
}

function addBody(tree: Tree, opcode: number, body: number, end: number): void {
  switch (opcode) {
    case Opcode.Message:
      if (body + 4 <= end) addSections(tree, body, end);
      return;
    case Opcode.Query: {
      const after = addName(tree, COLLECTION, body + 4, end);
      if (after + 8 <= end) addDocument(tree, after + 8, end);
      return;
    }
    case Opcode.Update:
    case Opcode.Insert:
    case Opcode.Delete:
      addName(tree, COLLECTION, body + 4, end);
      return;
    case Opcode.Reply:
      if (body + 20 > end) return;
      tree.add(CURSOR, body + 4);
      tree.add(RETURNED, body + 16);
      addDocument(tree, body + 20, end);
      return;
    default:
  }
}

/** Adds the NUL-terminated name at `off`; returns where the next thing starts. */
function addName(tree: Tree, spec: FieldSpec, off: number, end: number): number {
  if (off >= end) return end;
  const stop = indexOfOctet(tree.view, off, end, 0);
  tree.value(spec, readText(tree.view, off, Math.min(stop, off + MAX_NAME)), off, stop);
  return stop + 1;
}

function addSections(tree: Tree, body: number, end: number): void {
  const { view } = tree;
  tree.add(MESSAGE_FLAGS, body);
  let off = body + 4;
  for (let count = 0; off + 5 <= end && count < MAX_SECTIONS; count += 1) {
    const kind = view.getUint8(off);
    const size = view.getUint32(off + 1, true);
    tree.value(SECTION_KIND, kind, off, off + 1);
    if (kind === 0) addDocument(tree, off + 1, end);
    else if (kind === 1) addDocument(tree, addName(tree, SEQUENCE_ID, off + 5, end), end);
    else return;
    if (size < 5) return;
    off += 1 + size;
  }
}

/** Names the elements of the outermost document; what they hold is stepped over. */
function addDocument(tree: Tree, start: number, limit: number): void {
  const { view } = tree;
  if (start + 5 > limit) return;
  const size = view.getUint32(start, true);
  tree.add(DOCUMENT_LENGTH, start);
  const end = Math.min(limit, start + size);
  let off = start + 4;
  for (let count = 0; off < end && count < MAX_ELEMENTS; count += 1) {
    const type = view.getUint8(off);
    if (type === 0) return;
    const value = addName(tree, ELEMENT, off + 1, end);
    const length = valueLength(view, type, value, end);
    if (length < 0) return;
    off = value + length;
  }
}

/** Octets of a value; -1 where it is cut or of an unknown type. */
function valueLength(view: DataView, type: number, off: number, end: number): number {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed;
  if (off + 4 > end) return -1;
  const length = view.getUint32(off, true);
  switch (type) {
    case 2:
    case 13:
    case 14:
      return 4 + length;
    case 3:
    case 4:
    case 15:
      return Math.max(4, length);
    case 5:
      return 5 + length;
    default:
      return -1;
  }
}

export const MONGO_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Mongo],
  tcpPorts: [PORT],
  stream: {
    matches: (view, off, end, { sourcePort, destinationPort }) =>
      isHeader(view, off, end) &&
      (sourcePort === PORT || destinationPort === PORT || view.getUint32(off, true) === end - off),
  },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    if (end - off < HEADER_LEN) return 0;
    return isHeader(view, off, end) ? view.getUint32(off, true) : end - off;
  },
};
