/** The data of resource records: as fields of a tree, and as the few words of the Info column. */

import { formatIpv4, readIpv6 } from "../address.ts";
import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { RecordType } from "./dns.ts";
import * as fields from "./dns-fields.ts";
import { LAYOUTS, type Part } from "./dns-layout.ts";
import { expandName } from "./dns-name.ts";
import { addOptions } from "./dns-options.ts";
import type { RecordCursor } from "./dns-record.ts";
import { addServiceParameters } from "./dns-service.ts";
import { addTransactionSignature } from "./dns-tsig.ts";
import { readText } from "./name-text.ts";
import { formatTime } from "./time-text.ts";
import { addWithin } from "./within.ts";

/** Windows of a bitmap of record types, RFC 4034 §4.1.2. */
const MAX_WINDOWS = 256;

/** What a record's data is read with. */
interface RecordData {
  readonly tree: Tree;
  /** Offset of the message, from which names point. */
  readonly message: number;
  /** End of the message. */
  readonly limit: number;
  readonly start: number;
  readonly end: number;
}

/** Adds the data of the record under the cursor, of the message in `[message, limit)`. */
export function addRecordData(
  tree: Tree,
  message: number,
  limit: number,
  record: RecordCursor,
): void {
  const data = { tree, message, limit, start: record.dataStart, end: record.dataEnd };
  let off = data.start;
  const layout = LAYOUTS[record.type] ?? [];
  for (const part of layout) {
    off = addPart(data, part, off);
    if (off > data.end) return;
  }
  addRemainder(data, record.type, off, layout.length > 0);
}

/** What follows the fixed layout of a type, or is all of its data. */
function addRemainder(data: RecordData, type: number, off: number, isKnown: boolean): void {
  const { tree, end } = data;
  switch (type) {
    case RecordType.OPT:
      addOptions(tree, off, end);
      return;
    case RecordType.SVCB:
    case RecordType.HTTPS:
      addServiceParameters(tree, off, end);
      return;
    case RecordType.DNSKEY:
    case RecordType.CDNSKEY:
      tree.value(fields.KEY_ID, keyId(tree.view, data.start, end), data.start, end);
      if (off < end) tree.add(fields.PUBLIC_KEY, off, end - off);
      return;
    case RecordType.NSEC3:
      addNextHash(data, off);
      return;
    case RecordType.CAA:
      addAuthorization(tree, off, end);
      return;
    case RecordType.TSIG:
      addTransactionSignature(tree, data.message, data.limit, off, end);
      return;
    case RecordType.NXT:
      return;
    case RecordType.WKS:
      for (let at = off; at < end; at += 1) tree.add(fields.WKS_BITS, at);
      return;
    default:
      if (!isKnown && off < end) tree.add(fields.DATA, off, end - off);
  }
}

/** @returns the offset behind the part, beyond the data's end where the part does not fit */
function addPart(data: RecordData, { kind, spec, length, bits }: Part, off: number): number {
  const { tree, end } = data;
  const { view } = tree;
  switch (kind) {
    case "fixed":
      tree.inside(addWithin(tree, spec, off, end), () => {
        for (const bit of bits ?? []) tree.add(bit, off);
      });
      return off + spec.octets;
    case "name":
      return addName(data, spec, off);
    case "time":
      if (off + 4 <= end) tree.value(spec, formatTime(view.getUint32(off), 0), off, off + 4);
      return off + 4;
    case "rest":
      if (off < end) tree.add(spec, off, end - off);
      return end;
    case "text":
      tree.value(spec, readText(view, off, end), off, end);
      return end;
    case "types":
      return addTypes(tree, off, end);
    case "counted":
      return off < end ? addCounted(tree, spec, length!, off, end) : off;
    case "sized":
      return addSized(tree, spec, length!, off, end);
    case "texts": {
      let at = off;
      while (at < end) at = addCounted(tree, spec, length!, at, end);
      return end;
    }
  }
}

/** A character string, RFC 1035 §3.3. */
function addCounted(
  tree: Tree,
  spec: FieldSpec,
  length: FieldSpec,
  off: number,
  end: number,
): number {
  const after = off + 1 + tree.view.getUint8(off);
  tree.add(length, off);
  if (after > end) return end + 1;
  tree.value(spec, readText(tree.view, off + 1, after), off + 1, after);
  return after;
}

function addSized(
  tree: Tree,
  spec: FieldSpec,
  length: FieldSpec,
  off: number,
  end: number,
): number {
  if (off >= end) return end + 1;
  const after = off + 1 + tree.view.getUint8(off);
  tree.add(length, off);
  if (after > end) return end + 1;
  if (after > off + 1) tree.add(spec, off + 1, after - off - 1);
  return after;
}

