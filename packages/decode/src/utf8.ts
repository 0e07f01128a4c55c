/** UTF-8, RFC 3629, where the platform may have no coder. */

const REPLACEMENT = 0xfffd;
/** Characters made into text at once: one by one they would stay a chain; all at once is beyond some engines. */
const CHUNK = 4096;

/**
 * The text in `[start, end)`, with U+FFFD for each octet that does not fit.
 *
 * The start of a character that breaks off counts as one, as Unicode recommends (§3.9, U+FFFD substitution).
 */
export function readUtf8(view: DataView, start: number, end: number): string {
  let text = "";
  let points: number[] = [];
  let off = start;
  while (off < end) {
    const first = view.getUint8(off);
    const more = following(first);
    let point = more > 0 ? first & (0x3f >> more) : first;
    let length = 1;
    while (length <= more && off + length < end) {
      const next = view.getUint8(off + length);
      if ((next & 0xc0) !== 0x80 || (length === 1 && !mayFollow(first, next))) break;
      point = (point << 6) | (next & 0x3f);
      length += 1;
    }
    points.push(length === more + 1 ? point : REPLACEMENT);
    off += length;
    if (points.length === CHUNK) {
      text += String.fromCodePoint(...points);
      points = [];
    }
  }
  return text + String.fromCodePoint(...points);
}

/** `text` in UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  const octets = new Uint8Array(utf8Length(text));
  writeUtf8(text, octets, 0);
  return octets;
}

/** Octets of `text` in UTF-8. */
export function utf8Length(text: string): number {
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) length += 1;
    else if (unit < 0x800) length += 2;
    else if (isPair(text, i)) {
      length += 4;
      i += 1;
    } else length += 3;
  }
  return length;
}

/**
 * Writes what {@link encodeUtf8} makes of `text` at `offset`, where there must be room for
 * {@link utf8Length} octets; returns the offset behind it.
 */
export function writeUtf8(text: string, octets: Uint8Array, offset: number): number {
  let at = offset;
  for (let i = 0; i < text.length; i += 1) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      octets[at++] = point;
      continue;
    }
    if (point < 0x800) {
      octets[at++] = 0xc0 | (point >> 6);
      octets[at++] = 0x80 | (point & 0x3f);
      continue;
    }
    if (isPair(text, i)) {
      point = text.codePointAt(i)!;
      i += 1;
      octets[at++] = 0xf0 | (point >> 18);
      octets[at++] = 0x80 | ((point >> 12) & 0x3f);
    } else {
      if (point >= 0xd800 && point <= 0xdfff) point = REPLACEMENT;
      octets[at++] = 0xe0 | (point >> 12);
    }
    octets[at++] = 0x80 | ((point >> 6) & 0x3f);
    octets[at++] = 0x80 | (point & 0x3f);
  }
  return at;
}

/** Octets that follow the first one of a character, -1 for one that begins none. */
function following(first: number): number {
  if (first < 0x80) return 0;
  if (first < 0xc2 || first > 0xf4) return -1;
  return first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
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

function isPair(text: string, i: number): boolean {
  const high = text.charCodeAt(i);
  const low = text.charCodeAt(i + 1);
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}
