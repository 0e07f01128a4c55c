/**
 * Redis serialization protocol, RESP 2 and the simple types of RESP 3: a type octet, text up to CR LF, and for bulk
 * strings and arrays that many octets or elements behind it.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const PORT = 6379;
const LINE_FEED = 0x0a;
/** Elements of one message that are shown, and how deep arrays are followed. */
const MAX_ELEMENTS = 512;
const MAX_DEPTH = 8;
/** Longest line with a number or a simple string, in octets. */
const MAX_LINE = 4096;
/** Longest bulk string, Redis's own bound. */
const MAX_BULK = 512 * 1024 * 1024;
/** Octets of a string in the Info column. */
const MAX_SHOWN = 64;

const Type = { String: 0x2b, Error: 0x2d, Integer: 0x3a, Bulk: 0x24, Array: 0x2a } as const;

const RESP = defineField("resp", "protocol", "Redis Serialization Protocol");
const STRING = defineField("resp.string", "string", "String");
const ERROR = defineField("resp.error", "string", "Error");
const INTEGER = defineField("resp.integer", "string", "Integer");
const BULK_LENGTH = defineField("resp.bulk_string.length", "int32", "Length");
const BULK_VALUE = defineField("resp.bulk_string.value", "bytes", "Value");
const ARRAY_LENGTH = defineField("resp.array.length", "int32", "Length");

const FIELDS: readonly FieldSpec[] = [
  ...[RESP, STRING, ERROR, INTEGER, BULK_LENGTH, BULK_VALUE, ARRAY_LENGTH],
];

function isType(octet: number): boolean {
  switch (octet) {
    case Type.String:
    case Type.Error:
    case Type.Integer:
    case Type.Bulk:
    case Type.Array:
      return true;
    default:
      return false;
  }
}

/** Offset behind the CR LF of the line at `off`; -1 where the line is not all there. */
function lineEnd(view: DataView, off: number, end: number): number {
  const feed = indexOfOctet(view, off, Math.min(end, off + MAX_LINE), LINE_FEED);
  return feed < Math.min(end, off + MAX_LINE) ? feed + 1 : -1;
}

/** The number of a line `[off, stop)` behind its type; NaN where it is none. */
function lineNumber(view: DataView, off: number, stop: number): number {
  let at = off + 1;
  const isNegative = view.getUint8(at) === 0x2d;
  if (isNegative) at += 1;
  let value = 0;
  const digits = stop - 2 - at;
  if (digits < 1 || digits > 10) return Number.NaN;
  for (; at < stop - 2; at += 1) {
    const digit = view.getUint8(at) - 0x30;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return isNegative ? -value : value;
}

/** Octets of the message at `off`; 0 where it is not all there, -1 where it is no message. */
function valueLength(view: DataView, off: number, end: number): number {
  let at = off;
  let open = 1;
  for (let count = 0; open > 0; count += 1) {
    if (count > MAX_ELEMENTS) return end - off;
    if (at >= end) return 0;
    const type = view.getUint8(at);
    if (!isType(type)) return -1;
    const stop = lineEnd(view, at, end);
    if (stop < 0) return end - at >= MAX_LINE ? -1 : 0;
    open -= 1;
    if (type === Type.Bulk || type === Type.Array) {
      const number = lineNumber(view, at, stop);
      if (Number.isNaN(number) || number > MAX_BULK) return -1;
      if (type === Type.Array) open += Math.max(0, number);
      else if (number >= 0) {
        at = stop + number + 2;
        if (at > end && open > 0) return 0;
        continue;
      }
    }
    at = stop;
  }
  return at - off;
}

/** What a client sends: an array of bulk strings. */
function isCommand(view: DataView, off: number, end: number): boolean {
  if (view.getUint8(off) !== Type.Array) return false;
  const stop = lineEnd(view, off, end);
  if (stop < 0 || stop - off < 4 || view.getUint8(stop - 2) !== 0x0d) return false;
  const count = lineNumber(view, off, stop);
  if (!(count >= 1 && count < 10_000) || stop >= end) return false;
  if (view.getUint8(stop) !== Type.Bulk) return false;
  const next = lineEnd(view, stop, end);
  return next > 0 && lineNumber(view, stop, next) > 0;
}

function isPort({ sourcePort, destinationPort }: Packet): boolean {
  return sourcePort === PORT || destinationPort === PORT;
}

/** Adds the value at `off` with what it holds; returns where the next one starts, -1 where it is cut. */
function addValue(tree: Tree, off: number, end: number, depth: number, said: string[]): number {
  const { view } = tree;
  if (off >= end || depth > MAX_DEPTH || said.length >= MAX_ELEMENTS) return -1;
  const type = view.getUint8(off);
  const stop = lineEnd(view, off, end);
  if (!isType(type) || stop < 0) return -1;
  const text = readText(view, off + 1, Math.max(off + 1, stop - 2));
  switch (type) {
    case Type.Bulk:
      return addBulk(tree, off, stop, end, said);
    case Type.Array: {
      const count = lineNumber(view, off, stop);
      if (Number.isNaN(count)) return -1;
      const field = tree.value(ARRAY_LENGTH, count, off, stop);
      let at = stop;
      tree.inside(field, () => {
        for (let i = 0; i < count && at >= 0; i += 1) at = addValue(tree, at, end, depth + 1, said);
      });
      return at;
    }
    default: {
      const spec = type === Type.String ? STRING : type === Type.Error ? ERROR : INTEGER;
      tree.value(spec, text, off, stop);
      said.push(text);
      return stop;
    }
  }
}

function addBulk(tree: Tree, off: number, stop: number, end: number, said: string[]): number {
  const { view } = tree;
  const length = lineNumber(view, off, stop);
  if (Number.isNaN(length)) return -1;
  tree.value(BULK_LENGTH, length, off, stop);
  if (length < 0) {
    said.push("(null)");
    return stop;
  }
  if (stop + length > end) return -1;
  tree.add(BULK_VALUE, stop, length);
  const isShort = length <= MAX_SHOWN;
  said.push(isShort ? readText(view, stop, stop + length) : `BulkString(${length})`);
  return stop + length + 2;
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end, sourcePort, destinationPort } = packet;
  if (!isType(view.getUint8(start))) return;
  tree.layer("resp", RESP.description, start, end);
  const said: string[] = [];
  addValue(tree, start, end, 0, said);
  const fromServer =
    sourcePort === PORT || (destinationPort !== PORT && !isCommand(view, start, end));
  const way = fromServer ? "Response:" : "Request:";
  const before = tree.shown;
  const goesOn = before?.protocol === "RESP" && before.info.startsWith(way);
  const info = `${goesOn ? before.info : way} ${said.join(" ")}`;
  tree.summarize(`${way} ${said.join(" ")}`);
  tree.shown = { protocol: "RESP", info };
}

export const REDIS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Redis],
  tcpPorts: [PORT],
  stream: {
    firstOctets: [Type.Array],
    matches: (view, off, end, packet) =>
      isCommand(view, off, end) && (isPort(packet) || end - off > 12),
  },
  fields: FIELDS,
  dissect,
  messageLength: (view, off, end) => {
    const length = valueLength(view, off, end);
    return length < 0 ? end - off : length;
  },
};
