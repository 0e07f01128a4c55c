/**
 * The syntax tree of a filter: what was written, before fields and types are known.
 *
 * `and` and `or` hold all their operands in one node, so that the depth of a tree is the depth of
 * its parentheses, which the parser bounds.
 */

import type { Span } from "./errors.ts";

export type Expression =
  | Logical
  | (Span & { readonly kind: "not"; readonly operand: Expression })
  | (Span & { readonly kind: "test"; readonly operand: Operand })
  | Comparison
  | Membership;

export interface Logical extends Span {
  readonly kind: "and" | "or" | "xor";
  /** Two or more. */
  readonly operands: readonly Expression[];
}

/** Whether one pair of values must satisfy the comparison, or every pair. */
export type Quantifier = "any" | "all";

export type CompareOperator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "matches";

/**
 * `left operator right`, for some or for every occurrence of the fields.
 *
 * The parser has resolved the defaults: `!=` is about all occurrences, everything else about any.
 */
export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly operator: CompareOperator;
  readonly quantifier: Quantifier;
  readonly left: Operand;
  readonly right: Operand;
}

export interface Membership extends Span {
  readonly kind: "membership";
  readonly quantifier: Quantifier;
  readonly operand: Operand;
  readonly members: readonly SetMember[];
}

/** `to` is absent for a single value. */
export interface SetMember {
  readonly from: Operand;
  readonly to: Operand | undefined;
}

export type Operand =
  /** A field, or an unquoted literal: which of the two is decided by what it is compared with. */
  | (Span & { readonly kind: "word"; readonly text: string })
  | (Span & { readonly kind: "string"; readonly text: string })
  | (Span & { readonly kind: "character"; readonly text: string })
  | Slice
  | LayerSelection
  | Call
  | Arithmetic;

/** `operand[ranges]`, octets of each occurrence. */
export interface Slice extends Span {
  readonly kind: "slice";
  readonly operand: Operand;
  readonly ranges: readonly SliceRange[];
}

/** From `start` (negative: from the end) for `length` octets; `undefined` means up to the end. */
export interface SliceRange {
  readonly start: number;
  readonly length: number | undefined;
}

/** `field#number`: the occurrences in the n-th layer of the field's protocol, from 1; -1 is the last. */
export interface LayerSelection extends Span {
  readonly kind: "layer";
  readonly field: string;
  readonly fieldSpan: Span;
  readonly layer: number;
}

export interface Call extends Span {
  readonly kind: "call";
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly Operand[];
}

export interface Arithmetic extends Span {
  readonly kind: "arithmetic";
  readonly operator: "&" | "+" | "-" | "*" | "/" | "%";
  readonly left: Operand;
  readonly right: Operand;
}
