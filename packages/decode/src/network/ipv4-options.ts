/** IPv4 options, RFC 791 §3.1 and the IANA IPv4 option numbers. */

import { formatIpv4 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";

const END_OF_LIST = 0;
const NO_OPERATION = 1;

const NAMES: Readonly<Record<number, string>> = {
  0: "End of Options List (EOL)",
  1: "No Operation (NOP)",
  7: "Record Route",
  25: "Quick-Start",
  68: "Time Stamp",
  130: "Security",
  131: "Loose Source Route",
  134: "Commercial Security",
  136: "Stream Identifier",
  137: "Strict Source Route",
  148: "Router Alert",
};

const TYPE = defineField("ip.opt.type", "uint8", "Type", { values: NAMES });
const LENGTH = defineField("ip.opt.len", "uint8", "Length");
const POINTER = defineField("ip.opt.ptr", "uint8", "Pointer");
const ROUTE = defineField("ip.rec_rt", "ipv4", "Route");
const ROUTER_ALERT = defineField("ip.opt.ra", "uint16", "Router Alert", {
  values: { 0: "Router shall examine packet" },
});

export const IPV4_OPTION_FIELDS: readonly FieldSpec[] = [
  TYPE,
  LENGTH,
  POINTER,
  ROUTE,
  ROUTER_ALERT,
];

/** Adds every option in `[start, end)`; stops at one whose length does not fit. */
export function dissectIpv4Options(tree: Tree, start: number, end: number): void {
  const limit = Math.min(end, tree.packet.end);
  let off = start;
  while (off < limit) {
    const type = tree.view.getUint8(off);
    const single = type === END_OF_LIST || type === NO_OPERATION;
    const length = single ? 1 : off + 1 < limit ? tree.view.getUint8(off + 1) : 0;
    if (length < (single ? 1 : 2) || off + length > limit) return;
    tree.inside(tree.add(TYPE, off), (field) => {
      if (single) return;
      tree.add(LENGTH, off + 1);
      field.text = `${NAMES[type] ?? `Unknown (${type})`}, ${length} octets`;
      addBody(tree, type, off, off + length);
    });
    if (type === END_OF_LIST) return;
    off += length;
  }
}

function addBody(tree: Tree, type: number, off: number, end: number): void {
  if (type === 148 && end - off === 4) tree.add(ROUTER_ALERT, off + 2);
  if (type !== 7 && type !== 131 && type !== 137) return;
  tree.add(POINTER, off + 2, 1);
  for (let at = off + 3; at + 4 <= end; at += 4) {
    const hop = tree.add(ROUTE, at);
    if (hop !== undefined) hop.text = formatIpv4(tree.view.getUint32(at));
  }
}
