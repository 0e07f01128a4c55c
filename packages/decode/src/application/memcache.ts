/** Memcached: the binary protocol (protocol_binary.xml) and the text protocol (protocol.txt), over TCP and UDP. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet, startsWith } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 11_211;
const UDP = 17;
const HEADER_LEN = 24;
/** Request, number and count of datagrams in front of each. */
const DATAGRAM_HEADER_LEN = 8;
const REQUEST = 0x80;
const RESPONSE = 0x81;
const SPACE = 0x20;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const MAX_OPCODE = 0x1a;
/** Longest line, in octets: keys are no longer than 250 each. */
const MAX_LINE = 2048;
/** Longest value that is believed: the bound of servers. */
const MAX_BODY = 128 * 1024 * 1024;
/** Longest value that is shown, in octets. */
const MAX_VALUE = 1024;

const OPCODES: Readonly<Record<number, string>> = {
  0: "Get",
  1: "Set",
  2: "Add",
  3: "Replace",
  4: "Delete",
  5: "Increment",
  6: "Decrement",
  7: "Quit",
  8: "Flush",
  9: "Get Quietly",
  10: "No-op",
  11: "Version",
  12: "Get Key",
  13: "Get Key Quietly",
  14: "Append",
  15: "Prepend",
  16: "Statistics",
  17: "Set Quietly",
  18: "Add Quietly",
  19: "Replace Quietly",
  20: "Delete Quietly",
  21: "Increment Quietly",
  22: "Decrement Quietly",
  23: "Quit Quietly",
  24: "Flush Quietly",
  25: "Append Quietly",
  26: "Prepend Quietly",
};

const STATES: Readonly<Record<number, string>> = {
  0: "No error",
  1: "Key not found",
  2: "Key exists",
  3: "Value too big",
  4: "Invalid arguments",
  5: "Item not stored",
  129: "Unknown command",
  130: "Out of memory",
};

/** Commands whose line is followed by as many octets as its fifth word says. */
const STORING: readonly string[] = ["set ", "add ", "replace ", "append ", "prepend ", "cas "];

const MEMCACHE = defineField("memcache", "protocol", "Memcache Protocol");
const MAGIC = defineField("memcache.magic", "uint8", "Magic", {
  values: { 128: "Request", 129: "Response" },
});
const OPCODE = defineField("memcache.opcode", "uint8", "Opcode", { values: OPCODES });
const EXTRAS_LENGTH = defineField("memcache.extras.length", "uint8", "Extras length");
const KEY_LENGTH = defineField("memcache.key.length", "uint16", "Key Length");
const DATA_TYPE = defineField("memcache.data_type", "uint8", "Data type");
const STATUS = defineField("memcache.status", "uint16", "Status", { values: STATES });
const BODY_LENGTH = defineField("memcache.total_body_length", "uint32", "Total body length");
const OPAQUE = defineField("memcache.opaque", "uint32", "Opaque");
const CAS = defineField("memcache.cas", "uint64", "CAS");
const KEY = defineField("memcache.key", "string", "Key");
const VALUE = defineField("memcache.value", "string", "Value");
const COMMAND = defineField("memcache.command", "string", "Command");
const ANSWER = defineField("memcache.response", "string", "Response");

const FIELDS: readonly FieldSpec[] = [
  ...[MEMCACHE, MAGIC, OPCODE, EXTRAS_LENGTH, KEY_LENGTH, DATA_TYPE, STATUS, BODY_LENGTH, OPAQUE],
  ...[CAS, KEY, VALUE, COMMAND, ANSWER],
];

function isBinary(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const magic = view.getUint8(off);
  if ((magic !== REQUEST && magic !== RESPONSE) || view.getUint8(off + 1) > MAX_OPCODE)
    return false;
  const keys = view.getUint16(off + 2) + view.getUint8(off + 4);
  const body = view.getUint32(off + 8);
  if (view.getUint8(off + 5) !== 0 || keys > body || body > MAX_BODY) return false;
  return magic === RESPONSE || view.getUint16(off + 6) === 0;
}

/** Offset behind the line at `off`; -1 where it does not end in time. */
function lineEnd(view: DataView, off: number, end: number): number {
  const limit = Math.min(end, off + MAX_LINE);
  const feed = indexOfOctet(view, off, limit, LINE_FEED);
  return feed < limit ? feed + 1 : -1;
}

function isStoring(view: DataView, off: number, end: number): boolean {
  return STORING.some((command) => startsWith(view, off, end, command));
}

