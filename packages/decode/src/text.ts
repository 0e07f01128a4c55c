/** Octets to text without a platform decoder, for fields that people read. */

/** Every octet in base 16. */
const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, "0"),
);

/**
 * UTF-8 (RFC 3629), with U+FFFD for each octet that does not fit.
 *
 * The start of a character that breaks off counts as one, as Unicode recommends (§3.9, U+FFFD substitution).
 */
export function readUtf8(view: DataView, start: number, end: number): string {
  let text = "";
  let off = start;
  while (off < end) {
    const first = view.getUint8(off);
    const more = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
    if (more === 0) {
      text += String.fromCharCode(first);
      off += 1;
      continue;
    }
    let code = first & (0x3f >> more);
    let length = 1;
    while (more > 0 && first <= 0xf4 && length <= more && off + length < end) {
      const next = view.getUint8(off + length);
      if ((next & 0xc0) !== 0x80 || (length === 1 && !mayFollow(first, next))) break;
      code = (code << 6) | (next & 0x3f);
      length += 1;
    }
    text += more > 0 && length === more + 1 ? String.fromCodePoint(code) : "\uFFFD";
    off += length;
  }
  return text;
}

/** Leaves out longer forms than need be, surrogates, and what lies beyond U+10FFFF. */
function mayFollow(first: number, second: number): boolean {
  switch (first) {
    case 0xe0:
      return second >= 0xa0;
    case 0xed:
      return second < 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second < 0x90;
    default:
      return true;
  }
}

/** Base 16, two digits per octet, without separators. */
export function readHex(view: DataView, start: number, end: number): string {
  let text = "";
  for (let at = start; at < end; at += 1) text += OCTETS[view.getUint8(at)]!;
  return text;
}

/** `value` in base 16 with at least `digits` digits, without `0x`. */
export function hex(value: number | bigint, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/**
 * One octet per character with everything outside printable ASCII escaped as C does (`\n`, `\x9f`).
 *
 * This is how tshark prints strings, and it keeps control characters out of terminals and pages.
 */
export function readEscaped(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 1) {
    const octet = view.getUint8(off);
    if (octet >= 0x20 && octet < 0x7f) text += String.fromCharCode(octet);
    else if (octet === 0x0a) text += "\\n";
    else if (octet === 0x0d) text += "\\r";
    else if (octet === 0x09) text += "\\t";
    else text += `\\x${hex(octet, 2)}`;
  }
  return text;
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The octets in base 64 with padding, RFC 4648 §4. */
export function base64(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 3) {
    const left = Math.min(3, end - off);
    let word = 0;
    for (let i = 0; i < 3; i += 1) word = (word << 8) | (i < left ? view.getUint8(off + i) : 0);
    for (let i = 0; i < 4; i += 1) text += i <= left ? BASE64[(word >>> (18 - 6 * i)) & 63] : "=";
  }
  return text;
}
