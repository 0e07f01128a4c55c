/** CoAP over UDP, RFC 7252, with observation (RFC 7641) and blocks (RFC 7959). */

import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import { hex, readHex } from "../text.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { dissectJson } from "./json.ts";
import { readText } from "./name-text.ts";
import { PacketTimes } from "./packet-times.ts";
import { addWithin } from "./within.ts";
import { dissectXml } from "./xml.ts";

const PORT = 5683;
const HEADER_LEN = 4;
const MAX_TOKEN = 8;
const PAYLOAD_MARKER = 0xff;

/** Options of one message that are shown; messages have about ten. */
const MAX_OPTIONS = 100;

/** Requests whose path is remembered for their answers; the oldest go first. */
const MAX_PATHS = 256;

const TYPES: readonly string[] = ["Confirmable", "Non-Confirmable", "Acknowledgement", "Reset"];
const TYPE_NAMES: readonly string[] = ["CON", "NON", "ACK", "RST"];

/** Methods and responses by the octet of class and detail (RFC 7252 §12.1, RFC 8132, RFC 7959). */
const CODES: Readonly<Record<number, string>> = {
  0: "Empty Message",
  1: "GET",
  2: "POST",
  3: "PUT",
  4: "DELETE",
  5: "FETCH",
  6: "PATCH",
  7: "iPATCH",
  65: "2.01 Created",
  66: "2.02 Deleted",
  67: "2.03 Valid",
  68: "2.04 Changed",
  69: "2.05 Content",
  95: "2.31 Continue",
  128: "4.00 Bad Request",
  129: "4.01 Unauthorized",
  130: "4.02 Bad Option",
  131: "4.03 Forbidden",
  132: "4.04 Not Found",
  133: "4.05 Method Not Allowed",
  134: "4.06 Not Acceptable",
  136: "4.08 Request Entity Incomplete",
  137: "4.09 Conflict",
  140: "4.12 Precondition Failed",
  141: "4.13 Request Entity Too Large",
  143: "4.15 Unsupported Content-Format",
  157: "4.29 Too Many Requests",
  160: "5.00 Internal Server Error",
  161: "5.01 Not Implemented",
  162: "5.02 Bad Gateway",
  163: "5.03 Service Unavailable",
  164: "5.04 Gateway Timeout",
  165: "5.05 Proxying Not Supported",
  168: "5.08 Hop Limit Reached",
};
const LAST_METHOD = 7;

const FORMATS: Readonly<Record<number, string>> = {
  0: "text/plain; charset=utf-8",
  40: "application/link-format",
  41: "application/xml",
  42: "application/octet-stream",
  47: "application/exi",
  50: "application/json",
  60: "application/cbor",
  112: "application/senml+cbor",
};
const FORMAT_XML = 41;
const FORMAT_JSON = 50;

const VERSION = defineField("coap.version", "uint8", "Version", { mask: 0xc0 });
const TYPE = defineField("coap.type", "uint8", "Type", {
  mask: 0x30,
  values: (type) => TYPES[type],
});
const TOKEN_LENGTH = defineField("coap.token_len", "uint8", "Token Length", { mask: 0x0f });
const CODE = defineField("coap.code", "uint8", "Code", { values: CODES });
const MESSAGE_ID = defineField("coap.mid", "uint16", "Message ID");
const TOKEN = defineField("coap.token", "bytes", "Token");
const RESPONSE_TO = defineField("coap.response_to", "frameNumber", "Request In");
const RESPONSE_TIME = defineField("coap.response_time", "relativeTime", "Response Time");
const OPTION_NAME = defineField("coap.opt.name", "string", "Opt Name");
const DELTA = defineField("coap.opt.delta", "uint8", "Opt Delta", { mask: 0xf0 });
const LENGTH = defineField("coap.opt.length", "uint8", "Opt Length", { mask: 0x0f });
const END_MARKER = defineField("coap.opt.end_marker", "uint8", "End of options marker");
const PATH = defineField("coap.opt.uri_path_recon", "string", "Uri-Path");
const PAYLOAD = defineField("coap.payload", "string", "Payload");
const PAYLOAD_LENGTH = defineField("coap.payload_length", "uint32", "Payload Length");
const BLOCK = [
  defineField("coap.opt.block_number", "uint32", "Block Number"),
  defineField("coap.opt.block_mflag", "uint8", "More Flag"),
  defineField("coap.opt.block_size", "uint8", "Encoded Block Size"),
];
const UNKNOWN = defineField("coap.opt.unknown", "bytes", "Unknown");