/** Octets of the data block that the line announces, its CR LF included; 0 without one. */
function blockLength(view: DataView, off: number, lineStop: number): number {
  const isValue = startsWith(view, off, lineStop, "VALUE ");
  if (!isValue && !isStoring(view, off, lineStop)) return 0;
  const words = readText(view, off, lineStop - 1)
    .replace("\\r", "")
    .trim()
    .split(" ");
  const length = Number(words[isValue ? 3 : 4]);
  return Number.isInteger(length) && length >= 0 && length <= MAX_BODY ? length + 2 : 0;
}

function messageLength(view: DataView, off: number, end: number): number {
  const magic = view.getUint8(off);
  if (magic === REQUEST || magic === RESPONSE) {
    if (end - off < HEADER_LEN) return 0;
    return isBinary(view, off, end) ? HEADER_LEN + view.getUint32(off + 8) : end - off;
  }
  const stop = lineEnd(view, off, end);
  if (stop < 0) return end - off >= MAX_LINE ? end - off : 0;
  const length = stop + blockLength(view, off, stop) - off;
  /* What a server sends of several values ends with a line of its own. */
  if (!startsWith(view, off, stop, "VALUE ") || off + length >= end) return length;
  const rest = lineEnd(view, off + length, end);
  const ends = rest > 0 && startsWith(view, off + length, end, "END");
  return ends ? rest - off : length;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const isDatagram = packet.ipProtocol === UDP;
  const start = isDatagram ? payloadStart + DATAGRAM_HEADER_LEN : payloadStart;
  if (start >= end) return;
  if (isBinary(view, start, end)) dissectBinary(tree, payloadStart, start, end);
  else dissectText(tree, payloadStart, start, end);
}

function dissectBinary(tree: Tree, layerStart: number, start: number, end: number): void {
  const { view } = tree;
  tree.layer("memcache", MEMCACHE.description, layerStart, end);
  tree.add(MAGIC, start);
  tree.add(OPCODE, start + 1);
  tree.add(KEY_LENGTH, start + 2);
  tree.add(EXTRAS_LENGTH, start + 4);
  tree.add(DATA_TYPE, start + 5);
  const isResponse = view.getUint8(start) === RESPONSE;
  if (isResponse) tree.add(STATUS, start + 6);
  tree.add(BODY_LENGTH, start + 8);
  tree.add(OPAQUE, start + 12);
  tree.add(CAS, start + 16);
  const key = start + HEADER_LEN + view.getUint8(start + 4);
  const value = key + view.getUint16(start + 2);
  const stop = Math.min(end, start + HEADER_LEN + view.getUint32(start + 8));
  if (value > key && value <= stop) tree.add(KEY, key, value - key);
  if (stop > value) tree.add(VALUE, value, Math.min(stop - value, MAX_VALUE));
  const name = OPCODES[view.getUint8(start + 1)];
  tree.show("MEMCACHE", `${name} ${isResponse ? "Response" : "Request"}`);
}

function dissectText(tree: Tree, layerStart: number, start: number, end: number): void {
  const { view } = tree;
  const stop = lineEnd(view, start, end);
  const first = view.getUint8(start);
  const isText = stop > 0 && first >= 0x41 && first < 0x7f;
  tree.layer("memcache", MEMCACHE.description, layerStart, end);
  if (!isText) {
    tree.show("MEMCACHE", "MEMCACHE Continuation");
    return;
  }
  const line = readText(view, start, stop - 1).replace(/\\r$/, "");
  const lineStop =
    stop - 1 - (stop - 2 >= start && view.getUint8(stop - 2) === CARRIAGE_RETURN ? 1 : 0);
  const wordStop = indexOfOctet(view, start, lineStop, SPACE);
  const word = readText(view, start, wordStop);
  tree.value(word === word.toUpperCase() ? ANSWER : COMMAND, word, start, wordStop);
  const keyStop = indexOfOctet(view, wordStop + 1, lineStop, SPACE);
  if (keyStop > wordStop + 1) tree.add(KEY, wordStop + 1, keyStop - wordStop - 1);
  const block = blockLength(view, start, stop);
  if (block > 2 && stop + block <= end) tree.add(VALUE, stop, Math.min(block - 2, MAX_VALUE));
  tree.summarize(line);
  tree.show("MEMCACHE", `${line} `);
}

export const MEMCACHE_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Memcache],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: {
    firstOctets: [REQUEST, RESPONSE],
    ports: [PORT],
    matches: isBinary,
  },
  fields: FIELDS,
  dissect,
  messageLength,
};
