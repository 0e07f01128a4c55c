/** RTSP 1.0, RFC 2326: requests, replies, and the media that is interleaved with them (§10.12). */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Conversation } from "../stream/conversation.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { startsWith } from "./ascii.ts";
import { type BodySummary, dissectBody } from "./media-body.ts";
import { parseMediaType } from "./media-type.ts";
import { readAscii } from "./name-text.ts";
import { dissectRtcp } from "./rtcp.ts";
import { dissectRtp } from "./rtp.ts";
import { dissectSdp } from "./sdp.ts";
import { findText, type TextHeaders, textHeaders } from "./text-header.ts";
import { lineEnd, nextLine } from "./text-line.ts";

const RTSP = defineField("rtsp", "protocol", "Real Time Streaming Protocol");
const REQUEST = defineField("rtsp.request", "string", "Request");
const RESPONSE = defineField("rtsp.response", "string", "Response");
const METHOD = defineField("rtsp.method", "string", "Method");
const URL = defineField("rtsp.url", "string", "URL");
const STATUS = defineField("rtsp.status", "uint32", "Status");
const SESSION = defineField("rtsp.session", "string", "Session");
const TRANSPORT = defineField("rtsp.transport", "string", "Transport");
const CONTENT_TYPE = defineField("rtsp.content-type", "string", "Content-type");
const CONTENT_LENGTH = defineField("rtsp.content-length", "uint32", "Content-length");
const MAGIC = defineField("rtsp.magic", "uint8", "Magic", { hex: true });
const CHANNEL = defineField("rtsp.channel", "uint8", "Channel", { hex: true });
const LENGTH = defineField("rtsp.length", "uint16", "Length");

const METHODS = [
  ...["OPTIONS", "DESCRIBE", "SETUP", "PLAY", "PAUSE", "TEARDOWN", "GET_PARAMETER"],
  ...["SET_PARAMETER", "ANNOUNCE", "RECORD", "REDIRECT"],
].map((method) => `${method} `);

/** Octets that a message may begin with. */
const FIRST_OCTETS = [...new Set(["RTSP", ...METHODS].map((text) => text.charCodeAt(0)))];

const DOLLAR = 0x24;
const INTERLEAVED_LEN = 4;
const UDP = 17;

/** Largest header that is waited for, in octets. */
const MAX_HEADER = 65_536;
/** Longest request line that is searched for its version, in octets. */
const MAX_START_LINE = 2048;

function isReply(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, "RTSP/1.");
}

/** A method, and the version at the end of the line. */
function isRequest(view: DataView, off: number, end: number): boolean {
  if (!startsMethod(view, off, end)) return false;
  const stop = lineEnd(view, off, Math.min(end, off + MAX_START_LINE));
  return stop - 8 > off && startsWith(view, stop - 8, stop, "RTSP/1.");
}

function startsMethod(view: DataView, off: number, end: number): boolean {
  for (let i = 0; i < METHODS.length; i += 1) {
    if (startsWith(view, off, end, METHODS[i]!)) return true;
  }
  return false;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (view.getUint8(off) === DOLLAR) {
    return end - off < INTERLEAVED_LEN ? 0 : INTERLEAVED_LEN + view.getUint16(off + 2);
  }
  if (!isReply(view, off, end) && !isRequest(view, off, end)) return end - off;
  const header = textHeaders(view, nextLine(view, off, end), end);
  if (!startsWith(view, Math.max(off, header.end - 4), header.end, "\r\n\r\n")) {
    return end - off < MAX_HEADER ? 0 : end - off;
  }
  return header.end - off + contentLength(view, header);
}

