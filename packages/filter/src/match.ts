/** One value against a literal or another value. */

import type { CompareOperator } from "./ast.ts";
import { compareOctets, includesOctets, toLatin1 } from "./octets.ts";
import type { Literal, LiteralRange, TypedExpression, Value } from "./typed.ts";

export type Match = (value: Value) => boolean;

/** An operand compared with literals. */
export type Tested = Extract<TypedExpression, { kind: "literal" | "membership" }>;

/** What `expression` asks of each value of its operand. */
export function matchOf(expression: Tested): Match {
  return expression.kind === "literal"
    ? literalMatch(expression.operator, expression.literal)
    : rangesMatch(expression.members);
}

/** Whether `order`, negative, zero or positive, satisfies the operator. */
export function satisfies(operator: CompareOperator, order: number): boolean {
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return false;
  }
}

/** Order of two values of the same kind; numbers and bigints mix. */
export function compareValues(a: Value, b: Value): number {
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array ? compareOctets(a, b) : Number.NaN;
  }
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

/** Order of the value against the literal; addresses are compared within the literal's prefix. */
export function compareLiteral(value: Value, literal: Literal): number {
  switch (literal.kind) {
    case "value":
      return compareValues(value, literal.value);
    case "ipv4":
      return ((value as number) & literal.mask) >>> 0 < (literal.word & literal.mask) >>> 0
        ? -1
        : Number(((value as number) & literal.mask) >>> 0 > (literal.word & literal.mask) >>> 0);
    case "ipv6":
      return comparePrefix(value as Uint8Array, literal.bytes, literal.prefix);
    case "pattern":
      return Number.NaN;
  }
}

function comparePrefix(a: Uint8Array, b: Uint8Array, prefix: number): number {
  const whole = prefix >>> 3;
  for (let i = 0; i < whole; i += 1) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  const shift = 8 - (prefix & 7);
  return shift === 8 ? 0 : (a[whole]! >>> shift) - (b[whole]! >>> shift);
}

function literalMatch(operator: CompareOperator, literal: Literal): Match {
  if (literal.kind === "pattern") {
    const { expression } = literal;
    return (value) =>
      expression.test(value instanceof Uint8Array ? toLatin1(value) : String(value));
  }
  if (operator === "contains" && literal.kind === "value") {
    const part = literal.value;
    return (value) => containsValue(value, part);
  }
  return (value) => satisfies(operator, compareLiteral(value, literal));
}

/** A text in a text, or octets in octets. */
export function containsValue(whole: Value, part: Value): boolean {
  if (whole instanceof Uint8Array) return part instanceof Uint8Array && includesOctets(whole, part);
  return typeof whole === "string" && typeof part === "string" && whole.includes(part);
}

function rangesMatch(ranges: readonly LiteralRange[]): Match {
  return (value) =>
    ranges.some(({ from, to }) =>
      to === undefined
        ? compareLiteral(value, from) === 0
        : compareLiteral(value, from) >= 0 && compareLiteral(value, to) <= 0,
    );
}
