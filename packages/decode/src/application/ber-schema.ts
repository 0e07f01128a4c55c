/** Structures with explicit tags, described as data and read into fields. */

import type { FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { type BerItem, readInteger, readItem, readItems } from "./ber.ts";
import { readText } from "./name-text.ts";
import { formatTime } from "./time-text.ts";

/** How deep structures may lie in one another. */
const MAX_DEPTH = 16;

export type Shape =
  | { readonly kind: "integer" | "text" | "octets" | "time"; readonly spec: FieldSpec }
  | { readonly kind: "boolean"; readonly spec: FieldSpec }
  /** The first 32 bits of a bit string behind the octet that counts the unused ones. */
  | { readonly kind: "bits"; readonly spec: FieldSpec; readonly bits: readonly FieldSpec[] }
  | { readonly kind: "list"; readonly count: FieldSpec; readonly of: Shape }
  | {
      readonly kind: "structure";
      /** A group without a value. */
      readonly group: FieldSpec;
      /** Members by the number of their tag. */
      readonly members: Readonly<Record<number, Shape>>;
    }
  /** Octets that a function reads further. */
  | {
      readonly kind: "opaque";
      readonly spec: FieldSpec;
      readonly read: (tree: Tree, item: BerItem, depth: number) => void;
    };

const CONTEXT = 0xa0;
const CONTEXT_MASK = 0xe0;

/** Adds what `item` holds; items of another shape are left out. */
export function addShape(tree: Tree, shape: Shape, item: BerItem, depth = 0): void {
  const { view } = tree;
  if (depth > MAX_DEPTH) return;
  switch (shape.kind) {
    case "integer":
      tree.value(shape.spec, readInteger(view, item), item.start, item.end);
      return;
    case "boolean":
      if (item.value < item.end) {
        tree.value(shape.spec, view.getUint8(item.value) !== 0, item.start, item.end);
      }
      return;
    case "text":
      tree.value(shape.spec, readText(view, item.value, item.end), item.value, item.end);
      return;
    case "octets":
      if (item.value < item.end) tree.add(shape.spec, item.value, item.end - item.value);
      return;
    case "time":
      tree.value(shape.spec, timeText(readText(view, item.value, item.end)), item.value, item.end);
      return;
    case "bits":
      addBits(tree, shape.spec, shape.bits, item);
      return;
    case "list": {
      const items = readItems(view, item.value, item.end);
      tree.inside(tree.value(shape.count, items.length, item.start, item.end), () => {
        for (const member of items) addShape(tree, shape.of, member, depth + 1);
      });
      return;
    }
    case "structure":
      tree.inside(tree.group(shape.group, item.start, item.end, ""), () => {
        addMembers(tree, shape.members, item, depth);
      });
      return;
    case "opaque":
      if (item.value >= item.end) return;
      tree.inside(tree.add(shape.spec, item.value, item.end - item.value), () => {
        shape.read(tree, item, depth + 1);
      });
      return;
  }
}

function addMembers(
  tree: Tree,
  members: Readonly<Record<number, Shape>>,
  item: BerItem,
  depth: number,
): void {
  for (const member of readItems(tree.view, item.value, item.end)) {
    if ((member.tag & CONTEXT_MASK) !== CONTEXT) continue;
    const shape = members[member.tag & 0x1f];
    const inner = readItem(tree.view, member.value, member.end);
    if (shape !== undefined && inner !== undefined) addShape(tree, shape, inner, depth + 1);
  }
}

function addBits(tree: Tree, spec: FieldSpec, bits: readonly FieldSpec[], item: BerItem): void {
  const start = item.value + 1;
  if (start >= item.end) return;
  tree.inside(tree.add(spec, start, item.end - start), () => {
    if (start + 4 <= item.end) for (const bit of bits) tree.add(bit, start, 4);
  });
}

/** Generalized time in UTC, `20370913024805Z`, as tshark prints it; as it is where it is malformed. */
function timeText(text: string): string {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (parts === null) return text;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number);
  return formatTime(Date.UTC(year!, month! - 1, day, hour, minute, second) / 1000, 0);
}
