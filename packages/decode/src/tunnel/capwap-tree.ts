/** Fields of the CAPWAP header, RFC 5415 §4.3. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import * as capwap from "./capwap.ts";

function flag(name: string, label: string, mask: number): FieldSpec {
  return defineField(`capwap.header.flags.${name}`, "boolean", label, { mask });
}

const PREAMBLE: FieldLayout = [
  [defineField("capwap.preamble.version", "uint8", "Version", { mask: 0xf0 }), 0],
  [
    defineField("capwap.preamble.type", "uint8", "Type", {
      mask: 0x0f,
      values: { 0: "CAPWAP Header", 1: "CAPWAP DTLS Header" },
    }),
    0,
  ],
];
const HEADER: FieldLayout = [
  [defineField("capwap.header.length", "uint24", "Header Length", { mask: 0xf8_0000 }), 1],
  [defineField("capwap.header.rid", "uint24", "Radio ID", { mask: 0x07_c000 }), 1],
  [
    defineField("capwap.header.wbid", "uint24", "Wireless Binding ID", {
      mask: 0x3e00,
      values: { 0: "Reserved", 1: "IEEE 802.11", 2: "Reserved", 3: "EPCGlobal" },
    }),
    1,
  ],
  [defineField("capwap.header.flags", "uint24", "Header Flags", { hex: true, mask: 0x01ff }), 1],
  [flag("t", "Payload Type", 0x01), 2],
  [flag("f", "Fragment", 0x80), 3],
  [flag("l", "Last Fragment", 0x40), 3],
  [flag("w", "Wireless header", 0x20), 3],
  [flag("m", "Radio MAC header", 0x10), 3],
  [flag("k", "Keep-Alive", 0x08), 3],
  [defineField("capwap.header.fragment.id", "uint16", "Fragment ID"), 4],
  [defineField("capwap.header.fragment.offset", "uint16", "Fragment Offset", { mask: 0xfff8 }), 6],
];

export const CAPWAP_FIELDS: readonly FieldSpec[] = layoutFields(PREAMBLE, HEADER);

export function dissectCapwap(tree: Tree, { start, end }: LayerPlace): void {
  const isComplete = end - start >= capwap.MIN_HEADER_LEN && tree.has(start, 2);
  const isPlain = isComplete && capwap.isPlain(tree.view, start);
  const length = isPlain ? capwap.headerLength(tree.view, start) : end - start;
  const title = "Control And Provisioning of Wireless Access Points - Data";
  tree.layer("capwap.data", title, start, Math.min(end, start + length));
  addFields(tree, PREAMBLE, start, end);
  if (!isPlain) return;
  addFields(tree, HEADER, start, end);
  tree.show("CAPWAP-Data", "CAPWAP-Data");
}
