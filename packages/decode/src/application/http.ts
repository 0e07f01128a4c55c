/**
 * HTTP/1.x start lines and header lines, RFC 9112, found by looking at the octets.
 *
 * Nothing is kept between packets here; see `http-memory.ts` for what is.
 */

import { indexOfOctet, startsWith, startsWithIgnoringCase } from "./ascii.ts";
import { lineEnd, nextLine, skipBlanks } from "./text-line.ts";

/** RFC 9110 §9, WebDAV (RFC 4918, RFC 3253), UPnP, and those of Microsoft's protocols. */
const METHODS = [
  ...["GET", "POST", "HEAD", "PUT", "OPTIONS", "CONNECT", "DELETE", "PATCH", "TRACE"],
  ...["PROPFIND", "PROPPATCH", "MKCOL", "COPY", "MOVE", "LOCK", "UNLOCK", "REPORT", "SEARCH"],
  ...["M-SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "POLL", "BCOPY", "BMOVE", "BDELETE"],
  ...["BPROPFIND", "BPROPPATCH", "LABEL", "MERGE", "UPDATE", "CHECKIN", "CHECKOUT"],
  ...["UNCHECKOUT", "MKACTIVITY", "MKWORKSPACE", "VERSION-CONTROL", "BASELINE-CONTROL"],
  ...["CCM_POST", "RPC_CONNECT", "RPC_IN_DATA", "RPC_OUT_DATA", "X-MS-ENUMATTS", "SOURCE"],
].map((method) => `${method} `);

const VERSION = "HTTP/1.";
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;

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
  return (
    startsWith(view, target, end, "/") ||
    startsWith(view, target, end, "http://") ||
    startsWith(view, target, end, "* HTTP/")
  );
}

/** Whether the payload starts with a status line. */
export function isResponse(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, VERSION) && end - off >= 12 && view.getUint8(off + 8) === SPACE;
}

/** As {@link isResponse}, SHOUTcast's `ICY 200 OK` and cut lines too: for known conversations. */
export function startsResponse(view: DataView, off: number, end: number): boolean {
  return startsWith(view, off, end, "HTTP/") || startsWith(view, off, end, "ICY ");
}

/** Offset of the request target, -1 when no known method stands at `off`. */
export function targetStart(view: DataView, off: number, end: number): number {
  const first = view.getUint8(off);
  for (let i = 0; i < METHODS.length; i += 1) {
    const method = METHODS[i]!;
    if (method.charCodeAt(0) === first && startsWith(view, off, end, method)) {
      return off + method.length;
    }
  }
  return -1;
}

/**
 * Offset of the value of a header, blanks skipped; -1 when the header is absent.
 *
 * @param name in lower case, with its colon
 */
export function findHeader(view: DataView, off: number, end: number, name: string): number {
  let line = nextLine(view, off, end);
  while (line < end) {
    const octet = view.getUint8(line);
    if (octet === CARRIAGE_RETURN || octet === LINE_FEED) return -1;
    if (startsWithIgnoringCase(view, line, end, name)) {
      return skipBlanks(view, line + name.length, lineEnd(view, line, end));
    }
    line = nextLine(view, line, end);
  }
  return -1;
}

/**
 * Offset behind the empty line that ends the header of the message at `off`; -1 where it has not come.
 *
 * What is no header line ends the header too, as receivers that are strict do.
 */
export function headerEnd(view: DataView, off: number, end: number): number {
  let line = nextLine(view, off, end);
  while (line < end) {
    const stop = lineEnd(view, line, end);
    if (stop === end) return -1;
    if (stop === line) return nextLine(view, line, end);
    if (!isHeaderLine(view, line, stop)) return line;
    line = nextLine(view, line, end);
  }
  return -1;
}

/** Printable characters and then a colon; obsolete folding (RFC 9112 §5.2) ends the header. */
function isHeaderLine(view: DataView, line: number, stop: number): boolean {
  for (let at = line; at < stop; at += 1) {
    const octet = view.getUint8(at);
    if (octet === COLON) return true;
    if (octet < SPACE || octet >= 0x7f) return false;
  }
  return false;
}

/** `example.com` of `example.com:8080`; an IPv6 literal keeps its brackets. */
export function withoutPort(host: string): string {
  return host.replace(/:[0-9]+$/, "");
}
