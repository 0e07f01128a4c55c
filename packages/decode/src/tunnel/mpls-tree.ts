/** Fields of an MPLS label. */

import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import * as mpls from "./mpls.ts";

const LABEL = defineField("mpls.label", "uint32", "MPLS Label", { mask: 0xffff_f000 });
const EXP = defineField("mpls.exp", "uint32", "MPLS Experimental Bits", { mask: 0x0e00 });
const BOTTOM = defineField("mpls.bottom", "uint32", "MPLS Bottom Of Label Stack", {
  mask: 0x0100,
});
const TTL = defineField("mpls.ttl", "uint32", "MPLS TTL", { mask: 0x00ff });

const SEQUENCE = defineField("pweth.cw.sequence_number", "uint16", "PW Sequence Number");

export const MPLS_FIELDS: readonly FieldSpec[] = [LABEL, EXP, BOTTOM, TTL, SEQUENCE];

/** Adds one label; a stack of them is one step of `frame.protocols`. */
export function dissectMpls(tree: Tree, start: number): void {
  tree.layer("mpls", "MultiProtocol Label Switching Header", start, start + mpls.HEADER_LEN);
  if (tree.protocols.at(-2) === "mpls") tree.protocols.pop();
  const label = tree.add(LABEL, start);
  if (label !== undefined) tree.summarize(`Label: ${label.raw}`);
  tree.add(EXP, start);
  tree.add(BOTTOM, start);
  tree.add(TTL, start);
}

/** The control word of an Ethernet pseudowire; that it is one is a guess, which is named. */
export function dissectPseudowire(tree: Tree, { start, end }: LayerPlace): void {
  tree.mention("pwethheuristic");
  tree.layer("pwethcw", "PW Ethernet Control Word", start, Math.min(end, start + mpls.HEADER_LEN));
  addWithin(tree, SEQUENCE, start + 2, end);
}
