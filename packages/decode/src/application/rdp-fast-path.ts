/**
 * Fast-path messages of RDP, which stand in a connection where a TPKT would: MS-RDPBCGR §2.2.8.1.2 and §2.2.9.1.2.
 *
 * Only the header is read: what follows is compressed or encrypted in all but the oldest sessions.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";

/** The header octet, and one or two of length. */
const SHORTEST = 3;

const HEADER = defineField("rdp.fastpath.header", "uint8", "Header", { hex: true });
const ACTION = defineField("rdp.fastpath.action", "uint8", "Action", {
  mask: 0x03,
  values: { 0: "Fastpath", 3: "X.224" },
});
const EVENT_COUNT = defineField("rdp.fastpath.numevents", "uint8", "numEvents", { mask: 0x3c });
const FLAGS = defineField("rdp.fastpath.flags", "uint8", "flags", { mask: 0xc0 });
const LENGTH = defineField("rdp.fastpathPDULength", "uint16", "fastpathPDULength");

export const FAST_PATH_FIELDS: readonly FieldSpec[] = [HEADER, ACTION, EVENT_COUNT, FLAGS, LENGTH];

/** Octets of the message by its header, which counts itself; 0 where none starts at `off`. */
function fastPathLength(view: DataView, off: number, end: number): number {
  if (end - off < SHORTEST || (view.getUint8(off) & 0x03) !== 0) return 0;
  const first = view.getUint8(off + 1);
  return first < 0x80 ? first : ((first & 0x7f) << 8) | view.getUint8(off + 2);
}

/** Appends the payload's layer; returns false where it is no whole message of the fast path. */
export function dissectFastPath(packet: Packet, tree: Tree): boolean {
  const { view, payloadStart: start, payloadEnd: end } = packet;
  const length = fastPathLength(view, start, end);
  if (length < SHORTEST || length > end - start) return false;
  tree.mention("tpkt");
  tree.layer("rdp", "Remote Desktop Protocol", start, start + length);
  const header = tree.add(HEADER, start);
  tree.inside(header, () => {
    tree.add(ACTION, start);
    tree.add(EVENT_COUNT, start);
    tree.add(FLAGS, start);
  });
  const octets = view.getUint8(start + 1) < 0x80 ? 1 : 2;
  tree.value(LENGTH, length, start + 1, start + 1 + octets);
  tree.show("RDP", "Fast-Path PDU");
  return true;
}
