/** The layers of HTTP/1.x messages, RFC 9110 and RFC 9112, and of SSDP, which has the same header. */

import { dissectData } from "../data-tree.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import * as http from "./http.ts";
import { dissectAuthentication } from "./http-authentication.ts";
import { addBody } from "./http-body.ts";
import * as fields from "./http-fields.ts";
import { addHeaders } from "./http-header.ts";
import { bodyFrame, httpLength, skipLineBreaks, statusCode } from "./http-length.ts";
import { type HttpMemory, httpMemory, secondsSince } from "./http-memory.ts";
import { STATUS_NAMES } from "./http-status.ts";
import { dissectTunnel, tunnelLength } from "./http-tunnel.ts";
import { HTTP2_PROTOCOL } from "./http2.ts";
import { type BodySummary, MEDIA_FIELDS } from "./media-body.ts";
import { multipartReader } from "./multipart.ts";
import { readAscii } from "./name-text.ts";
import { lineEnd, skipBlanks, wordEnd } from "./text-line.ts";

const TITLES = {
  http: "Hypertext Transfer Protocol",
  ssdp: "Simple Service Discovery Protocol",
} as const;

/** Messages of one payload that are shown. */
const MAX_MESSAGES = 64;
/** Octets of the start line in the Info column. */
const MAX_INFO = 1024;
/** Parameters of one query that are shown. */
const MAX_PARAMETERS = 100;

interface Message {
  readonly start: number;
  /** Behind the start line. */
  readonly lineEnd: number;
  /** Behind the empty line. */
  readonly headerEnd: number;
  readonly isRequest: boolean;
}

/**
 * Appends the messages of the payload as layers called `http`, or `ssdp` for the same over UDP.
 *
 * In a conversation that has spoken HTTP, what is no message continues one whose start was lost.
 */
function dissectHttp(
  packet: Packet,
  protocol: "http" | "ssdp",
  tree: Tree,
  conversation: Conversation = new Conversation(-1, packet),
): void {
  const { view, payloadEnd: end } = packet;
  const memory = httpMemory(conversation);
  let off = skipLineBreaks(view, packet.payloadStart, end);
  for (let count = 0; off < end && count < MAX_MESSAGES; count += 1) {
    const isRequest = startsRequest(view, off, end, memory);
    if (!isRequest && !startsResponse(view, off, end, memory)) {
      if (memory.spoken) addContinuation(tree, protocol, off, end);
      return;
    }
    memory.spoken = true;
    off = addMessage(tree, protocol, messageAt(view, off, end, isRequest), memory, conversation);
    off = skipLineBreaks(view, off, end);
    if (protocol === "ssdp" || memory.tunnel) return;
  }
}

function startsRequest(view: DataView, off: number, end: number, memory: HttpMemory): boolean {
  return memory.spoken ? http.targetStart(view, off, end) >= 0 : http.isRequest(view, off, end);
}

function startsResponse(view: DataView, off: number, end: number, memory: HttpMemory): boolean {
  return memory.spoken ? http.startsResponse(view, off, end) : http.isResponse(view, off, end);
}

function messageAt(view: DataView, start: number, end: number, isRequest: boolean): Message {
  const header = http.headerEnd(view, start, end);
  const headerEnd = header < 0 ? end : header;
  return { start, lineEnd: lineEnd(view, start, headerEnd), headerEnd, isRequest };
}

function addContinuation(tree: Tree, protocol: "http" | "ssdp", start: number, end: number): void {
  tree.layer(protocol, TITLES[protocol], start, end);
  tree.summarize("Continuation");
  showMessage(tree, protocol.toUpperCase(), "Continuation");
  dissectData(tree, start, end);
}

