/** Octets to text without a platform decoder, for fields that people read. */

/** Every octet in base 16. */
const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, "0"),
);

/** UTF-8, with U+FFFD for each octet that does not fit (RFC 3629). */
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
    if (more < 0 || first > 0xf4) {
      code = -1;
    } else {
      while (length <= more) {
        const next = off + length < end ? view.getUint8(off + length) : 0;
        if ((next & 0xc0) !== 0x80) break;
        code = (code << 6) | (next & 0x3f);
        length += 1;
      }
      const shortest = more === 1 ? 0x80 : more === 2 ? 0x800 : 0x1_0000;
      const surrogate = code >= 0xd800 && code <= 0xdfff;
      if (length <= more || code < shortest || surrogate || code > 0x10_ffff) code = -1;
    }
    text += code < 0 ? "\uFFFD" : String.fromCodePoint(code);
    off += code < 0 ? 1 : length;
  }
  return text;
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
