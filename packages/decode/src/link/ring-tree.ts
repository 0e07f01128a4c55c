/** Fields of FDDI and Token Ring. */

import { defineField, type FieldSpec } from "../field.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import * as ring from "./ring.ts";

const FDDI_CONTROL = defineField("fddi.fc", "uint8", "Frame Control", { hex: true });
const FDDI_CLASS = defineField("fddi.fc.clf", "uint8", "Class/Length/Format", {
  mask: 0xf0,
  hex: true,
});
const FDDI_PRIORITY = defineField("fddi.fc.prio", "uint8", "Priority", { mask: 0x07 });
const FDDI_DST = defineField("fddi.dst", "ether", "Destination", { aliases: ["fddi.addr"] });
const FDDI_SRC = defineField("fddi.src", "ether", "Source", { aliases: ["fddi.addr"] });
const ACCESS = defineField("tr.ac", "uint8", "Access Control", { hex: true });
const FRAME_TYPE = defineField("tr.frame_type", "uint8", "Frame Type", { mask: 0xc0 });
const TR_CONTROL = defineField("tr.fc", "uint8", "Frame Control", { hex: true });
const TR_DST = defineField("tr.dst", "ether", "Destination", { aliases: ["tr.addr"] });
const TR_SRC = defineField("tr.src", "ether", "Source", { aliases: ["tr.addr"] });

export const RING_FIELDS: readonly FieldSpec[] = [
  FDDI_CONTROL,
  FDDI_CLASS,
  FDDI_PRIORITY,
  FDDI_DST,
  FDDI_SRC,
  ACCESS,
  FRAME_TYPE,
  TR_CONTROL,
  TR_DST,
  TR_SRC,
];

export function dissectFddi(tree: Tree, { start }: LayerPlace): void {
  tree.layer("fddi", "Fiber Distributed Data Interface", start, start + ring.FDDI_HEADER_LEN);
  tree.inside(tree.add(FDDI_CONTROL, start), () => {
    tree.add(FDDI_CLASS, start);
    tree.add(FDDI_PRIORITY, start);
  });
  tree.add(FDDI_DST, start + 1);
  tree.add(FDDI_SRC, start + 7);
}

export function dissectTokenRing(tree: Tree, { start, end }: LayerPlace): void {
  const complete = end - start >= ring.TOKEN_RING_HEADER_LEN;
  const routing = complete ? ring.routingLength(tree.view, start, end) : 0;
  const headerEnd = Math.min(end, start + ring.TOKEN_RING_HEADER_LEN + routing);
  tree.layer("tr", "Token-Ring", start, headerEnd);
  tree.add(ACCESS, start);
  tree.inside(tree.add(TR_CONTROL, start + 1), () => {
    tree.add(FRAME_TYPE, start + 1);
  });
  tree.add(TR_DST, start + 2);
  tree.add(TR_SRC, start + 8);
}