function addName({ tree, message, limit, end }: RecordData, spec: FieldSpec, off: number): number {
  if (off >= end) return end + 1;
  const { name, after, isMalformed } = expandName(tree.view, message, off, limit);
  if (isMalformed) return end + 1;
  tree.value(spec, name, off, Math.min(after, end));
  return after;
}

/** The record types that exist at a name. */
function addTypes(tree: Tree, start: number, end: number): number {
  const { view } = tree;
  let off = start;
  for (let left = MAX_WINDOWS; left > 0 && off + 2 <= end; left -= 1) {
    const window = view.getUint8(off) << 8;
    const octets = Math.min(view.getUint8(off + 1), 32, end - off - 2);
    for (let bit = 0; bit < 8 * octets; bit += 1) {
      const at = off + 2 + (bit >>> 3);
      if ((view.getUint8(at) & (0x80 >>> (bit & 7))) === 0) continue;
      tree.value(fields.RECORD_TYPE, window + bit, at, at + 1);
    }
    off += 2 + view.getUint8(off + 1);
  }
  return end;
}

const BASE_32 = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

/** The hash of the next owner's name and the types that exist (RFC 5155 §3.2). */
function addNextHash({ tree, end }: RecordData, off: number): void {
  if (addWithin(tree, fields.HASH_LENGTH, off, end) === undefined) return;
  const start = off + 1;
  const after = start + tree.view.getUint8(off);
  if (after > end) return;
  tree.value(fields.HASH_VALUE, readBase32(tree.view, start, after), start, after);
  addTypes(tree, after, end);
}

/** Base 32 with the extended alphabet and without padding, RFC 4648 §7. */
function readBase32(view: DataView, start: number, end: number): string {
  let text = "";
  let bits = 0;
  let value = 0;
  for (let off = start; off < end; off += 1) {
    value = ((value << 8) | view.getUint8(off)) & 0xfff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += BASE_32[(value >>> (bits - 5)) & 0x1f];
  }
  return bits === 0 ? text : text + BASE_32[(value << (5 - bits)) & 0x1f];
}

/** The number by which signatures refer to a key, RFC 4034 Appendix B. */
function keyId(view: DataView, start: number, end: number): number {
  let sum = 0;
  for (let off = start; off < end; off += 1) {
    sum += ((off - start) & 1) === 0 ? view.getUint8(off) << 8 : view.getUint8(off);
  }
  return (sum + ((sum >>> 16) & 0xffff)) & 0xffff;
}

/** Which authorities may issue certificates, RFC 8659 §4.1. */
function addAuthorization(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  if (start + 2 > end) return;
  tree.inside(tree.add(fields.CAA_FLAGS, start), () => tree.add(fields.CAA_CRITICAL, start));
  const tag = start + 2;
  const value = tag + view.getUint8(start + 1);
  if (value > end) return;
  const name = readText(view, tag, value);
  const spec = fields.CAA_TAGS.get(name) ?? fields.CAA_UNKNOWN;
  tree.inside(tree.value(spec, readText(view, value, end), start + 1, end), () => {
    tree.add(fields.CAA_TAG_LENGTH, start + 1);
    tree.value(fields.CAA_TAG, name, tag, value);
    tree.value(fields.CAA_VALUE, readText(view, value, end), value, end);
  });
}

/** What the Info column says behind the type: `93.184.216.34`, `10 mail.example.com`; or nothing. */
export function recordSummary(
  view: DataView,
  message: number,
  end: number,
  record: RecordCursor,
): string {
  const { dataStart: start, dataEnd } = record;
  if (!record.isWhole) return "";
  const name = (off: number): string => expandName(view, message, off, end).name;
  switch (record.type) {
    case RecordType.A:
      return record.dataLength === 4 ? formatIpv4(view.getUint32(start)) : "";
    case RecordType.AAAA:
      return record.dataLength === 16 ? readIpv6(view, start) : "";
    case RecordType.CNAME:
    case RecordType.NS:
    case RecordType.PTR:
    case RecordType.SOA:
    case RecordType.DNAME:
    case RecordType.NSEC:
      return record.dataLength > 0 ? name(start) : "";
    case RecordType.MX:
      return record.dataLength > 2 ? `${view.getUint16(start)} ${name(start + 2)}` : "";
    case RecordType.SRV: {
      if (dataEnd - start < 7) return "";
      const [priority, weight] = [view.getUint16(start), view.getUint16(start + 2)];
      return `${priority} ${weight} ${view.getUint16(start + 4)} ${name(start + 6)}`;
    }
    case RecordType.NAPTR: {
      if (dataEnd - start < 5) return "";
      const flagsEnd = Math.min(dataEnd, start + 5 + view.getUint8(start + 4));
      const flags = readText(view, start + 5, flagsEnd);
      return `${view.getUint16(start)} ${view.getUint16(start + 2)} ${flags}`;
    }
    default:
      return "";
  }
}