/** @returns the end of the message */
function addMessage(
  tree: Tree,
  protocol: "http" | "ssdp",
  message: Message,
  memory: HttpMemory,
  conversation: Conversation,
): number {
  const { view, packet } = tree;
  const { start, headerEnd, isRequest } = message;
  const asked = isRequest ? undefined : memory.asked;
  const frame = bodyFrame(view, start, headerEnd, isRequest, asked);
  const rest = packet.payloadEnd;
  const end = frame.framing === "length" ? Math.min(rest, headerEnd + frame.length) : rest;
  tree.layer(protocol, TITLES[protocol], start, headerEnd);
  const text = readAscii(view, start, Math.min(message.lineEnd, start + MAX_INFO));
  tree.summarize(text);
  if (isRequest) addRequest(tree, message, memory);
  else addResponse(tree, message, memory, conversation);
  addHeaders(tree, start, headerEnd, isRequest);
  const said = dissectAuthentication(tree, start, headerEnd);
  const body = addBody(tree, start, headerEnd, end, frame, { multipart: multipartReader() });
  showBody(tree, protocol.toUpperCase(), `${text} ${said}`, body);
  return frame.framing === "none" ? headerEnd : end;
}

function addRequest(tree: Tree, message: Message, memory: HttpMemory): void {
  const { view, packet } = tree;
  const { start, lineEnd: line, headerEnd } = message;
  const methodEnd = wordEnd(view, start, line);
  const method = readAscii(view, start, methodEnd);
  tree.value(fields.METHOD, method, start, methodEnd);
  const target = Math.min(line, methodEnd + 1);
  const targetEnd = wordEnd(view, target, line);
  const uri = readAscii(view, target, targetEnd);
  tree.inside(tree.value(fields.URI, uri, target, targetEnd), () =>
    addQuery(tree, uri, target, targetEnd),
  );
  const version = skipBlanks(view, targetEnd, line);
  if (version < line) {
    tree.value(fields.REQUEST_VERSION, readAscii(view, version, line), version, line);
  }
  if (method === "CONNECT") addConnect(tree, uri, target, targetEnd);
  const host = hostName(view, start, headerEnd);
  const isAbsolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(uri);
  const full = isAbsolute || method === "CONNECT" ? uri : `http://${host ?? ""}${uri}`;
  if (host !== undefined || isAbsolute) tree.value(fields.FULL_URI, full, start, start);
  tree.value(fields.REQUEST, true, start, start);
  const { number: frame, seconds, nanoseconds } = packet;
  memory.ask({ method, uri: host === undefined ? uri : full, frame, seconds, nanoseconds });
  tree.value(fields.REQUEST_NUMBER, memory.requests, start, start);
}

function addQuery(tree: Tree, uri: string, start: number, end: number): void {
  const mark = uri.indexOf("?");
  if (mark < 0) return;
  tree.value(fields.URI_PATH, uri.slice(0, mark), start, end);
  const query = uri.slice(mark + 1);
  tree.inside(tree.value(fields.URI_QUERY, query, start, end), () => {
    for (const parameter of query.split("&", MAX_PARAMETERS)) {
      tree.value(fields.URI_PARAMETER, parameter, start, end);
    }
  });
}

function addConnect(tree: Tree, target: string, start: number, end: number): void {
  const colon = target.lastIndexOf(":");
  const port = Number(target.slice(colon + 1));
  if (colon < 0 || !Number.isInteger(port) || port > 65_535) return;
  tree.value(fields.CONNECT_HOST, target.slice(0, colon), start, end);
  tree.value(fields.CONNECT_PORT, port, start, end);
}

function hostName(view: DataView, start: number, end: number): string | undefined {
  const host = http.findHeader(view, start, end, "host:");
  return host < 0 ? undefined : readAscii(view, host, lineEnd(view, host, end));
}

