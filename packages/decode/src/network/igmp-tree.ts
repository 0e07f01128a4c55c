/** Fields of IGMP. */

import { formatIpv4 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import * as igmp from "./igmp.ts";

const V3_REPORT = 0x22;

const TYPES: Readonly<Record<number, string>> = {
  17: "Membership Query",
  18: "Membership Report (v1)",
  19: "DVMRP",
  22: "Membership Report (v2)",
  23: "Leave Group",
  34: "Membership Report (v3)",
};

const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: "Mode Is Include",
  2: "Mode Is Exclude",
  3: "Change To Include Mode",
  4: "Change To Exclude Mode",
  5: "Allow New Sources",
  6: "Block Old Sources",
};

const TYPE = defineField("igmp.type", "uint8", "Type", { hex: true, values: TYPES });
const MAX_RESPONSE = defineField("igmp.max_resp", "uint8", "Max Resp Time");
const CHECKSUM = defineField("igmp.checksum", "uint16", "Checksum", { hex: true });
const GROUP = defineField("igmp.maddr", "ipv4", "Multicast Address");
const RECORD_COUNT = defineField("igmp.num_grp_recs", "uint16", "Num Group Records");
const RECORD_TYPE = defineField("igmp.record_type", "uint8", "Record Type", {
  values: RECORD_TYPES,
});
const SOURCE = defineField("igmp.saddr", "ipv4", "Source Address");

export const IGMP_FIELDS: readonly FieldSpec[] = [
  TYPE,
  MAX_RESPONSE,
  CHECKSUM,
  GROUP,
  RECORD_COUNT,
  RECORD_TYPE,
  SOURCE,
];

export function dissectIgmp(tree: Tree, start: number, end: number): void {
  tree.layer("igmp", "Internet Group Management Protocol", start, end);
  const type = tree.add(TYPE, start);
  if (type === undefined) return;
  tree.summarize(TYPES[Number(type.value)] ?? type.text);
  tree.add(MAX_RESPONSE, start + 1);
  tree.add(CHECKSUM, start + 2);
  if (type.value !== V3_REPORT) {
    tree.add(GROUP, start + 4);
    return;
  }
  const count = tree.add(RECORD_COUNT, start + 6);
  addRecords(tree, Number(count?.value ?? 0), start + igmp.HEADER_LEN, end);
}

function addRecords(tree: Tree, count: number, start: number, end: number): void {
  let off = start;
  for (let i = 0; i < count && off + 8 <= end; i += 1) {
    const sources = tree.view.getUint16(off + 2);
    const auxiliary = tree.view.getUint8(off + 1) * 4;
    const at = off;
    tree.inside(tree.add(RECORD_TYPE, at), () => {
      tree.add(GROUP, at + 4);
      for (let s = 0; s < sources && at + 12 + 4 * s <= end; s += 1) {
        tree.add(SOURCE, at + 8 + 4 * s);
      }
    });
    off += 8 + 4 * sources + auxiliary;
  }
}

/** One line: `Membership Report (v2) group 224.0.0.251`. */
export function igmpInfo(packet: Packet, start: number): string {
  const { view } = packet;
  if (packet.end - start < igmp.HEADER_LEN) return "IGMP";
  const type = igmp.type(view, start);
  const name = TYPES[type] ?? `Type 0x${type.toString(16).padStart(2, "0")}`;
  const group = type === V3_REPORT ? 0 : view.getUint32(start + 4);
  return group === 0 ? name : `${name} group ${formatIpv4(group)}`;
}
