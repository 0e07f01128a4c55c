/** DVMRP, RFC 1075 and draft-ietf-idmr-dvmrp-v3: routes of multicast, carried by IGMP type 0x13. */

import { addChecksum, checksumFields } from "../checksum-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const V1_CODES: Readonly<Record<number, string>> = {
  1: "Response",
  2: "Request",
  3: "Non-membership report",
  4: "Non-membership cancellation",
};
const V3_CODES: Readonly<Record<number, string>> = {
  1: "Probe",
  2: "Report",
  3: "Ask Neighbors",
  4: "Neighbors",
  5: "Ask Neighbors 2",
  6: "Neighbors 2",
  7: "Prune",
  8: "Graft",
  9: "Graft ACK",
};

const VERSION = defineField("dvmrp.version", "uint8", "DVMRP Version");
const TYPE = defineField("dvmrp.type", "uint8", "Type", { hex: true, values: { 19: "DVMRP" } });
const V1_CODE = defineField("dvmrp.v1.code", "uint8", "Code", { hex: true, values: V1_CODES });
const V3_CODE = defineField("dvmrp.v3.code", "uint8", "Code", { hex: true, values: V3_CODES });
const CHECKSUM = checksumFields("dvmrp");
const MAJOR = defineField("dvmrp.maj_ver", "uint8", "Major Version", { hex: true });
const MINOR = defineField("dvmrp.min_ver", "uint8", "Minor Version", { hex: true });

export const DVMRP_FIELDS: readonly FieldSpec[] = [
  VERSION,
  TYPE,
  V1_CODE,
  V3_CODE,
  ...Object.values(CHECKSUM),
  MAJOR,
  MINOR,
];

/** Version 3 puts its number into the last two octets of the header. */
export function dissectDvmrp(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("dvmrp", "Distance Vector Multicast Routing Protocol", start, end);
  const third = start + 8 <= end && tree.has(start, 8) && isVersion3(tree.view, start);
  tree.value(VERSION, third ? 3 : 1, start, start);
  tree.add(TYPE, start);
  const code = addWithin(tree, third ? V3_CODE : V1_CODE, start + 1, end);
  addChecksum(tree, CHECKSUM, start + 2, place);
  if (third) {
    tree.add(MINOR, start + 6);
    tree.add(MAJOR, start + 7);
  }
  const name = (third ? V3_CODES : V1_CODES)[Number(code?.value)] ?? "Unknown";
  tree.show("DVMRP", `V${third ? 3 : 1} ${name}`);
}

function isVersion3(view: DataView, off: number): boolean {
  const minor = view.getUint8(off + 6);
  return view.getUint8(off + 7) === 3 && (minor === 0xff || minor === 0xfe);
}
