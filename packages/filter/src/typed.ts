/** A checked filter: fields are known, literals are values, and every operation fits its operands. */

import type { CompareOperator, Quantifier, SliceRange } from "./ast.ts";
import type { FilterField, ValueClass } from "./field-table.ts";

/**
 * One value of a field in a packet.
 *
 * Numbers, IPv4 addresses (unsigned 32-bit words) and booleans (0, 1) are numbers; 64-bit numbers
 * and times (nanoseconds since 1970) are bigints; MAC and IPv6 addresses, octets and the content of
 * protocols are `Uint8Array`s.
 */
export type Value = number | bigint | string | Uint8Array;

export type Literal =
  | { readonly kind: "value"; readonly value: Value }
  /** An IPv4 address and the mask of its prefix. */
  | { readonly kind: "ipv4"; readonly word: number; readonly mask: number }
  /** An IPv6 address and its prefix length in bits. */
  | { readonly kind: "ipv6"; readonly bytes: Uint8Array; readonly prefix: number }
  | { readonly kind: "pattern"; readonly expression: RegExp };

export type FunctionName = "len" | "count" | "lower" | "upper" | "string" | "abs" | "min" | "max";

export type TypedOperand =
  | {
      readonly kind: "field";
      readonly valueClass: ValueClass;
      readonly field: FilterField;
      /** From 1, from the outermost; negative from the innermost; undefined for all layers. */
      readonly layer: number | undefined;
    }
  | {
      readonly kind: "slice";
      readonly valueClass: "bytes";
      readonly operand: TypedOperand;
      readonly ranges: readonly SliceRange[];
    }
  | {
      readonly kind: "call";
      readonly valueClass: ValueClass;
      readonly name: FunctionName;
      readonly arguments: readonly TypedOperand[];
    }
  | {
      readonly kind: "arithmetic";
      readonly valueClass: "number";
      readonly operator: "&" | "+" | "-" | "*" | "/" | "%";
      readonly left: TypedOperand;
      readonly right: TypedOperand;
    }
  | { readonly kind: "constant"; readonly valueClass: ValueClass; readonly value: Value };

export type TypedExpression =
  | { readonly kind: "and" | "or" | "xor"; readonly operands: readonly TypedExpression[] }
  | { readonly kind: "not"; readonly operand: TypedExpression }
  /** True when the operand has a value; arithmetic has to be other than zero as well. */
  | { readonly kind: "exists"; readonly operand: TypedOperand }
  | {
      readonly kind: "literal";
      readonly operator: CompareOperator;
      readonly quantifier: Quantifier;
      readonly operand: TypedOperand;
      readonly literal: Literal;
    }
  | {
      readonly kind: "pair";
      readonly operator: CompareOperator;
      readonly quantifier: Quantifier;
      readonly left: TypedOperand;
      readonly right: TypedOperand;
    }
  | {
      readonly kind: "membership";
      readonly quantifier: Quantifier;
      readonly operand: TypedOperand;
      readonly members: readonly LiteralRange[];
    };

/** `to` is absent for a single value. */
export interface LiteralRange {
  readonly from: Literal;
  readonly to: Literal | undefined;
}
