/** How long an HTTP/1.x message is: its header and its body, RFC 9112 §6.3. */

import { startsWithIgnoringCase } from "./ascii.ts";
import * as http from "./http.ts";
import type { HttpRequest } from "./http-memory.ts";
import { readAscii } from "./name-text.ts";
import { lineEnd, lineLength, nextLine } from "./text-line.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Longest header that is waited for, in octets; servers refuse from 8 to 64 KiB on. */
const MAX_HEADER = 65_536;
/** Longest line without an end that is waited for before the octets are taken as they are. */
const MAX_LINE = 16_384;
/** Chunks of one message that are walked. */
const MAX_CHUNKS = 65_536;

/** How the body of a message ends. */
export type Framing = "none" | "length" | "chunked" | "close";

export interface BodyFrame {
  readonly framing: Framing;
  /** Octets of the body where `framing` is `length`. */
  readonly length: number;
}

/** Line breaks in front of a message are passed over (RFC 9112 §2.2). */
export function skipLineBreaks(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && isLineBreak(view.getUint8(at))) at += 1;
  return at;
}

function isLineBreak(octet: number): boolean {
  return octet === LINE_FEED || octet === CARRIAGE_RETURN;
}

/** Every start line begins with such a character; what a keep-alive repeats may be anything. */
function isVisible(octet: number): boolean {
  return octet > 0x20 && octet < 0x7f;
}

/**
 * Octets of the message at `off`; 0 where more are needed, `Infinity` where the connection's end is its
 * own. What is no message is taken as it is.
 *
 * @param asked the request that a response at `off` answers
 */
export function httpLength(
  view: DataView,
  off: number,
  end: number,
  asked: HttpRequest | undefined,
): number {
  const start = skipLineBreaks(view, off, end);
  if (start === end) return end - off;
  const isRequest = http.targetStart(view, start, end) >= 0;
  if (!isRequest && !http.startsResponse(view, start, end)) {
    const mayBegin = isVisible(view.getUint8(start)) && lineLength(view, start, end) === 0;
    return mayBegin && end - off < MAX_LINE ? 0 : end - off;
  }
  const body = http.headerEnd(view, start, end);
  if (body < 0) return end - off < MAX_HEADER ? 0 : end - off;
  const { framing, length } = bodyFrame(view, start, body, isRequest, asked);
  switch (framing) {
    case "none":
      return body - off;
    case "length":
      return body - off + length;
    case "close":
      return Number.POSITIVE_INFINITY;
    case "chunked": {
      const stop = chunkedEnd(view, body, end);
      return stop < 0 ? 0 : stop - off;
    }
  }
}

/** RFC 9112 §6.3, for the message whose header is `[start, headerEnd)`. */
export function bodyFrame(
  view: DataView,
  start: number,
  headerEnd: number,
  isRequest: boolean,
  asked: HttpRequest | undefined,
): BodyFrame {
  if (!isRequest && hasNoBody(statusCode(view, start, headerEnd), asked)) {
    return { framing: "none", length: 0 };
  }
  if (isChunked(view, start, headerEnd)) return { framing: "chunked", length: 0 };
  const value = http.findHeader(view, start, headerEnd, "content-length:");
  if (value >= 0) {
    const text = readAscii(view, value, Math.min(lineEnd(view, value, headerEnd), value + 32));
    const digits = /^[0-9]{1,15}(?=\s*$)/.exec(text);
    if (digits !== null) return { framing: "length", length: Number(digits[0]) };
  }
  return { framing: isRequest ? "none" : "close", length: 0 };
}

function hasNoBody(status: number, asked: HttpRequest | undefined): boolean {
  if ((status >= 100 && status < 200) || status === 204 || status === 304) return true;
  if (asked?.method === "HEAD") return true;
  return asked?.method === "CONNECT" && status >= 200 && status < 300;
}

/** Three digits behind the version, -1 where there are none. */
export function statusCode(view: DataView, start: number, end: number): number {
  const text = readAscii(view, start, Math.min(lineEnd(view, start, end), start + 64));
  const digits = /^\S+ +([0-9]{3})/.exec(text);
  return digits === null ? -1 : Number(digits[1]);
}

function isChunked(view: DataView, start: number, headerEnd: number): boolean {
  const value = http.findHeader(view, start, headerEnd, "transfer-encoding:");
  if (value < 0) return false;
  const stop = lineEnd(view, value, headerEnd);
  for (let at = value; at < stop; at += 1) {
    if (startsWithIgnoringCase(view, at, stop, "chunked")) return true;
  }
  return false;
}

/** One chunk of a body in the chunked transfer coding, RFC 9112 §7.1. */
export interface Chunk {
  readonly start: number;
  readonly dataStart: number;
  readonly dataEnd: number;
  /** Offset of the chunk that follows. */
  readonly next: number;
}

/**
 * The chunk at `off`; undefined where its size line is no such line or has not come.
 *
 * The last chunk has no data. Data may end beyond `end`.
 */
export function chunkAt(view: DataView, off: number, end: number): Chunk | undefined {
  const dataStart = nextLine(view, off, end);
  const stop = lineEnd(view, off, end);
  if (stop === end) return undefined;
  const text = readAscii(view, off, Math.min(stop, off + 64));
  const digits = /^[0-9a-f]{1,8}(?=[\s;]|\\t|$)/i.exec(text);
  if (digits === null) return undefined;
  const dataEnd = dataStart + Number.parseInt(digits[0], 16);
  return { start: off, dataStart, dataEnd, next: dataEnd + 2 };
}

/** Offset behind the last chunk and its trailer, -1 where they have not come. */
function chunkedEnd(view: DataView, body: number, end: number): number {
  let off = body;
  for (let count = 0; count < MAX_CHUNKS; count += 1) {
    const chunk = off < end ? chunkAt(view, off, end) : undefined;
    if (chunk === undefined) return isHopeless(view, off, end) ? end : -1;
    if (chunk.dataEnd === chunk.dataStart) return trailerEnd(view, chunk.dataStart, end);
    off = chunk.next;
  }
  return end;
}

/** True where a whole line stands and is no chunk size. */
function isHopeless(view: DataView, off: number, end: number): boolean {
  return off < end && lineLength(view, off, end) > 0;
}

function trailerEnd(view: DataView, off: number, end: number): number {
  let line = off;
  while (line < end) {
    const length = lineLength(view, line, end);
    if (length === 0) return -1;
    if (lineEnd(view, line, end) === line) return line + length;
    line += length;
  }
  return -1;
}