function contentLength(view: DataView, header: TextHeaders): number {
  const text = findText(view, header, "content-length") ?? "";
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function dissect(packet: Packet, tree: Tree, conversation: Conversation): void {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  if (view.getUint8(start) === DOLLAR && end - start >= INTERLEAVED_LEN) {
    addInterleaved(tree, start, end);
    return;
  }
  const reply = isReply(view, start, end);
  if (!reply && !isRequest(view, start, end)) return;
  const line = lineEnd(view, start, end);
  const header = textHeaders(view, nextLine(view, start, end), end);
  tree.layer("rtsp", RTSP.description, start, Math.min(end, header.end));
  const text = readAscii(view, start, line);
  if (reply) addReply(tree, text, start, line);
  else addRequest(tree, text, start, line);
  addHeaders(tree, header, start, conversation);
  const info = reply ? `Reply: ${text}` : text;
  tree.summarize(info);
  const body = addBody(tree, header, end, conversation);
  tree.show(body.protocol === "" ? "RTSP" : `RTSP/${body.protocol}`, info + body.info);
}

function addRequest(tree: Tree, text: string, start: number, line: number): void {
  const [method = "", url = ""] = text.split(" ");
  tree.inside(tree.value(REQUEST, text, start, line), () => {
    tree.value(METHOD, method, start, Math.min(line, start + method.length));
    tree.value(URL, url, Math.min(line, start + method.length + 1), line);
  });
}

function addReply(tree: Tree, text: string, start: number, line: number): void {
  const status = /^RTSP\/1\.\d (\d{3})/.exec(text)?.[1];
  tree.inside(tree.value(RESPONSE, text, start, line), () => {
    if (status !== undefined) tree.value(STATUS, Number(status), start, line);
  });
}

function addHeaders(
  tree: Tree,
  header: TextHeaders,
  start: number,
  conversation: Conversation,
): void {
  const { view } = tree;
  const end = Math.max(start, header.end);
  const session = findText(view, header, "session");
  if (session !== undefined) tree.value(SESSION, session.split(";", 1)[0] ?? "", start, end);
  const type = findText(view, header, "content-type");
  if (type !== undefined) tree.value(CONTENT_TYPE, type, start, end);
  const length = contentLength(view, header);
  if (length > 0) tree.value(CONTENT_LENGTH, length, start, end);
  const transport = findText(view, header, "transport");
  if (transport === undefined) return;
  tree.value(TRANSPORT, transport, start, end);
  for (const [, from, to] of transport.matchAll(
    /(?:client|server)_port=(\d{1,5})(?:-(\d{1,5}))?/g,
  )) {
    conversation.announce(UDP, Number(from), Protocol.Rtp);
    if (to !== undefined) conversation.announce(UDP, Number(to), Protocol.Rtcp);
  }
}

function addBody(
  tree: Tree,
  header: TextHeaders,
  end: number,
  conversation: Conversation,
): BodySummary {
  const length = contentLength(tree.view, header);
  const type = parseMediaType(findText(tree.view, header, "content-type") ?? "");
  const stop = Math.min(end, header.end + length);
  return dissectBody(tree, type, header.end, stop, {
    session: (inner, _, from, to) => {
      dissectSdp(inner, from, to, conversation);
      return { protocol: "SDP", info: "" };
    },
  });
}

/** RTP on even channels and RTCP on odd ones, as servers hand them out. */
function addInterleaved(tree: Tree, start: number, end: number): void {
  const channel = tree.view.getUint8(start + 1);
  tree.layer("rtsp", "RTSP Interleaved Frame", start, Math.min(end, start + INTERLEAVED_LEN));
  tree.add(MAGIC, start);
  tree.add(CHANNEL, start + 1);
  tree.add(LENGTH, start + 2);
  const body = start + INTERLEAVED_LEN;
  tree.show(
    "RTSP",
    `Interleaved channel 0x${channel.toString(16).padStart(2, "0")}, ${end - body} bytes`,
  );
  if ((channel & 1) === 0) dissectRtp(tree, body, end);
  else dissectRtcp(tree, body, end);
}

export const RTSP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rtsp],
  tcpPorts: [554, 7236, 8554],
  stream: {
    firstOctets: FIRST_OCTETS,
    matches: (view, off, end) => isReply(view, off, end) || isRequest(view, off, end),
  },
  fields: [
    ...[RTSP, REQUEST, RESPONSE, METHOD, URL, STATUS, SESSION, TRANSPORT, CONTENT_TYPE],
    ...[CONTENT_LENGTH, MAGIC, CHANNEL, LENGTH],
  ],
  dissect,
  messageLength,
};
