/**
 * Domain names in messages, RFC 1035 §3.1 and §4.1.4.
 *
 * A compression pointer must point in front of where it stands; with the bound on the length of a
 * name, this ends every walk, whatever the message holds.
 */

import { MAX_NAME_LENGTH, readLabels } from "./name-text.ts";

const POINTER = 0xc0;
/** The labels of the name at hand, joined. */
const joined: DataView = new DataView(new ArrayBuffer(MAX_NAME_LENGTH + 1));
const DOT = 0x2e;

/** Labels of a kind that was never given a meaning (RFC 6891 §5). */
const RESERVED = 0x80;

/** Offset behind the name at `off`, -1 when the name is malformed or cut off. */
export function skipName(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && at - off <= MAX_NAME_LENGTH) {
    const length = view.getUint8(at);
    if (length === 0) return at + 1;
    if (length >= POINTER) return at + 2 <= end ? at + 2 : -1;
    if (length > 63) return -1;
    at += 1 + length;
  }
  return -1;
}

/**
 * The name at `off` of the message at `message`, labels joined by dots, without a final dot.
 *
 * The root is the empty string. What is malformed or cut off ends the name early.
 */
export function readName(view: DataView, message: number, off: number, end: number): string {
  let written = 0;
  let octets = 0;
  let at = off;
  let limit = off;
  while (at < end) {
    const length = view.getUint8(at);
    if (length >= POINTER) {
      if (at + 2 > end) break;
      const target = message + (view.getUint16(at) & 0x3fff);
      if (target >= limit) break;
      limit = target;
      at = target;
      continue;
    }
    octets += 1 + length;
    const after = at + 1 + length;
    if (length === 0 || length > 63 || octets > MAX_NAME_LENGTH || after > end) break;
    if (written > 0) joined.setUint8(written++, DOT);
    for (at += 1; at < after; at += 1) joined.setUint8(written++, view.getUint8(at));
  }
  return readLabels(joined, 0, written);
}

/** How tshark writes the name of the root, and names that it cannot read. */
const ROOT = "<Root>";
const UNKNOWN_LABEL = "<Unknown extended label>";
const TOO_LONG = "<Name too long>";

/** Whether {@link expandName} gave a remark in place of labels. */
export function isUnreadable(name: string): boolean {
  return name === UNKNOWN_LABEL || name === TOO_LONG;
}

/**
 * The name at `off` as people read it, the root as `<Root>`, and the offset behind it.
 *
 * A name that is malformed or cut off ends where that shows.
 */
export function expandName(
  view: DataView,
  message: number,
  off: number,
  end: number,
): { readonly name: string; readonly after: number; readonly isMalformed?: boolean } {
  let at = off;
  while (at < end) {
    const length = view.getUint8(at);
    if (length >= RESERVED && length < POINTER) {
      return { name: UNKNOWN_LABEL, after: at + 1, isMalformed: true };
    }
    if (length === 0 || length >= POINTER) {
      const isLong = at - off > MAX_NAME_LENGTH;
      const name = isLong ? TOO_LONG : readName(view, message, off, end) || ROOT;
      if (length === 0) return { name, after: at + 1 };
      const after = Math.min(at + 2, end);
      /* Nothing is beyond the message that a pointer could mean. */
      const isMalformed = after < at + 2 || pointsBeyond(view, message, at, end);
      return { name, after, isMalformed };
    }
    if (length > 63) return { name: UNKNOWN_LABEL, after: at + 1 };
    at += 1 + length;
  }
  return { name: readName(view, message, off, end) || ROOT, after: end, isMalformed: true };
}

function pointsBeyond(view: DataView, message: number, at: number, end: number): boolean {
  return message + (view.getUint16(at) & 0x3fff) >= end;
}

/** Labels of the name at `off`, the root not counted; what is malformed or cut off ends the count. */
export function labelCount(view: DataView, message: number, off: number, end: number): number {
  let count = 0;
  let at = off;
  let limit = off;
  while (at < end && count < 128) {
    const length = view.getUint8(at);
    if (length >= POINTER) {
      const target = at + 2 <= end ? message + (view.getUint16(at) & 0x3fff) : limit;
      if (target >= limit) return count;
      limit = target;
      at = target;
    } else if (length === 0 || length > 63) {
      return count;
    } else {
      count += 1;
      at += 1 + length;
    }
  }
  return count;
}
