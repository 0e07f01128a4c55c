/** Octets to text without a platform decoder, for fields that people read. */

/** Every octet in base 16. */
const OCTETS: readonly string[] = Array.from({ length: 256 }, (_, octet) =>
  octet.toString(16).padStart(2, "0"),
);

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
