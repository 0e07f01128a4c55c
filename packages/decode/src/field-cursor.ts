/** Reads fields that stand one behind the other. */

import type { FieldSpec } from "./field.ts";
import type { Field } from "./layer.ts";
import type { Tree } from "./tree.ts";

export class FieldCursor {
  readonly tree: Tree;
  /** Offset of the next field. */
  off: number;
  /** One past the last octet that may be read. */
  readonly end: number;

  constructor(tree: Tree, off: number, end: number) {
    this.tree = tree;
    this.off = off;
    this.end = Math.min(end, tree.packet.end);
  }

  /** Octets that are left. */
  get left(): number {
    return Math.max(0, this.end - this.off);
  }

  /** Adds the next field and moves behind it; where it is cut off, nothing is left. */
  add(spec: FieldSpec, length: number = spec.octets): Field | undefined {
    if (length > this.left || length < 0) {
      this.off = this.end;
      return undefined;
    }
    const field = this.tree.add(spec, this.off, length);
    this.off += length;
    return field;
  }

  /** Adds the next field and returns its number, -1 where it is cut off. */
  number(spec: FieldSpec): number {
    const field = this.add(spec);
    return field === undefined ? -1 : Number(field.value);
  }

  /** The next octet without moving, -1 where none is left. */
  peek(): number {
    return this.left > 0 ? this.tree.view.getUint8(this.off) : -1;
  }

  skip(octets: number): void {
    this.off = Math.min(this.end, this.off + octets);
  }
}
