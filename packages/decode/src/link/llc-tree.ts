/** Fields of LLC and SNAP. */

import { defineField, type FieldSpec } from "../field.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import * as llc from "./llc.ts";

const SAP_NAMES: Readonly<Record<number, string>> = {
  0: "NULL LSAP",
  6: "TCP/IP",
  66: "Spanning Tree BPDU",
  170: "SNAP",
  224: "NetWare",
  240: "NetBIOS",
  254: "ISO Network Layer",
  255: "Global LSAP",
};

const DSAP = defineField("llc.dsap", "uint8", "DSAP", { hex: true, values: SAP_NAMES });
const SSAP = defineField("llc.ssap", "uint8", "SSAP", { hex: true, values: SAP_NAMES });
const CONTROL = defineField("llc.control", "uint16", "Control field", { hex: true });
const OUI = defineField("llc.oui", "uint24", "Organization Code", { hex: true });
const TYPE = defineField("llc.type", "uint16", "Type", { hex: true, values: etherTypeName });

export const LLC_FIELDS: readonly FieldSpec[] = [DSAP, SSAP, CONTROL, OUI, TYPE];

export function dissectLlc(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  const complete = tree.has(start, llc.MIN_HEADER_LEN);
  const snap = complete && llc.isSnap(view, start, end);
  const length = !complete ? llc.MIN_HEADER_LEN : llc.headerLength(view, start);
  const headerEnd = start + (snap ? llc.SNAP_HEADER_LEN : length);
  tree.layer("llc", "Logical-Link Control", start, headerEnd);
  tree.add(DSAP, start);
  tree.add(SSAP, start + 1);
  tree.add(CONTROL, start + 2, length - 2);
  if (!snap) return;
  tree.add(OUI, start + 3);
  tree.add(TYPE, start + 6);
}
