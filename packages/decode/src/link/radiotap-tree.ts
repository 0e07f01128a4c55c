/** Fields of radiotap; its measurements are left to the octets. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import * as radiotap from "./radiotap.ts";

const VERSION = defineField("radiotap.version", "uint8", "Header revision");
const PAD = defineField("radiotap.pad", "uint8", "Header pad");
const LENGTH = defineField("radiotap.length", "uint16", "Header length");
const PRESENT = defineField("radiotap.present.word", "uint32", "Present flags word", {
  hex: true,
});

export const RADIOTAP_FIELDS: readonly FieldSpec[] = [VERSION, PAD, LENGTH, PRESENT];

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
