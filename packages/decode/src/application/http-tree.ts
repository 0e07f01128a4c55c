/** The layer and Info text of an HTTP/1.x message: start line and headers, as far as they lie here. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { indexOfOctet } from "./ascii.ts";
import * as http from "./http.ts";
import * as fields from "./http-fields.ts";
import { readText } from "./name-text.ts";

const SPACE = 0x20;
const COLON = 0x3a;

const TITLES = {
  http: "Hypertext Transfer Protocol",
  ssdp: "Simple Service Discovery Protocol",
} as const;

/** Headers of one message that are shown; servers refuse messages with more than about 100. */
const MAX_HEADERS = 200;

/** Longest header name that is looked up. */
const MAX_LABEL_LENGTH = 64;

/** Characters of the start line in the Info column. */
const MAX_INFO = 300;

/** Appends the message as a layer called `http`, or `ssdp` for the same over UDP. */
export function dissectHttp(packet: Packet, protocol: "http" | "ssdp", tree: Tree): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const isRequest = http.isRequest(view, start, end);
  if (!isRequest && !http.isResponse(view, start, end)) return;
  const headersEnd = endOfHeaders(view, start, end);
  tree.layer(protocol, TITLES[protocol], start, headersEnd);
  const line = http.lineEnd(view, start, end);
  tree.summarize(readText(view, start, Math.min(line, start + MAX_INFO)));
  const uri = isRequest ? addRequestLine(tree, start, line) : addStatusLine(tree, start, line);
  addHeaders(tree, start, headersEnd, isRequest);
  const host = hostName(view, start, headersEnd);
  if (isRequest && host !== undefined && uri !== undefined) {
    const full = /^https?:\/\//i.test(uri) ? uri : `http://${host}${uri}`;
    tree.value(fields.FULL_URI, full, start, start);
  }
  tree.value(isRequest ? fields.REQUEST : fields.RESPONSE, true, start, start);
}

function hostName(view: DataView, start: number, end: number): string | undefined {
  const host = http.findHeader(view, start, end, "host:");
  return host < 0 ? undefined : readText(view, host, http.lineEnd(view, host, end));
}

function endOfHeaders(view: DataView, start: number, end: number): number {
  let line = http.nextLine(view, start, end);
  while (line < end && http.lineEnd(view, line, end) > line) line = http.nextLine(view, line, end);
  return http.nextLine(view, line, end);
}

/** @returns the request target */
function addRequestLine(tree: Tree, start: number, line: number): string | undefined {
  const { view } = tree;
  const target = http.targetStart(view, start, line);
  if (target < 0) return undefined;
  tree.add(fields.METHOD, start, target - 1 - start);
  const space = lastSpace(view, target, line);
  const uri = readText(view, target, space);
  tree.value(fields.URI, uri, target, space);
  if (space < line) tree.add(fields.REQUEST_VERSION, space + 1, line - space - 1);
  return uri;
}

/** Offset of the space in front of the version, `line` when the version is cut off. */
function lastSpace(view: DataView, target: number, line: number): number {
  for (let at = line - 1; at > target; at -= 1) {
    if (view.getUint8(at) === SPACE) return at;
  }
  return line;
}

function addStatusLine(tree: Tree, start: number, line: number): undefined {
  const { view } = tree;
  tree.add(fields.RESPONSE_VERSION, start, 8);
  const status = Number(readText(view, start + 9, Math.min(start + 12, line)));
  if (Number.isInteger(status)) tree.value(fields.STATUS, status, start + 9, start + 12);
  if (start + 13 < line) {
    tree.value(fields.PHRASE, readText(view, start + 13, line), start + 13, line);
  }
}

function addHeaders(tree: Tree, start: number, end: number, isRequest: boolean): void {
  const { view } = tree;
  let line = http.nextLine(view, start, end);
  for (let count = 0; line < end && count < MAX_HEADERS; count += 1) {
    const stop = http.lineEnd(view, line, end);
    if (stop === line) return;
    const next = http.nextLine(view, line, end);
    const colon = indexOfOctet(view, line, stop, COLON);
    const text = `${readText(view, line, stop)}\\r\\n`;
    const spec = isRequest ? fields.REQUEST_LINE : fields.RESPONSE_LINE;
    const at = line;
    tree.inside(tree.value(spec, text, line, next), () => addHeader(tree, at, colon, stop));
    line = next;
  }
}

function addHeader(tree: Tree, line: number, colon: number, stop: number): void {
  const { view } = tree;
  if (colon - line > MAX_LABEL_LENGTH) return;
  const field = fields.HEADERS.get(readText(view, line, colon).trim().toLowerCase());
  if (field === undefined) return;
  let value = Math.min(colon + 1, stop);
  while (value < stop && view.getUint8(value) === SPACE) value += 1;
  tree.value(field, readText(view, value, stop), value, stop);
}

/** `GET /path HTTP/1.1 `, `HTTP/1.1 200 OK  (text/html)`. */
export function httpInfo(packet: Packet): string | undefined {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const isResponse = http.isResponse(view, start, end);
  if (!isResponse && !http.isRequest(view, start, end)) return undefined;
  const line = Math.min(http.lineEnd(view, start, end), start + MAX_INFO);
  const text = `${readText(view, start, line)} `;
  const type = isResponse ? http.findHeader(view, start, end, "content-type:") : -1;
  if (type < 0) return text;
  const media = readText(view, type, http.lineEnd(view, type, end))
    .split(";")[0]!
    .trim();
  return media === "" ? text : `${text} (${media})`;
}

export const HTTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Http],
  fields: fields.FIELDS,
  dissect: (packet, tree) => {
    dissectHttp(packet, "http", tree);
    const info = httpInfo(packet);
    if (info !== undefined) tree.show("HTTP", info);
  },
};

export const SSDP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ssdp],
  fields: [],
  dissect: (packet, tree) => {
    dissectHttp(packet, "ssdp", tree);
    const info = httpInfo(packet);
    if (info !== undefined) tree.show("SSDP", info);
  },
};
