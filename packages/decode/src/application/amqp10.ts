/** What the frames of AMQP 1.0 hold: performatives, OASIS AMQP part 2 §2.7, SASL, part 5, and messages, part 3. */

import type { FieldSpec } from "../field.ts";
import type { FieldCursor } from "../field-cursor.ts";
import type { Tree } from "../tree.ts";
import * as fields from "./amqp10-fields.ts";
import { type AmqpValue, scalarOf, valueAt } from "./amqp10-value.ts";

/** Described values within described values that are followed; sources hold an outcome. */
const MAX_DEPTH = 4;
const MAX_ELEMENTS = 64;
/** Sections of a message; there are nine kinds, of which data may repeat. */
const MAX_SECTIONS = 16;
const DESCRIPTOR_SMALL = 0x53;

/** Adds the list of arguments at the cursor, of the performative or SASL frame `code`, and moves behind it. */
export function addArguments(cursor: FieldCursor, code: number, isSasl: boolean): void {
  const { tree, off, end } = cursor;
  const value = valueAt(tree.view, off, end);
  if (value === undefined) {
    cursor.skip(cursor.left);
    return;
  }
  const specs = (isSasl ? fields.SASL : fields.PERFORMATIVES)[code] ?? [];
  tree.inside(tree.group(fields.ARGUMENTS, off, value.end, ""), () => {
    addElements(tree, value, specs, 0);
  });
  cursor.skip(value.end - off);
}

/** Adds the sections of the message that a transfer carries behind its arguments. */
export function addSections(cursor: FieldCursor): void {
  const { tree, end } = cursor;
  for (let count = 0; count < MAX_SECTIONS && cursor.left > 0; count += 1) {
    const code = descriptorAt(tree.view, cursor.off, end);
    const section = fields.SECTIONS[code];
    const value = section && valueAt(tree.view, cursor.off + 3, end);
    if (section === undefined || value === undefined) return;
    const { off } = cursor;
    if (value.kind === "list") {
      tree.inside(tree.group(section.spec, off, value.end, ""), () => {
        addElements(tree, value, section.elements, 0);
      });
    } else if (value.kind === "binary")
      tree.add(section.spec, value.start, value.end - value.start);
    else tree.group(section.spec, off, value.end, String(scalarOf(tree.view, value) ?? ""));
    cursor.skip(value.end - off);
  }
}

/** A described value whose descriptor is a small unsigned long; -1 for anything else. */
export function descriptorAt(view: DataView, off: number, end: number): number {
  const isSmall = off + 3 <= end && view.getUint16(off) === DESCRIPTOR_SMALL;
  return isSmall ? view.getUint8(off + 2) : -1;
}

/** Elements are told apart by their place; null stands for one that is left out. */
function addElements(
  tree: Tree,
  value: AmqpValue,
  specs: readonly FieldSpec[],
  depth: number,
): void {
  let off = value.start;
  const count = value.kind === "list" ? Math.min(value.count, MAX_ELEMENTS) : 0;
  for (let index = 0; index < count; index += 1) {
    const code = descriptorAt(tree.view, off, value.end);
    const at = code < 0 ? off : off + 3;
    const element = valueAt(tree.view, at, value.end);
    if (element === undefined) return;
    const spec = specs[index];
    if (spec !== undefined) addElement(tree, spec, code, off, element, depth);
    off = element.end;
  }
}

function addElement(
  tree: Tree,
  spec: FieldSpec,
  code: number,
  start: number,
  element: AmqpValue,
  depth: number,
): void {
  const composite = fields.COMPOSITES[code];
  if (composite !== undefined) {
    if (depth >= MAX_DEPTH) return;
    const group = tree.group(composite.spec ?? spec, start, element.end, "");
    tree.inside(group, () => addElements(tree, element, composite.elements, depth + 1));
    return;
  }
  if (element.kind === "array") addTexts(tree, spec, element);
  else if (element.kind === "binary") tree.add(spec, element.start, element.end - element.start);
  else if (spec.type === "uint64" && element.end - element.start === spec.octets) {
    tree.add(spec, element.start);
  } else {
    const scalar = scalarOf(tree.view, element);
    if (scalar !== undefined) tree.value(spec, scalar, start, element.end);
  }
}

/** Texts of an array: lengths of an octet and no constructors of their own. */
function addTexts(tree: Tree, spec: FieldSpec, array: AmqpValue): void {
  const { view } = tree;
  if (array.start >= array.end || view.getUint8(array.start) >>> 4 !== 0xa) return;
  let off = array.start + 1;
  for (let index = 0; index < Math.min(array.count, MAX_ELEMENTS) && off < array.end; index += 1) {
    const length = view.getUint8(off);
    if (off + 1 + length > array.end) return;
    tree.add(spec, off + 1, length);
    off += 1 + length;
  }
}
