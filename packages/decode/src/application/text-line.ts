/** Lines of text protocols: octets up to a line feed, with or without a carriage return before it. */

import { indexOfOctet } from "./ascii.ts";

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

/** End of the line at `off`, its line break excluded; `end` when the range ends first. */
export function lineEnd(view: DataView, off: number, end: number): number {
  const line = indexOfOctet(view, off, end, LINE_FEED);
  if (line === end) return end;
  return line > off && view.getUint8(line - 1) === CARRIAGE_RETURN ? line - 1 : line;
}

/** Offset of the line after the one at `off`, `end` if there is none. */
export function nextLine(view: DataView, off: number, end: number): number {
  return Math.min(end, indexOfOctet(view, off, end, LINE_FEED) + 1);
}

/** Octets of the line at `off`, its line break included; 0 where the break has not come yet. */
export function lineLength(view: DataView, off: number, end: number): number {
  const line = indexOfOctet(view, off, end, LINE_FEED);
  return line === end ? 0 : line + 1 - off;
}

/** Offset of the first blank (space or tab) in `[off, end)`, `end` if there is none. */
export function wordEnd(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && !isBlank(view.getUint8(at))) at += 1;
  return at;
}

/** Offset of the first octet at or after `off` that is no blank. */
export function skipBlanks(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && isBlank(view.getUint8(at))) at += 1;
  return at;
}

/** One past the last octet of `[off, end)` that is no blank. */
export function trimBlanks(view: DataView, off: number, end: number): number {
  let at = end;
  while (at > off && isBlank(view.getUint8(at - 1))) at -= 1;
  return at;
}

export function isBlank(octet: number): boolean {
  return octet === SPACE || octet === TAB;
}

/** Whether `[off, end)` holds only printable ASCII, tabs and line breaks. */
export function isPrintable(view: DataView, off: number, end: number): boolean {
  for (let at = off; at < end; at += 1) {
    const octet = view.getUint8(at);
    const printable = octet >= SPACE && octet < 0x7f;
    if (!printable && octet !== TAB && octet !== LINE_FEED && octet !== CARRIAGE_RETURN)
      return false;
  }
  return true;
}

/** One line of a text: its octets without the line break, and where the next one starts. */
export interface TextLine {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The lines of `[off, end)`, at most `most` of them; the last may lack its line break. */
export function linesOf(view: DataView, off: number, end: number, most: number): TextLine[] {
  const lines: TextLine[] = [];
  let start = off;
  while (start < end && lines.length < most) {
    const next = nextLine(view, start, end);
    lines.push({ start, end: lineEnd(view, start, end), next });
    start = next;
  }
  return lines;
}

/** Octets of all the lines at `off` that have their line break; 0 where none has. */
export function wholeLines(view: DataView, off: number, end: number): number {
  for (let at = end - 1; at >= off; at -= 1) {
    if (view.getUint8(at) === LINE_FEED) return at + 1 - off;
  }
  return 0;
}
