/** Kerberos version 5, RFC 4120, with what Windows adds (MS-KILE). */

import { defineField } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { type BerItem, itemLength, readInteger, readItem, readItems } from "./ber.ts";
import { addShape } from "./ber-schema.ts";
import { ERROR, FIELDS, MESSAGES, structure } from "./kerberos-schema.ts";
import { errorName } from "./kerberos-values.ts";
import { dissectKerberos4, isKerberos4, KERBEROS4_FIELDS } from "./kerberos4.ts";

const PORT = 88;
const TCP = 6;

/** Over TCP, the message's length in 31 bits stands in front (RFC 4120 §7.2.2). */
const RECORD_MARK = 4;

/** Longest message that is waited for, in octets. */
const MAX_MESSAGE = 0xf_ffff;

/**
 * A message's tag around a sequence that starts with version 5 (`30 len a0|a1 03 02 01 05`), or with the
 * version's place skipped in none: forty bits that all agree.
 */
function isMessage(view: DataView, off: number, end: number): boolean {
  if (off + 2 > end || MESSAGES[view.getUint8(off)] === undefined) return false;
  const outer = headerLength(view, off, end);
  if (outer < 0 || off + outer >= end || view.getUint8(off + outer) !== 0x30) return false;
  const inner = headerLength(view, off + outer, end);
  if (inner < 0) return false;
  const version = off + outer + inner;
  return (
    version + 5 <= end &&
    (view.getUint8(version) & 0xfe) === 0xa0 &&
    view.getUint32(version + 1) === 0x0302_0105
  );
}

/** Octets of tag and length; -1 where they are malformed. */
function headerLength(view: DataView, off: number, end: number): number {
  if (itemLength(view, off, end) < 0) return -1;
  const first = view.getUint8(off + 1);
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

const RECORD_RESERVED = defineField("kerberos.rm.reserved", "boolean", "Reserved", {
  octets: 4,
  mask: 0x8000_0000 | 0,
});
const RECORD_LENGTH = defineField("kerberos.rm.length", "uint32", "Record Length", {
  mask: 0x7fff_ffff,
});
function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart, payloadEnd: end } = packet;
  const isStream = packet.ipProtocol === TCP;
  const off = isStream ? payloadStart + RECORD_MARK : payloadStart;
  if (!isStream && isKerberos4(view, off, end)) {
    tree.mention("kerberos");
    dissectKerberos4(tree, off, end);
    return;
  }
  if (!isMessage(view, off, end)) return;
  const [name, members] = MESSAGES[view.getUint8(off)]!;
  tree.layer("kerberos", "Kerberos", payloadStart, end);
  tree.summarize(name);
  if (isStream) {
    tree.add(RECORD_RESERVED, payloadStart);
    tree.add(RECORD_LENGTH, payloadStart);
  }
  const item = readItem(view, off, end);
  const body = item && readItem(view, item.value, item.end);
  if (body === undefined) return;
  const group = `${name.toLowerCase().replaceAll(/[- ]/g, "_")}_element`;
  addShape(tree, structure(group, members), body);
  tree.show("KRB5", members === ERROR ? `KRB Error: ${errorOf(view, body)}` : name);
}

function errorOf(view: DataView, body: BerItem): string {
  const code = readItems(view, body.value, body.end).find(({ tag }) => tag === 0xa6);
  const value = code && readItem(view, code.value, code.end);
  return value === undefined ? "" : errorName(readInteger(view, value));
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < RECORD_MARK) return 0;
  const length = view.getUint32(off) & 0x7fff_ffff;
  return length > MAX_MESSAGE ? end - off : RECORD_MARK + length;
}

export const KERBEROS_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Kerberos],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  stream: {
    firstOctets: [0x00],
    matches: (view, off, end) => end - off > RECORD_MARK && isMessage(view, off + RECORD_MARK, end),
  },
  datagram: {
    firstOctets: Object.keys(MESSAGES).map(Number),
    matches: isMessage,
  },
  fields: [...FIELDS, RECORD_RESERVED, RECORD_LENGTH, ...KERBEROS4_FIELDS],
  takesAnything: true,
  dissect,
  messageLength,
};
