/**
 * HTTP/1.x messages, RFC 9112: the start line and the header lines of one packet.
 *
 * Everything is found by looking at the octets; nothing is kept between packets.
 */

import { indexOfOctet, startsWith, startsWithIgnoringCase } from "./ascii.ts";

const METHODS = [
  "GET ",
  "POST ",
  "HEAD ",
  "PUT ",
  "OPTIONS ",
  "CONNECT ",
  "DELETE ",
  "PATCH ",
  "TRACE ",
  "PROPFIND ",
  "PROPPATCH ",
  "MKCOL ",
  "COPY ",
  "MOVE ",
  "LOCK ",
  "UNLOCK ",
  "REPORT ",
  "SEARCH ",
  "M-SEARCH ",
  "NOTIFY ",
  "SUBSCRIBE ",
  "UNSUBSCRIBE ",
] as const;

const VERSION = "HTTP/1.";
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;

/** Longest request line that is searched for its version, in octets. */
const MAX_START_LINE = 16_384;

/**
 * Whether the payload starts with a request line: a known method, a target, and `HTTP/1.x` behind it.
 *
 * Where the packet ends inside the line, the method and a target that starts like one are enough.
 */
export function isRequest(view: DataView, off: number, end: number): boolean {
  const target = targetStart(view, off, end);
  if (target < 0 || target >= end) return false;
  const searched = Math.min(end, off + MAX_START_LINE);
  const line = indexOfOctet(view, target, searched, LINE_FEED);
  if (line === searched) return startsTarget(view, target, end);
  const stop = line > target && view.getUint8(line - 1) === CARRIAGE_RETURN ? line - 1 : line;
  return stop - 8 > target && startsWith(view, stop - 8, stop, VERSION);
}

function startsTarget(view: DataView, target: number, end: number): boolean {
  return startsWith(view, target, end, "/") || startsWith(view, target, end, "http://");
}

/** Whether the payload starts with a status line. */
export function isResponse(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, VERSION) && end - off >= 12 && view.getUint8(off + 8) === SPACE;
}

/** Offset of the request target, -1 when no known method stands at `off`. */
export function targetStart(view: DataView, off: number, end: number): number {
  const first = view.getUint8(off);
  for (const method of METHODS) {
    if (method.charCodeAt(0) === first && startsWith(view, off, end, method)) {
      return off + method.length;
    }
  }
  return -1;
}

/** End of the line at `off`, its line break excluded; `end` when the packet ends first. */
export function lineEnd(view: DataView, off: number, end: number): number {
  const line = indexOfOctet(view, off, end, LINE_FEED);
  if (line === end) return end;
  return line > off && view.getUint8(line - 1) === CARRIAGE_RETURN ? line - 1 : line;
}

/** Offset of the line after the one at `off`, `end` if there is none. */
export function nextLine(view: DataView, off: number, end: number): number {
  return Math.min(end, indexOfOctet(view, off, end, LINE_FEED) + 1);
}

/**
 * Offset of the value of a header, spaces skipped; -1 when the header is absent.
 *
 * @param name in lower case, with its colon
 */
export function findHeader(view: DataView, off: number, end: number, name: string): number {
  let line = nextLine(view, off, end);
  while (line < end) {
    const octet = view.getUint8(line);
    if (octet === CARRIAGE_RETURN || octet === LINE_FEED) return -1;
    if (startsWithIgnoringCase(view, line, end, name)) {
      let value = line + name.length;
      while (value < end && view.getUint8(value) === SPACE) value += 1;
      return value;
    }
    line = nextLine(view, line, end);
  }
  return -1;
}

/** `example.com` of `example.com:8080`; an IPv6 literal keeps its brackets. */
export function withoutPort(host: string): string {
  return host.replace(/:[0-9]+$/, "");
}
