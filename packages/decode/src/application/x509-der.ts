/** The Distinguished Encoding Rules, X.690: elements of a type, a length and contents. */

export interface DerElement {
  /** Class, construction and number in one octet; types of higher numbers are not read. */
  readonly tag: number;
  /** Of the tag. */
  readonly start: number;
  /** Of the first octet of contents. */
  readonly body: number;
  readonly end: number;
}

export const Tag = {
  Boolean: 0x01,
  Integer: 0x02,
  BitString: 0x03,
  OctetString: 0x04,
  ObjectIdentifier: 0x06,
  Enumerated: 0x0a,
  Utf8String: 0x0c,
  PrintableString: 0x13,
  TeletexString: 0x14,
  Ia5String: 0x16,
  UtcTime: 0x17,
  GeneralizedTime: 0x18,
  UniversalString: 0x1c,
  BmpString: 0x1e,
  Sequence: 0x30,
  Set: 0x31,
} as const;

/** Of the element that is a choice's `number`th alternative or an optional part, constructed. */
export function contextTag(number: number): number {
  return 0xa0 | number;
}

/** Elements of one list that are read: no certificate in use comes near. */
const MAX_ELEMENTS = 512;

/** Longest object identifier that is read, in octets. */
const MAX_IDENTIFIER = 64;

/** The element at `at`; undefined where it does not end before `end` or has an indefinite length. */
export function derElement(view: DataView, at: number, end: number): DerElement | undefined {
  if (at + 2 > end) return undefined;
  const tag = view.getUint8(at);
  if ((tag & 0x1f) === 0x1f) return undefined;
  let length = view.getUint8(at + 1);
  let body = at + 2;
  if (length >= 0x80) {
    const octets = length & 0x7f;
    if (octets === 0 || octets > 3 || body + octets > end) return undefined;
    length = 0;
    for (let i = 0; i < octets; i += 1) length = (length << 8) | view.getUint8(body + i);
    body += octets;
  }
  return body + length <= end ? { tag, start: at, body, end: body + length } : undefined;
}

/** The elements that fill `[start, end)`, up to the first that is none. */
function derElements(view: DataView, start: number, end: number): DerElement[] {
  const found: DerElement[] = [];
  let at = start;
  while (found.length < MAX_ELEMENTS) {
    const element = derElement(view, at, end);
    if (element === undefined) return found;
    found.push(element);
    at = element.end;
  }
  return found;
}

/** The elements inside a constructed one. */
export function derChildren(view: DataView, element: DerElement): DerElement[] {
  return derElements(view, element.body, element.end);
}

/** `2.5.4.3`; empty for an identifier that is malformed or beyond reason (X.690 §8.19). */
export function objectIdentifier(view: DataView, { body, end }: DerElement): string {
  if (end - body > MAX_IDENTIFIER) return "";
  const arcs: number[] = [];
  let arc = 0;
  for (let at = body; at < end; at += 1) {
    const octet = view.getUint8(at);
    arc = arc * 128 + (octet & 0x7f);
    if (arc > Number.MAX_SAFE_INTEGER / 256) return "";
    if (octet & 0x80) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(arc / 40));
      arcs.push(first);
      arc -= 40 * first;
    }
    arcs.push(arc);
    arc = 0;
  }
  return arcs.join(".");
}

/** `2023-06-14 00:00:00 (UTC)` of a UTCTime or GeneralizedTime; the octets as they are if they are neither. */
export function timeText(text: string, tag: number): string {
  const long = tag === Tag.UtcTime ? `${Number(text.slice(0, 2)) < 50 ? "20" : "19"}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?Z$/.exec(long);
  if (match === null) return text;
  const [, year, month, day, hour, minute, second = "00"] = match;
  return `${year}-${month}-${day} ${hour}:${minute}:${second} (UTC)`;
}
