/** Fields that must lie inside a message: what reaches beyond its end is left out. */

import type { FieldSpec } from "../field.ts";
import type { Field } from "../layer.ts";
import type { Tree } from "../tree.ts";

/** `tree.add`, unless the field ends behind `end`. */
export function addWithin(
  tree: Tree,
  spec: FieldSpec,
  off: number,
  end: number,
  octets: number = spec.octets,
): Field | undefined {
  return octets >= 0 && off + octets <= end ? tree.add(spec, off, octets) : undefined;
}

/** The numbers of a run of fields of 1, 2 or 4 octets that follow one another; stops at `end`. */
export function addRun(tree: Tree, specs: readonly FieldSpec[], off: number, end: number): number {
  let at = off;
  for (const spec of specs) {
    if (addWithin(tree, spec, at, end) === undefined) return at;
    at += spec.octets;
  }
  return at;
}
