/** Fields of BSD loopback and of captures without a link layer. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import * as loopback from "./loopback.ts";

const FAMILY = defineField("null.family", "uint32", "Family", {
  values: { 2: "IP", 10: "IPv6", 23: "IPv6", 24: "IPv6", 28: "IPv6", 30: "IPv6" },
});

export const LOOPBACK_FIELDS: readonly FieldSpec[] = [FAMILY];

export function dissectLoopback(tree: Tree, start: number): void {
  tree.layer("null", "Null/Loopback", start, start + loopback.HEADER_LEN);
  if (!tree.has(start, loopback.HEADER_LEN)) return;
  tree.value(FAMILY, loopback.family(tree.view, start), start, start + loopback.HEADER_LEN);
}

export function dissectRaw(tree: Tree, start: number): void {
  tree.layer("raw", "Raw packet data", start, start);
}
