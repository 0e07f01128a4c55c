/** SIP, RFC 3261: requests and responses over datagrams and streams, with their session descriptions. */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { type BodySummary, dissectBody } from "./media-body.ts";
import { parseMediaType } from "./media-type.ts";
import { multipartReader } from "./multipart.ts";
import { readAscii } from "./name-text.ts";
import { dissectSdp, SDP_FIELDS } from "./sdp.ts";
import { addSipHeaders, SIP_HEADER_FIELDS, SIP_LONG_NAMES } from "./sip-header.ts";
import { addUri, REQUEST_URI } from "./sip-uri.ts";
import { findText, headerText, type TextHeaders, textHeaders } from "./text-header.ts";
import { lineEnd, nextLine } from "./text-line.ts";

const SIP = defineField("sip", "protocol", "Session Initiation Protocol");
const REQUEST_LINE = defineField("sip.Request-Line", "string", "Request-Line");
const METHOD = defineField("sip.Method", "string", "Method");
const STATUS_LINE = defineField("sip.Status-Line", "string", "Status-Line");
const STATUS_CODE = defineField("sip.Status-Code", "uint32", "Status-Code");
const MESSAGE_HEADER = defineField("sip.msg_hdr", "string", "Message Header");

const METHODS = [
  ...["INVITE", "REGISTER", "OPTIONS", "ACK", "BYE", "CANCEL", "NOTIFY", "SUBSCRIBE", "MESSAGE"],
  ...["INFO", "PRACK", "UPDATE", "REFER", "PUBLISH"],
].map((method) => `${method} `);

const VERSION = "SIP/2.0";
const STATUS_START = "SIP/2.0 ";

/** Octets that a message may begin with. */
const FIRST_OCTETS = [...new Set([STATUS_START, ...METHODS].map((text) => text.charCodeAt(0)))];

/** Largest header that is waited for, in octets. */
const MAX_HEADER = 65_536;
/** Longest request line that is searched for its version, in octets. */
const MAX_START_LINE = 2048;

function startsResponse(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, STATUS_START);
}

/** A method, and the version at the end of the line. */
function startsRequest(view: DataView, off: number, end: number): boolean {
  const first = view.getUint8(off);
  for (let i = 0; i < METHODS.length; i += 1) {
    const method = METHODS[i]!;
    if (method.charCodeAt(0) !== first || !startsWith(view, off, end, method)) continue;
    const stop = lineEnd(view, off, Math.min(end, off + MAX_START_LINE));
    return stop - VERSION.length > off && startsWith(view, stop - VERSION.length, stop, VERSION);
  }
  return false;
}

function matches(view: DataView, off: number, end: number): boolean {
  return startsResponse(view, off, end) || startsRequest(view, off, end);
}

/** The header, and the body that Content-Length counts (RFC 3261 §18.3). */
function messageLength(view: DataView, off: number, end: number): number {
  const first = view.getUint8(off);
  if (first === 0x0d || first === 0x0a) return nextLine(view, off, end) - off;
  if (!matches(view, off, end)) return end - off;
  const header = textHeaders(view, nextLine(view, off, end), end);
  const isWhole = header.end >= 2 && view.getUint8(header.end - 1) === 0x0a && header.end <= end;
  if (!isWhole || !endsEmpty(view, off, header.end)) return end - off < MAX_HEADER ? 0 : end - off;
  const length = contentLength(view, header);
  return header.end - off + (length ?? 0);
}

/** Whether an empty line ends at `end`. */
function endsEmpty(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= 4 &&
    (startsWith(view, end - 4, end, "\r\n\r\n") || startsWith(view, end - 2, end, "\n\n"))
  );
}

