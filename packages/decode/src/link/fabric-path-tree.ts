/** Fields of Cisco FabricPath's header. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import { HEADER_LEN } from "./fabric-path.ts";

const SWITCH = defineField("cfp.swid", "uint24", "switch-id", { mask: 0x0fff });
const SUB_SWITCH = defineField("cfp.sswid", "uint8", "sub-switch-id");
const LOCAL_ID = defineField("cfp.lid", "uint16", "Source LID");
const HEADER: FieldLayout = [
  [SWITCH, 0],
  [SUB_SWITCH, 3],
  [LOCAL_ID, 4],
  [SWITCH, 6],
  [SUB_SWITCH, 9],
  [LOCAL_ID, 10],
  [defineField("cfp.etype", "uint16", "FP Ethertype", { hex: true, values: etherTypeName }), 12],
  [defineField("cfp.ftag", "uint16", "FTAG", { mask: 0xffc0 }), 14],
  [defineField("cfp.ttl", "uint16", "TTL", { mask: 0x003f }), 14],
];

export const FABRIC_PATH_FIELDS: readonly FieldSpec[] = layoutFields(HEADER);

/** Wireshark names the frame before it finds the header to be FabricPath's. */
export function dissectFabricPath(tree: Tree, { start, end }: LayerPlace): void {
  tree.mention("eth");
  const headerEnd = Math.min(end, start + HEADER_LEN);
  tree.layer("cfp", "Cisco FabricPath", start, headerEnd);
  addFields(tree, HEADER, start, headerEnd);
}
