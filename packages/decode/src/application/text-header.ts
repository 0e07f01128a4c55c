/** Header lines of mail, signalling and multipart messages: `Name: value`, folded or not (RFC 5322 §2.2). */

import { indexOfOctet } from "./ascii.ts";
import { readAscii } from "./name-text.ts";
import { isBlank, lineEnd, nextLine, skipBlanks, trimBlanks } from "./text-line.ts";

const COLON = 0x3a;

export interface TextHeader {
  /** As sent. */
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  /** One past the value's last octet, over all its lines. */
  readonly valueEnd: number;
}

export interface TextHeaders {
  readonly headers: readonly TextHeader[];
  /** Behind the empty line that ends them, or where what is no header stands. */
  readonly end: number;
}

/** Headers of one message that are read. */
const MAX_HEADERS = 256;
/** Longest header name. */
const MAX_NAME = 128;

/** The headers that start at `off`, up to the empty line. */
export function textHeaders(view: DataView, off: number, end: number): TextHeaders {
  const headers: TextHeader[] = [];
  let line = off;
  while (line < end && headers.length < MAX_HEADERS) {
    const stop = lineEnd(view, line, end);
    if (stop === line) return { headers, end: nextLine(view, line, end) };
    const colon = indexOfOctet(view, line, Math.min(stop, line + MAX_NAME), COLON);
    if (colon >= Math.min(stop, line + MAX_NAME)) return { headers, end: line };
    const next = foldedEnd(view, line, end);
    headers.push({
      name: readAscii(view, line, trimBlanks(view, line, colon)),
      start: line,
      valueStart: skipBlanks(view, colon + 1, stop),
      valueEnd: lastLineEnd(view, line, next),
    });
    line = next;
  }
  return { headers, end: line };
}

/** Offset of the first line behind `line` that does not continue it. */
function foldedEnd(view: DataView, line: number, end: number): number {
  let at = nextLine(view, line, end);
  while (at < end && isBlank(view.getUint8(at))) at = nextLine(view, at, end);
  return at;
}

/** One past the last octet before the line break in front of `next`. */
function lastLineEnd(view: DataView, line: number, next: number): number {
  let at = next;
  if (at > line && view.getUint8(at - 1) === 0x0a) at -= 1;
  if (at > line && view.getUint8(at - 1) === 0x0d) at -= 1;
  return at;
}

/** The text of a header's value, its lines joined by single spaces. */
export function headerText(view: DataView, header: TextHeader): string {
  const text = readAscii(view, header.valueStart, header.valueEnd);
  return text.replace(/(?:\\r)?\\n(?:\\t| )+/g, " ").trimEnd();
}

/** The value of the first header of that name, in either case; undefined where there is none. */
export function findText(
  view: DataView,
  { headers }: TextHeaders,
  name: string,
): string | undefined {
  const found = headers.find((header) => header.name.toLowerCase() === name);
  return found === undefined ? undefined : headerText(view, found);
}