function contentLength(view: DataView, header: TextHeaders): number | undefined {
  const text = findText(view, header, "content-length") ?? findText(view, header, "l");
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (!matches(view, start, end)) return;
  const line = lineEnd(view, start, end);
  const isResponse = startsResponse(view, start, end);
  const header = textHeaders(view, nextLine(view, start, end), end);
  const headerEnd = Math.min(end, header.end);
  tree.layer("sip", SIP.description, start, headerEnd);
  const said = isResponse
    ? addStatus(tree, start, line, header)
    : addRequest(tree, start, line, header);
  const from = nextLine(view, start, end);
  tree.inside(tree.value(MESSAGE_HEADER, readAscii(view, from, headerEnd), from, headerEnd), () =>
    addSipHeaders(tree, header),
  );
  tree.summarize(said.slice(0, -3));
  if (packet.payloadLength > end - start) {
    tree.show("SIP", said.slice(0, -3));
    return;
  }
  const length = contentLength(view, header);
  const stop = length === undefined ? end : Math.min(end, headerEnd + length);
  const body = addBody(tree, header, headerEnd, stop, conversation);
  tree.show(body.protocol === "" ? "SIP" : `SIP/${body.protocol}`, said + body.info);
}

function addBody(
  tree: Tree,
  header: TextHeaders,
  start: number,
  end: number,
  conversation: Conversation,
): BodySummary {
  const { view } = tree;
  const text = findText(view, header, "content-type") ?? findText(view, header, "c") ?? "";
  const session = (inner: Tree, _: unknown, from: number, to: number): BodySummary => {
    dissectSdp(inner, from, to, conversation);
    return { protocol: "SDP", info: "" };
  };
  const multipart = multipartReader({ session });
  return dissectBody(tree, parseMediaType(text), start, end, { session, multipart });
}

function addRequest(tree: Tree, start: number, line: number, header: TextHeaders): string {
  const { view } = tree;
  const text = readAscii(view, start, line);
  const [method = "", uri = ""] = text.split(" ");
  tree.inside(tree.value(REQUEST_LINE, text, start, line), () => {
    tree.value(METHOD, method, start, start + method.length);
    addUri(tree, REQUEST_URI, uri, start + method.length + 1, line);
  });
  const bindings = method === "REGISTER" ? bindingsOf(view, header) : "";
  return `Request: ${method} ${uri} ${bindings}| `;
}

function addStatus(tree: Tree, start: number, line: number, header: TextHeaders): string {
  const { view } = tree;
  const text = readAscii(view, start, line);
  const [, digits = "", phrase = ""] = /^SIP\/2\.0 (\d{3}) ?(.*)$/.exec(text) ?? [];
  const at = Math.min(line, start + VERSION.length + 1);
  tree.inside(tree.value(STATUS_LINE, text, start, line), () => {
    if (digits !== "") tree.value(STATUS_CODE, Number(digits), at, Math.min(line, at + 3));
  });
  const method = (findText(view, header, "cseq") ?? "").split(" ").at(-1) ?? "";
  const about = digits.startsWith("2") ? ` (${method})` : "";
  const bindings = method === "REGISTER" && digits.startsWith("2") ? bindingsOf(view, header) : "";
  return `Status: ${digits} ${phrase}${about} ${bindings}| `;
}

/** ` (1 binding) `: what a registration asks for, or holds. */
function bindingsOf(view: DataView, header: TextHeaders): string {
  const contacts = header.headers
    .filter(({ name }) => (SIP_LONG_NAMES[name.toLowerCase()] ?? name.toLowerCase()) === "contact")
    .map((line) => headerText(view, line));
  if (contacts.length === 0) return " (fetch bindings) ";
  if (contacts[0] === "*") return " (remove all bindings) ";
  const expires = findText(view, header, "expires");
  const isEnd = contacts.every((contact) => /;expires=0\b/i.test(contact)) || expires === "0";
  const noun = contacts.length === 1 ? "binding" : "bindings";
  return ` (${isEnd ? "remove " : ""}${contacts.length} ${noun}) `;
}

export const SIP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Sip],
  tcpPorts: [5060],
  udpPorts: [5060],
  stream: { firstOctets: FIRST_OCTETS, matches },
  datagram: { firstOctets: FIRST_OCTETS, matches },
  fields: [
    ...[SIP, REQUEST_LINE, METHOD, STATUS_LINE, STATUS_CODE, MESSAGE_HEADER],
    ...SIP_HEADER_FIELDS,
    ...SDP_FIELDS,
  ],
  dissect,
  messageLength,
};
