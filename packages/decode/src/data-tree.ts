/** Octets that no protocol explains. */

import { defineField, type FieldSpec } from "./field.ts";
import type { Tree } from "./tree.ts";

const DATA = defineField("data.data", "bytes", "Data");
const LENGTH = defineField("data.len", "int32", "Length");

export const DATA_FIELDS: readonly FieldSpec[] = [DATA, LENGTH];

export function dissectData(tree: Tree, start: number, end: number): void {
  tree.layer("data", "Data", start, end);
  tree.summarize(`${end - start} bytes`);
  tree.add(DATA, start, end - start);
  tree.value(LENGTH, end - start, start, start);
}
