/** BACnet's tags, ANSI/ASHRAE 135-2020 clause 20.2.1: what stands in front of every value. */

/** Application tag numbers, clause 20.2.1.4. */
export const TagNumber = {
  Null: 0,
  Boolean: 1,
  Unsigned: 2,
  Signed: 3,
  Real: 4,
  Double: 5,
  OctetString: 6,
  CharacterString: 7,
  BitString: 8,
  Enumerated: 9,
  Date: 10,
  Time: 11,
  ObjectIdentifier: 12,
} as const;

export interface Tag {
  readonly start: number;
  /** First octet of the value. */
  readonly content: number;
  /** One past the value; equal to `content` for a tag that has none in octets. */
  readonly end: number;
  readonly number: number;
  readonly context: boolean;
  readonly kind: "value" | "opening" | "closing";
  /** The length, or the value itself of an application-tagged boolean. */
  readonly length: number;
}

/** The number stands in an octet of its own. */
const EXTENDED_NUMBER = 15;
const EXTENDED_LENGTH = 5;
const OPENING = 6;
const CLOSING = 7;

/** Lengths in an octet of their own announce longer lengths by these. */
const LENGTH_OF_16_BITS = 254;
const LENGTH_OF_32_BITS = 255;

/** The tag at `off`, undefined where it or its value is cut off. */
export function readTag(view: DataView, off: number, end: number): Tag | undefined {
  if (off >= end) return undefined;
  const first = view.getUint8(off);
  const context = (first & 0x08) !== 0;
  let number = first >>> 4;
  let content = off + 1;
  if (number === EXTENDED_NUMBER) {
    if (content >= end) return undefined;
    number = view.getUint8(content);
    content += 1;
  }
  let length = first & 0x07;
  if (context && (length === OPENING || length === CLOSING)) {
    const kind = length === OPENING ? "opening" : "closing";
    return { start: off, content, end: content, number, context, kind, length: 0 };
  }
  if (length === EXTENDED_LENGTH) {
    if (content >= end) return undefined;
    length = view.getUint8(content);
    const octets = length === LENGTH_OF_32_BITS ? 4 : length === LENGTH_OF_16_BITS ? 2 : 0;
    content += 1;
    if (content + octets > end) return undefined;
    if (octets === 4) length = view.getUint32(content);
    else if (octets === 2) length = view.getUint16(content);
    content += octets;
  }
  const inline = !context && number === TagNumber.Boolean;
  const after = inline ? content : content + length;
  if (after > end) return undefined;
  return { start: off, content, end: after, number, context, kind: "value", length };
}

/** The unsigned integer of the tag; exact up to six octets, which is all that the standard has. */
export function unsignedOf(view: DataView, tag: Tag): number {
  let value = 0;
  for (let off = tag.content; off < tag.end; off += 1) value = value * 256 + view.getUint8(off);
  return value;
}

/** The two's complement integer of the tag. */
export function signedOf(view: DataView, tag: Tag): number {
  const octets = tag.end - tag.content;
  if (octets === 0) return 0;
  const value = unsignedOf(view, tag);
  return view.getUint8(tag.content) < 0x80 ? value : value - 256 ** octets;
}
