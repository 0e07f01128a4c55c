/** The data of resource records: as fields of a tree, and as the few words of the Info column. */

import { formatIpv4, readIpv6 } from "../address.ts";
import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { RecordType } from "./dns.ts";
import * as fields from "./dns-fields.ts";
import { readName, skipName } from "./dns-name.ts";
import type { RecordCursor } from "./dns-record.ts";
import { readText } from "./name-text.ts";

/** How tshark writes the name of the root. */
export const ROOT = "<Root>";

/** Adds the data of the record under the cursor, of the message that starts at `message`. */
export function addRecordData(tree: Tree, message: number, record: RecordCursor): void {
  const { dataStart: start, dataEnd: end } = record;
  const addIn = (spec: FieldSpec, off: number, octets = spec.octets): void => {
    if (off + octets <= end) tree.add(spec, off, octets);
  };
  switch (record.type) {
    case RecordType.A:
      addIn(fields.A, start);
      return;
    case RecordType.AAAA:
      addIn(fields.AAAA, start);
      return;
    case RecordType.CNAME:
      addName(tree, fields.CNAME, message, start, end);
      return;
    case RecordType.NS:
      addName(tree, fields.NS, message, start, end);
      return;
    case RecordType.PTR:
      addName(tree, fields.PTR, message, start, end);
      return;
    case RecordType.MX:
      addIn(fields.MX_PREFERENCE, start);
      addName(tree, fields.MX_EXCHANGE, message, start + 2, end);
      return;
    case RecordType.TXT:
      addTexts(tree, start, end);
      return;
    case RecordType.SRV:
      addIn(fields.SRV_PRIORITY, start);
      addIn(fields.SRV_WEIGHT, start + 2);
      addIn(fields.SRV_PORT, start + 4);
      addName(tree, fields.SRV_TARGET, message, start + 6, end);
      return;
    case RecordType.SOA: {
      const mailbox = addName(tree, fields.SOA_PRIMARY, message, start, end);
      const numbers = addName(tree, fields.SOA_MAILBOX, message, mailbox, end);
      addIn(fields.SOA_SERIAL, numbers);
      addIn(fields.SOA_REFRESH, numbers + 4);
      addIn(fields.SOA_RETRY, numbers + 8);
      addIn(fields.SOA_EXPIRE, numbers + 12);
      addIn(fields.SOA_MINIMUM, numbers + 16);
      return;
    }
    case RecordType.SVCB:
    case RecordType.HTTPS: {
      addIn(fields.SVCB_PRIORITY, start);
      const parameters = addName(tree, fields.SVCB_TARGET, message, start + 2, end);
      addServiceParameters(tree, parameters, end);
      return;
    }
    default:
      return;
  }
}

/** @returns the offset behind the name, `end` where it is malformed */
function addName(tree: Tree, spec: FieldSpec, message: number, off: number, end: number): number {
  const after = off < end ? skipName(tree.view, off, end) : -1;
  if (after < 0) return end;
  tree.value(spec, readName(tree.view, message, off, tree.packet.payloadEnd) || ROOT, off, after);
  return after;
}

/** Character strings, RFC 1035 §3.3.14. */
function addTexts(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off < end) {
    const after = off + 1 + tree.view.getUint8(off);
    if (after > end) return;
    tree.add(fields.TXT_LENGTH, off);
    tree.value(fields.TXT, readText(tree.view, off + 1, after), off + 1, after);
    off = after;
  }
}

/** Parameters of SVCB and HTTPS records, RFC 9460 §14.3.2. */
function addServiceParameters(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off + 4 <= end) {
    const value = off + 4;
    const after = value + tree.view.getUint16(off + 2);
    if (after > end) return;
    const key = tree.view.getUint16(off);
    tree.inside(tree.add(fields.SVCB_KEY, off), () => addParameterValue(tree, key, value, after));
    off = after;
  }
}

function addParameterValue(tree: Tree, key: number, start: number, end: number): void {
  const { view } = tree;
  if (key === 1) {
    for (
      let at = start;
      at < end && at + 1 + view.getUint8(at) <= end;
      at += 1 + view.getUint8(at)
    ) {
      const after = at + 1 + view.getUint8(at);
      tree.value(fields.SVCB_ALPN, readText(view, at + 1, after), at + 1, after);
    }
  } else if (key === 3 && end - start === 2) {
    tree.add(fields.SVCB_PORT, start);
  } else if (key === 4) {
    for (let at = start; at + 4 <= end; at += 4) tree.add(fields.SVCB_IPV4, at);
  } else if (key === 6) {
    for (let at = start; at + 16 <= end; at += 16) tree.add(fields.SVCB_IPV6, at);
  }
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
  const name = (off: number): string => readName(view, message, off, end) || ROOT;
  switch (record.type) {
    case RecordType.A:
      return record.dataLength === 4 ? formatIpv4(view.getUint32(start)) : "";
    case RecordType.AAAA:
      return record.dataLength === 16 ? readIpv6(view, start) : "";
    case RecordType.CNAME:
    case RecordType.NS:
    case RecordType.PTR:
    case RecordType.SOA:
      return record.dataLength > 0 ? name(start) : "";
    case RecordType.MX:
      return record.dataLength > 2 ? `${view.getUint16(start)} ${name(start + 2)}` : "";
    case RecordType.SRV: {
      if (dataEnd - start < 7) return "";
      const [priority, weight] = [view.getUint16(start), view.getUint16(start + 2)];
      return `${priority} ${weight} ${view.getUint16(start + 4)} ${name(start + 6)}`;
    }
    default:
      return "";
  }
}