const OPTION_PATH = 11;
const OPTION_FORMAT = 12;
const OPTION_QUERY = 15;
const OPTION_ACCEPT = 17;
const BLOCK_OPTIONS: ReadonlySet<number> = new Set([23, 27]);

interface OptionKind {
  readonly name: string;
  readonly spec: FieldSpec;
}

function option(name: string, field: string, type: "string" | "bytes" | "uint32"): OptionKind {
  return { name, spec: defineField(`coap.opt.${field}`, type, name) };
}

const OPTIONS: ReadonlyMap<number, OptionKind> = new Map([
  [1, option("If-Match", "if_match", "bytes")],
  [3, option("Uri-Host", "uri_host", "string")],
  [4, option("Etag", "etag", "bytes")],
  [6, option("Observe", "observe", "uint32")],
  [7, option("Uri-Port", "uri_port", "uint32")],
  [8, option("Location-Path", "location_path", "string")],
  [OPTION_PATH, option("Uri-Path", "uri_path", "string")],
  [OPTION_FORMAT, option("Content-Format", "ctype", "string")],
  [14, option("Max-age", "max_age", "uint32")],
  [OPTION_QUERY, option("Uri-Query", "uri_query", "string")],
  [16, option("Hop-Limit", "hop_limit", "uint32")],
  [OPTION_ACCEPT, option("Accept", "accept", "string")],
  [20, option("Location-Query", "location_query", "string")],
  [35, option("Proxy-Uri", "proxy_uri", "string")],
  [39, option("Proxy-Scheme", "proxy_scheme", "string")],
  [60, option("Size1", "size1", "uint32")],
]);

const FIELDS: readonly FieldSpec[] = [
  ...[VERSION, TYPE, TOKEN_LENGTH, CODE, MESSAGE_ID, TOKEN, RESPONSE_TO, RESPONSE_TIME],
  ...[OPTION_NAME, DELTA, LENGTH, END_MARKER, PATH, PAYLOAD, PAYLOAD_LENGTH, ...BLOCK, UNKNOWN],
  ...[...OPTIONS.values()].map(({ spec }) => spec),
];

/** What the requests of a conversation asked for, by their token. */
interface Memory {
  readonly times: PacketTimes;
  readonly paths: Map<string, string>;
}

/** What the options say of the rest of the message. */
interface Options {
  /** Offset behind them. */
  readonly end: number;
  readonly path: string;
  readonly format: number;
}

function isMessage(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  const first = view.getUint8(off);
  const token = first & 0x0f;
  const code = view.getUint8(off + 1);
  if (first >>> 6 !== 1 || token > MAX_TOKEN || CODES[code] === undefined) return false;
  return code === 0 ? end - off === HEADER_LEN && token === 0 : end - off >= HEADER_LEN + token;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (!isMessage(view, off, end)) return;
  const type = (view.getUint8(off) >>> 4) & 3;
  const tokenLength = view.getUint8(off) & 0x0f;
  const code = view.getUint8(off + 1);
  const id = view.getUint16(off + 2);
  const layer = tree.layer("coap", "Constrained Application Protocol", off, end);
  tree.summarize(`${TYPES[type]!}, ${CODES[code]!}, MID:${id}`);
  tree.add(VERSION, off);
  tree.add(TYPE, off);
  tree.add(TOKEN_LENGTH, off);
  tree.add(CODE, off + 1);
  tree.add(MESSAGE_ID, off + 2);
  const start = off + HEADER_LEN + tokenLength;
  if (tokenLength > 0) tree.add(TOKEN, off + HEADER_LEN, tokenLength);
  const token = readHex(view, off + HEADER_LEN, start);
  const options = addOptions(tree, start, end);
  if (options.path !== "") tree.value(PATH, options.path, off, off);
  const asked = addExchange(tree, code, token, options.path, conversation);
  const info = [TYPE_NAMES[type]!, `MID:${id}`, CODES[code]!];
  if (tokenLength > 0) info.push(`TKN:${token.replaceAll(/(..)(?=.)/g, "$1 ")}`);
  if (asked !== "") info.push(asked);
  tree.show("CoAP", info.join(", "));
  layer.end = options.end - packet.start;
  addPayload(tree, options, end);
}

/** @returns the path that the message asks for or, by its token, answers */
function addExchange(
  tree: Tree,
  code: number,
  token: string,
  path: string,
  conversation: Conversation,
): string {
  const memory: Memory = conversation.recall(Protocol.Coap, () => ({
    times: new PacketTimes(),
    paths: new Map(),
  }));
  const { packet } = tree;
  if (code === 0 || token === "") return path;
  if (code <= LAST_METHOD) {
    memory.times.note(token, packet);
    memory.paths.delete(token);
    memory.paths.set(token, path);
    if (memory.paths.size > MAX_PATHS) memory.paths.delete(memory.paths.keys().next().value!);
    return path;
  }
  const request = memory.times.known(token);
  if (request === undefined) return path;
  tree.value(RESPONSE_TO, request.number, packet.payloadStart, packet.payloadStart);
  tree.value(RESPONSE_TIME, request.since(packet), packet.payloadStart, packet.payloadStart);
  return memory.paths.get(token) ?? path;
}

