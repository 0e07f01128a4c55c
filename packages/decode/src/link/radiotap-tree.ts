/** Fields of radiotap; its measurements are left to the octets. */

import { defineField, type FieldSpec } from "../field.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import { LinkType } from "./link-type.ts";
import * as radiotap from "./radiotap.ts";

const VERSION = defineField("radiotap.version", "uint8", "Header revision");
const PAD = defineField("radiotap.pad", "uint8", "Header pad");
const LENGTH = defineField("radiotap.length", "uint16", "Header length");
const PRESENT = defineField("radiotap.present.word", "uint32", "Present flags word", {
  hex: true,
});

const PPI_LENGTH = defineField("ppi.length", "uint16", "Header length");
const PPI_LINK_TYPE = defineField("ppi.dlt", "uint32", "DLT", { littleEndian: true });

export const RADIOTAP_FIELDS: readonly FieldSpec[] = [
  VERSION,
  PAD,
  LENGTH,
  PRESENT,
  PPI_LENGTH,
  PPI_LINK_TYPE,
];

export function dissectRadiotap(tree: Tree, start: number): void {
  const complete = tree.has(start, radiotap.MIN_HEADER_LEN);
  const length = complete ? radiotap.headerLength(tree.view, start) : radiotap.MIN_HEADER_LEN;
  tree.layer("radiotap", "Radiotap Header", start, start + length);
  tree.mention("wlan_radio");
  tree.add(VERSION, start);
  tree.add(PAD, start + 1);
  if (!complete) return;
  tree.value(LENGTH, length, start + 2, start + 4);
  tree.value(PRESENT, radiotap.present(tree.view, start), start + 4, start + 8);
  tree.summarize(`Length ${length}`);
}

/** PPI; a link layer other than 802.11 is named as a record of its own first. */
export function dissectPpi(tree: Tree, { index, start, end }: LayerPlace): void {
  const { packet, view } = tree;
  const nested = index + 1 < packet.layerCount;
  tree.layer("ppi", "PPI Packet Header", start, nested ? packet.layerStart[index + 1]! : end);
  if (end - start < radiotap.MIN_HEADER_LEN) return;
  tree.value(PPI_LENGTH, radiotap.headerLength(view, start), start + 2, start + 4);
  const linkType = tree.add(PPI_LINK_TYPE, start + 4);
  if (linkType?.value !== LinkType.Wlan) tree.mention("pcap_pktdata");
}
