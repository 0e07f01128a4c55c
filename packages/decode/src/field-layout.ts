/** Headers whose fields lie at fixed places: a table instead of a call per field. */

import type { FieldSpec } from "./field.ts";
import type { Field } from "./layer.ts";
import type { Tree } from "./tree.ts";

/** Each field with its offset from the header's first octet, and its length where the type has none. */
export type FieldLayout = readonly (readonly [spec: FieldSpec, offset: number, length?: number])[];

/** The fields of layouts, for a protocol's `FIELDS`. */
export function layoutFields(...layouts: readonly FieldLayout[]): FieldSpec[] {
  return layouts.flat().map(([spec]) => spec);
}

/** Adds the fields of the header at `start` that lie before `end`. */
export function addFields(tree: Tree, layout: FieldLayout, start: number, end: number): void {
  for (const [spec, offset, length = spec.octets] of layout)
    addWithin(tree, spec, start + offset, end, length);
}

/** Adds the field at `off` unless it reaches beyond `end`, the end of what it is part of. */
export function addWithin(
  tree: Tree,
  spec: FieldSpec,
  off: number,
  end: number,
  length: number = spec.octets,
): Field | undefined {
  return length >= 0 && off + length <= end ? tree.add(spec, off, length) : undefined;
}