/** Options in order of their numbers, of which each gives the difference to the one before (§3.1). */
function addOptions(tree: Tree, start: number, end: number): Options {
  const { view } = tree;
  let off = start;
  let number = 0;
  let path = "";
  let query = "";
  let format = -1;
  for (let i = 0; i < MAX_OPTIONS && off < end && view.getUint8(off) !== PAYLOAD_MARKER; i += 1) {
    const at = off;
    const delta = extended(view, at + 1, end, view.getUint8(at) >>> 4);
    if (delta === undefined) break;
    const length = extended(view, delta.after, end, view.getUint8(at) & 0x0f);
    if (length === undefined || length.after + length.value > end) break;
    number += delta.value;
    const value = length.after;
    const stop = value + length.value;
    const kind = OPTIONS.get(number);
    const name = kind?.name ?? (BLOCK_OPTIONS.has(number) ? "Block" : `Unknown Option (${number})`);
    tree.inside(tree.value(OPTION_NAME, `#${i + 1}: ${name}`, at, stop), () => {
      tree.add(DELTA, at);
      tree.add(LENGTH, at);
      addValue(tree, number, kind, value, stop);
    });
    if (number === OPTION_PATH) path += `/${readText(view, value, stop)}`;
    if (number === OPTION_QUERY) query += `${query ? "&" : "?"}${readText(view, value, stop)}`;
    if (number === OPTION_FORMAT) format = unsigned(view, value, stop);
    off = stop;
  }
  return { end: off, path: path + query, format };
}

/** A half octet whose values 13 and 14 announce one or two octets more; 15 is reserved. */
function extended(
  view: DataView,
  off: number,
  end: number,
  nibble: number,
): { readonly value: number; readonly after: number } | undefined {
  if (nibble < 13) return { value: nibble, after: off };
  if (nibble === 13 && off + 1 <= end) return { value: 13 + view.getUint8(off), after: off + 1 };
  if (nibble === 14 && off + 2 <= end) return { value: 269 + view.getUint16(off), after: off + 2 };
  return undefined;
}

function unsigned(view: DataView, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end && at < start + 4; at += 1) value = value * 256 + view.getUint8(at);
  return value;
}

function addValue(
  tree: Tree,
  number: number,
  kind: OptionKind | undefined,
  start: number,
  end: number,
): void {
  const { view } = tree;
  if (BLOCK_OPTIONS.has(number)) {
    const block = unsigned(view, start, end);
    const parts = [block >>> 4, (block >>> 3) & 1, block & 7];
    for (const [index, spec] of BLOCK.entries()) tree.value(spec, parts[index]!, start, end);
  } else if (kind === undefined) {
    if (end > start) tree.add(UNKNOWN, start, end - start);
  } else if (number === OPTION_FORMAT || number === OPTION_ACCEPT) {
    const format = unsigned(view, start, end);
    tree.value(kind.spec, FORMATS[format] ?? `Unknown Type ${format}`, start, end);
  } else if (kind.spec.type === "string") {
    tree.value(kind.spec, readText(view, start, end), start, end);
  } else if (kind.spec.type === "uint32") {
    tree.value(kind.spec, unsigned(view, start, end), start, end);
  } else if (end > start) {
    tree.add(kind.spec, start, end - start);
  }
}

function addPayload(tree: Tree, { end: marker, format }: Options, end: number): void {
  const { view } = tree;
  const start = marker + 1;
  if (start >= end || view.getUint8(marker) !== PAYLOAD_MARKER) return;
  addWithin(tree, END_MARKER, marker, end);
  tree.value(PAYLOAD, FORMATS[format] ?? `0x${hex(view.getUint8(start), 2)}…`, start, end);
  tree.value(PAYLOAD_LENGTH, end - start, start, end);
  if (format === FORMAT_JSON) dissectJson(tree, start, end);
  else if (format === FORMAT_XML) dissectXml(tree, start, end);
  else dissectData(tree, start, end);
}

export const COAP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Coap],
  udpPorts: [PORT],
  datagram: {
    firstOctets: Array.from({ length: 64 }, (_, low) => 0x40 | low),
    ports: [PORT],
    matches: isMessage,
  },
  fields: FIELDS,
  dissect,
};
