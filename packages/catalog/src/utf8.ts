/**
 * Text of well-formed UTF-8 in `[start, end)`; for files of our own making. It is made at once: a text that
 * grows by a character at a time stays a chain of its pieces, thirty times as large.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  const points: number[] = [];
  let at = start;
  while (at < end) {
    const first = bytes[at]!;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let point = length === 1 ? first : first & (0x7f >> length);
    for (let i = 1; i < length; i += 1) point = (point << 6) | ((bytes[at + i] ?? 0) & 0x3f);
    points.push(point);
    at += length;
  }
  return String.fromCodePoint(...points);
}
