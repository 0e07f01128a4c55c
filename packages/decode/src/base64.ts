/** Base 64 with padding, RFC 4648 §4. */

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The octets `[start, end)` as text. */
export function encodeBase64(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off < end; off += 3) {
    const left = Math.min(3, end - off);
    let word = 0;
    for (let i = 0; i < 3; i += 1) word = (word << 8) | (i < left ? view.getUint8(off + i) : 0);
    for (let i = 0; i < 4; i += 1) text += i <= left ? DIGITS[(word >>> (18 - 6 * i)) & 63] : "=";
  }
  return text;
}

/** One octet per character; undefined where the text is no base 64. */
export function decodeBase64(text: string): string | undefined {
  const digits = text.replace(/={1,2}$/, "");
  if (digits.length % 4 === 1) return undefined;
  let decoded = "";
  let bits = 0;
  let held = 0;
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    decoded += String.fromCharCode((held >>> bits) & 0xff);
  }
  return decoded;
}

/** As {@link decodeBase64}, safe to show: everything but printable ASCII becomes a full stop. */
export function decodeBase64Text(text: string): string | undefined {
  return decodeBase64(text)?.replace(/[^\x20-\x7e]/g, ".");
}
