/** Fields of Ethernet II and IEEE 802.3. */

import { formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import { DESTINATION, HEADER_LEN, SOURCE, TYPE } from "./ethernet.ts";

const DST = defineField("eth.dst", "ether", "Destination", { aliases: ["eth.addr"] });
const SRC = defineField("eth.src", "ether", "Source", { aliases: ["eth.addr"] });
const ETHER_TYPE = defineField("eth.type", "uint16", "Type", { hex: true, values: etherTypeName });
const LENGTH = defineField("eth.len", "uint16", "Length");

export const ETHERNET_FIELDS: readonly FieldSpec[] = [DST, SRC, ETHER_TYPE, LENGTH];

export function dissectEthernet(tree: Tree, start: number): void {
  const { view } = tree;
  const typed = !tree.has(start + TYPE, 2) || view.getUint16(start + TYPE) > MAX_8023_LENGTH;
  tree.layer("eth", typed ? "Ethernet II" : "IEEE 802.3 Ethernet", start, start + HEADER_LEN);
  tree.add(DST, start + DESTINATION);
  if (tree.add(SRC, start + SOURCE) !== undefined) {
    tree.summarize(
      `Src: ${formatMac(view, start + SOURCE)}, Dst: ${formatMac(view, start + DESTINATION)}`,
    );
  }
  const type = tree.add(typed ? ETHER_TYPE : LENGTH, start + TYPE);
  if (typed && type !== undefined) tree.mention("ethertype");
}
