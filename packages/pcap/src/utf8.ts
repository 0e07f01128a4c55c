/** UTF-8 (RFC 3629) for the strings inside capture files; off the hot path. */

const REPLACEMENT = 0xfffd;

/**
 * Decodes `[start, end)` up to a NUL, with which some writers end their strings; each octet that no
 * well-formed sequence holds becomes U+FFFD.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = "";
  let offset = start;
  while (offset < end && bytes[offset] !== 0) {
    const length = sequenceLength(bytes, offset, end);
    text += String.fromCodePoint(length === 0 ? REPLACEMENT : codePoint(bytes, offset, length));
    offset += Math.max(length, 1);
  }
  return text;
}

/** Encodes `text`; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const octets: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const point = code >= 0xd800 && code <= 0xdfff ? REPLACEMENT : code;
    if (point < 0x80) {
      octets.push(point);
    } else if (point < 0x800) {
      octets.push(0xc0 | (point >> 6), continuation(point));
    } else if (point < 0x1_0000) {
      octets.push(0xe0 | (point >> 12), continuation(point >> 6), continuation(point));
    } else {
      octets.push(
        0xf0 | (point >> 18),
        continuation(point >> 12),
        continuation(point >> 6),
        continuation(point),
      );
    }
  }
  return Uint8Array.from(octets);
}

function continuation(point: number): number {
  return 0x80 | (point & 0x3f);
}

/** Octets of the well-formed sequence at `offset` (RFC 3629 §4), 0 when there is none. */
function sequenceLength(bytes: Uint8Array, offset: number, end: number): number {
  const lead = bytes[offset]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xc2 && lead < 0xe0 ? 2 : lead < 0xe0 ? 0 : lead < 0xf0 ? 3 : 4;
  if (length === 0 || lead > 0xf4 || offset + length > end) return 0;
  for (let index = 1; index < length; index++) {
    if ((bytes[offset + index]! & 0xc0) !== 0x80) return 0;
  }
  const second = bytes[offset + 1]!;
  if (lead === 0xe0 && second < 0xa0) return 0;
  if (lead === 0xed && second > 0x9f) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  if (lead === 0xf4 && second > 0x8f) return 0;
  return length;
}

function codePoint(bytes: Uint8Array, offset: number, length: number): number {
  const lead = bytes[offset]!;
  if (length === 1) return lead;
  let point = lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index++)
    point = (point << 6) | (bytes[offset + index]! & 0x3f);
  return point;
}
