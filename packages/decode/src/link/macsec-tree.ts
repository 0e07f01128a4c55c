/** Fields of MACsec's security tag. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import * as macsec from "./macsec.ts";

const TAG: FieldLayout = [
  [defineField("macsec.TCI", "uint8", "TCI", { mask: 0xfc, hex: true }), 0],
  [defineField("macsec.AN", "uint8", "AN", { mask: 0x03, hex: true }), 0],
  [defineField("macsec.SL", "uint8", "Short length"), 1],
  [defineField("macsec.PN", "uint32", "Packet number"), 2],
];
const CHANNEL = defineField("macsec.SCI.system_identifier", "ether", "System Identifier");
const TYPE = defineField("macsec.etype", "uint16", "Ethertype", {
  hex: true,
  values: etherTypeName,
});

export const MACSEC_FIELDS: readonly FieldSpec[] = [...layoutFields(TAG), CHANNEL, TYPE];

export function dissectMacsec(tree: Tree, { start, end }: LayerPlace): void {
  const known = end - start >= macsec.MIN_HEADER_LEN;
  const length = known ? macsec.headerLength(tree.view, start) : macsec.MIN_HEADER_LEN;
  const clear = known && !macsec.isSecret(tree.view, start);
  const headerEnd = Math.min(end, start + length + (clear ? 2 : 0));
  tree.layer("macsec", "802.1AE Security tag", start, headerEnd);
  addFields(tree, TAG, start, headerEnd);
  if (length > macsec.MIN_HEADER_LEN)
    addWithin(tree, CHANNEL, start + macsec.MIN_HEADER_LEN, headerEnd);
  if (!clear) {
    tree.show("MACSEC", "MACsec frame");
    return;
  }
  if (addWithin(tree, TYPE, start + length, headerEnd) !== undefined) tree.mention("ethertype");
}
