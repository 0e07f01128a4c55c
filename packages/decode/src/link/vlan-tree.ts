/** Fields of 802.1Q and 802.1ad tags. */

import { defineField, type FieldSpec } from "../field.ts";
import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import { HEADER_LEN, id } from "./vlan.ts";

interface TagFields {
  readonly priority: FieldSpec;
  readonly dei: FieldSpec;
  readonly id: FieldSpec;
}

function tagFields(prefix: string): TagFields {
  return {
    priority: defineField(`${prefix}.priority`, "uint16", "Priority", { mask: 0xe000 }),
    dei: defineField(`${prefix}.dei`, "boolean", "DEI", {
      octets: 2,
      mask: 0x1000,
      values: { 0: "Ineligible", 1: "Eligible" },
    }),
    id: defineField(`${prefix}.id`, "uint16", "ID", { mask: 0x0fff }),
  };
}

const CUSTOMER = tagFields("vlan");
const SERVICE = tagFields("ieee8021ad");
const TYPE = defineField("vlan.etype", "uint16", "Type", { hex: true, values: etherTypeName });
const LENGTH = defineField("vlan.len", "uint16", "Length");

export const VLAN_FIELDS: readonly FieldSpec[] = [
  ...Object.values(CUSTOMER),
  ...Object.values(SERVICE),
  TYPE,
  LENGTH,
];

export function dissectVlan(tree: Tree, protocol: Protocol, start: number): void {
  const service = protocol === Protocol.QinQ;
  const fields = service ? SERVICE : CUSTOMER;
  const title = service ? "IEEE 802.1ad" : "802.1Q Virtual LAN";
  tree.layer(service ? "ieee8021ad" : "vlan", title, start, start + HEADER_LEN);
  tree.add(fields.priority, start, 2);
  tree.add(fields.dei, start);
  if (tree.add(fields.id, start) !== undefined) tree.summarize(`ID: ${id(tree.view, start)}`);
  if (!tree.has(start + 2, 2)) return;
  const typed = tree.view.getUint16(start + 2) > MAX_8023_LENGTH;
  tree.add(typed ? TYPE : LENGTH, start + 2);
  if (typed) tree.mention("ethertype");
}
