/**
 * The basic encoding rules of ASN.1 (ITU-T X.690 §8), as far as network protocols use them.
 *
 * Tags are the identifier octet alone and lengths are definite: SNMP, LDAP and Kerberos need no more.
 */

/** Universal tags. */
export const Tag = {
  Boolean: 0x01,
  Integer: 0x02,
  BitString: 0x03,
  OctetString: 0x04,
  Null: 0x05,
  Oid: 0x06,
  Enumerated: 0x0a,
  Sequence: 0x30,
  Set: 0x31,
} as const;

/** Items of one constructed value that are read. */
const MAX_ITEMS = 1000;

/** Arcs of an object identifier that are written. */
const MAX_ARCS = 128;

const CONSTRUCTED = 0x20;

export interface BerItem {
  /** The identifier octet: class, constructed or not, number. */
  readonly tag: number;
  /** Offset of the identifier octet. */
  readonly start: number;
  /** Offset of the value. */
  readonly value: number;
  readonly end: number;
}

/**
 * The item at `off`; undefined where none that fits stands there.
 *
 * A constructed item that reaches beyond `end` is cut there, so that its first members can be read.
 */
export function readItem(view: DataView, off: number, end: number): BerItem | undefined {
  if (off + 2 > end) return undefined;
  const tag = view.getUint8(off);
  const value = valueStart(view, off, end);
  if (value < 0) return undefined;
  const stop = value + valueLength(view, off, value);
  if (stop <= end) return { tag, start: off, value, end: stop };
  return (tag & CONSTRUCTED) !== 0 ? { tag, start: off, value, end } : undefined;
}

/** Octets of the item at `off` with its header; -1 where no length stands there. Allocates nothing. */
export function itemLength(view: DataView, off: number, end: number): number {
  const value = off + 2 > end ? -1 : valueStart(view, off, end);
  return value < 0 ? -1 : value - off + valueLength(view, off, value);
}

/** Offset behind the length, which is one octet or up to four behind their number; -1 if malformed. */
function valueStart(view: DataView, off: number, end: number): number {
  const first = view.getUint8(off + 1);
  if (first < 0x80) return off + 2;
  const octets = first & 0x7f;
  return octets < 1 || octets > 4 || off + 2 + octets > end ? -1 : off + 2 + octets;
}

function valueLength(view: DataView, off: number, value: number): number {
  if (value === off + 2) return view.getUint8(off + 1);
  let length = 0;
  for (let at = off + 2; at < value; at += 1) length = length * 256 + view.getUint8(at);
  return length;
}

/** The items of `[start, end)`, up to the first that is malformed. */
export function readItems(view: DataView, start: number, end: number): BerItem[] {
  const items: BerItem[] = [];
  let off = start;
  while (items.length < MAX_ITEMS) {
    const item = readItem(view, off, end);
    if (item === undefined) return items;
    items.push(item);
    off = item.end;
  }
  return items;
}

/** A two's complement integer, exact up to 53 bits; 0 for one without octets. */
export function readInteger(view: DataView, item: BerItem): number {
  if (item.value >= item.end) return 0;
  let value = view.getInt8(item.value);
  for (let at = item.value + 1; at < item.end; at += 1) value = value * 256 + view.getUint8(at);
  return value;
}

/** The octets as an unsigned integer, exact up to 53 bits. */
export function readUnsigned(view: DataView, item: BerItem): number {
  let value = 0;
  for (let at = item.value; at < item.end; at += 1) value = value * 256 + view.getUint8(at);
  return value;
}

/** `1.3.6.1.2.1`; the first two arcs share an octet (X.690 §8.19). */
export function readOid(view: DataView, item: BerItem): string {
  const arcs: number[] = [];
  let arc = 0;
  for (let at = item.value; at < item.end && arcs.length < MAX_ARCS; at += 1) {
    const octet = view.getUint8(at);
    arc = arc * 128 + (octet & 0x7f);
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(arc / 40));
      arcs.push(first, arc - 40 * first);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  return arcs.join(".");
}
