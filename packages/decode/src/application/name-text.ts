/** Names from the wire as text that is safe to show: UTF-8, control characters escaped. */

import { hex } from "../text.ts";
import { readUtf8 } from "../utf8.ts";
import { TextCache } from "./text-cache.ts";

/** Longest name that is kept, in octets: the bound of a domain name (RFC 1035 §2.3.4). */
export const MAX_NAME_LENGTH = 255;

const texts: TextCache = new TextCache();

/** What C calls the control characters from 0x07 to 0x0d. */
const CONTROL_LETTERS = "abtnvfr";
const FIRST_LETTER = 0x07;

/**
 * The octets `[start, end)` as UTF-8.
 *
 * Control characters and those that change the direction of text become escapes (`\x1b`, `\u202e`),
 * octets that are no UTF-8 become U+FFFD.
 */
export function readText(view: DataView, start: number, end: number): string {
  return plainText(view, start, end) ?? escapeText(view, start, end);
}

/** A short text that stands for itself: printable ASCII alone; undefined for any other. */
function plainText(view: DataView, start: number, end: number): string | undefined {
  return end - start <= MAX_NAME_LENGTH ? texts.read(view, start, end) : undefined;
}

function escapeText(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 1) {
    const octet = view.getUint8(off);
    if (octet >= 0x80) return text + escapeUnprintable(readUtf8(view, off, end));
    text += octet >= 0x20 && octet !== 0x7f ? String.fromCharCode(octet) : escapeControl(octet);
  }
  return text;
}

/** As {@link readText} for protocols of ASCII: every octet from 0x80 on becomes U+FFFD. */
export function readAscii(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 1) {
    const octet = view.getUint8(off);
    if (octet >= 0x80) text += "\uFFFD";
    else
      text += octet >= 0x20 && octet !== 0x7f ? String.fromCharCode(octet) : escapeControl(octet);
  }
  return text;
}

/**
 * The labels of a domain name with dots between, as tshark writes them: {@link readText} with control
 * characters in octal.
 *
 * A lead octet counts with what continues it, were it of the five and six octets that UTF-8 once had, and
 * all of it becomes one U+FFFD where it is no character.
 */
export function readLabels(view: DataView, start: number, end: number): string {
  return plainText(view, start, end) ?? escapeLabels(view, start, end);
}

function escapeLabels(view: DataView, start: number, end: number): string {
  let text = "";
  let off = start;
  while (off < end) {
    const first = view.getUint8(off);
    off += 1;
    if (first < 0x80) {
      text += isUnprintable(first) ? escapeOctal(first) : String.fromCharCode(first);
      continue;
    }
    /* Ones that stand first, as many as the character has octets. */
    const ones = Math.clz32(~(first << 24));
    let code = first & (0x7f >> ones);
    let missing = ones > 1 && ones < 7 ? ones - 1 : -1;
    while (missing > 0 && off < end && (view.getUint8(off) & 0xc0) === 0x80) {
      code = (code << 6) | (view.getUint8(off) & 0x3f);
      missing -= 1;
      off += 1;
    }
    const isWhole = missing === 0 && isCharacter(code, ones);
    text += isWhole ? escapeUnprintable(String.fromCodePoint(code)) : "\uFFFD";
  }
  return text;
}

/** Whether `code` is a character that takes `octets` octets and no fewer (RFC 3629 §3). */
function isCharacter(code: number, octets: number): boolean {
  if (code >= 0xd800 && code < 0xe000) return false;
  const fewest = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  return code >= 0 && code <= 0x10_ffff && octets === fewest;
}

/** As C writes it: `\t`, `\000`. */
function escapeOctal(code: number): string {
  const letter = CONTROL_LETTERS[code - FIRST_LETTER];
  return `\\${letter ?? code.toString(8).padStart(3, "0")}`;
}

function escapeUnprintable(text: string): string {
  let escaped = "";
  for (const character of text) {
    const code = character.codePointAt(0)!;
    escaped += isUnprintable(code) ? escapeControl(code) : character;
  }
  return escaped;
}

function isUnprintable(code: number): boolean {
  return (
    code < 0x20 ||
    (code >= 0x7f && code < 0xa0) ||
    code === 0x061c ||
    (code >= 0x200e && code <= 0x200f) ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

function escapeControl(code: number): string {
  switch (code) {
    case 0x09:
      return "\\t";
    case 0x0a:
      return "\\n";
    case 0x0d:
      return "\\r";
    default:
      return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  }
}