function addResponse(
  tree: Tree,
  message: Message,
  memory: HttpMemory,
  conversation: Conversation,
): void {
  const { view, packet } = tree;
  const { start, lineEnd: line } = message;
  const versionEnd = wordEnd(view, start, line);
  tree.value(fields.RESPONSE_VERSION, readAscii(view, start, versionEnd), start, versionEnd);
  const status = statusCode(view, start, line);
  if (status >= 0) addStatus(tree, status, skipBlanks(view, versionEnd, line), line);
  tree.value(fields.RESPONSE, true, start, start);
  const request = memory.answer(status >= 200 || status === 101);
  tree.value(fields.RESPONSE_NUMBER, memory.responses, start, start);
  if (request === undefined) return;
  tree.value(fields.TIME, secondsSince(request, packet), start, start);
  tree.value(fields.REQUEST_IN, request.frame, start, start);
  if (request.uri !== "") tree.value(fields.RESPONSE_FOR, request.uri, start, start);
  if (request.method === "CONNECT" && status >= 200 && status < 300) memory.tunnel = true;
  if (status === 101) switchProtocol(view, message, conversation);
}

function addStatus(tree: Tree, status: number, code: number, line: number): void {
  const { view } = tree;
  const field = tree.value(fields.STATUS, status, code, code + 3);
  const name = STATUS_NAMES[status];
  if (name !== undefined) {
    tree.inside(field, () => tree.value(fields.STATUS_NAME, name, code, code + 3));
  }
  const phrase = skipBlanks(view, code + 3, line);
  if (phrase < line) tree.value(fields.PHRASE, readAscii(view, phrase, line), phrase, line);
}

/** RFC 9110 §15.2.2: what follows is what the Upgrade header names. */
function switchProtocol(view: DataView, message: Message, conversation: Conversation): void {
  const { start, headerEnd } = message;
  const value = http.findHeader(view, start, headerEnd, "upgrade:");
  if (value < 0) return;
  const name = readAscii(view, value, lineEnd(view, value, headerEnd))
    .trim()
    .toLowerCase();
  if (name === "websocket") conversation.protocol = Protocol.WebSocket;
  else if (name === "h2c") conversation.protocol = Protocol.Http2;
}

function showBody(tree: Tree, protocol: string, text: string, body: BodySummary): void {
  if (body.instead) tree.shown = { protocol: body.protocol, info: body.info };
  else if (body.protocol === "") showMessage(tree, protocol, text + body.info);
  else showMessage(tree, `${protocol}/${body.protocol}`, text + body.info);
}

/** Messages of one packet stand behind one another without a comma. */
function showMessage(tree: Tree, protocol: string, info: string): void {
  const before = tree.shown;
  const follows = before?.protocol.startsWith("HTTP") === true;
  tree.shown = { protocol, info: follows ? `${before.info}${info}` : info };
}

/** HTTP/2 may begin in a conversation whose upgrade was not seen. */
function startsPreface({ view, payloadStart, payloadEnd }: Packet): boolean {
  return startsWith(view, payloadStart, payloadEnd, "PRI * HTTP/2.0\r\n");
}

export const HTTP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Http],
  tcpPorts: [80, 631, 1900, 2710, 2869, 3128, 3132, 3689, 5985, 8080, 8088, 11371],
  fields: [...fields.FIELDS, ...MEDIA_FIELDS],
  takesAnything: true,
  dissect: (packet, tree, conversation) => {
    if (startsPreface(packet)) {
      conversation.protocol = Protocol.Http2;
      HTTP2_PROTOCOL.dissect(packet, tree, conversation);
    } else if (httpMemory(conversation).tunnel) dissectTunnel(packet, tree, conversation);
    else dissectHttp(packet, "http", tree, conversation);
  },
  messageLength: (view, off, end, conversation, packet) => {
    const memory = httpMemory(conversation);
    if (memory.tunnel) return tunnelLength(view, off, end, conversation, packet);
    return httpLength(view, off, end, memory.asked);
  },
  begin: (packet) => {
    const { view, payloadStart: start, payloadEnd: end } = packet;
    if (!http.isResponse(view, start, end) && !http.isRequest(view, start, end)) return undefined;
    return `${readAscii(view, start, Math.min(lineEnd(view, start, end), start + MAX_INFO))} `;
  },
};

export const SSDP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ssdp],
  fields: [],
  dissect: (packet, tree) => dissectHttp(packet, "ssdp", tree),
};
