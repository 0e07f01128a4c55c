/**
 * Gives the words of a syntax tree their meaning: fields are looked up, literals take the type of
 * what they are compared with, and operations that do not fit are refused with their place.
 */

import type { Arithmetic, Call, Comparison, Expression, Membership, Operand } from "./ast.ts";
import { FilterError, type Span } from "./errors.ts";
import { CLASS_NOUNS, findField, suggestField, type ValueClass } from "./field-table.ts";
import { checkCall } from "./functions.ts";
import { type LiteralSource, type LiteralTarget, parseNumber, readLiteral } from "./literal.ts";
import { compilePattern } from "./pattern.ts";
import { printOperand } from "./print.ts";
import type { Literal, LiteralRange, TypedExpression, TypedOperand } from "./typed.ts";

export function checkExpression(expression: Expression): TypedExpression {
  switch (expression.kind) {
    case "and":
    case "or":
    case "xor":
      return { kind: expression.kind, operands: expression.operands.map(checkExpression) };
    case "not":
      return { kind: "not", operand: checkExpression(expression.operand) };
    case "test":
      return { kind: "exists", operand: checkTest(expression.operand) };
    case "comparison":
      return checkComparison(expression);
    case "membership":
      return checkMembership(expression);
  }
}

function checkTest(operand: Operand): TypedOperand {
  if (isLiteral(operand)) {
    const text = printOperand(operand);
    throw new FilterError(
      "FILTER_SYNTAX",
      `${text} alone is no condition; compare a field with it.`,
      operand,
    );
  }
  return checkOperand(operand);
}

/** Whether the operand can only be a literal: quoted, or a word that is no field but a number or address. */
function isLiteral(operand: Operand): operand is Operand & LiteralSource {
  if (operand.kind === "string" || operand.kind === "character") return true;
  if (operand.kind !== "word" || findField(operand.text) !== undefined) return false;
  return (
    parseNumber(operand.text) !== undefined || /^[0-9a-f]*[:.][0-9a-f:./-]+$/i.test(operand.text)
  );
}

function checkOperand(operand: Operand): TypedOperand {
  switch (operand.kind) {
    case "word":
      return fieldOperand(operand.text, operand, undefined);
    case "layer":
      return fieldOperand(operand.field, operand.fieldSpan, operand.layer);
    case "slice":
      return checkSlice(operand);
    case "call":
      return checkFunction(operand);
    case "arithmetic":
      return checkArithmetic(operand);
    case "string":
    case "character":
      throw new FilterError(
        "FILTER_TYPE_MISMATCH",
        "A field is expected here, not a text.",
        operand,
      );
  }
}

function fieldOperand(name: string, span: Span, layer: number | undefined): TypedOperand {
  const field = findField(name);
  if (field !== undefined) return { kind: "field", valueClass: field.valueClass, field, layer };
  throw new FilterError(
    "FILTER_UNKNOWN_FIELD",
    `There is no field ${name}.`,
    span,
    suggestField(name),
  );
}

function checkSlice(operand: Operand & { kind: "slice" }): TypedOperand {
  const inner = checkOperand(operand.operand);
  if (
    inner.valueClass === "number" ||
    inner.valueClass === "boolean" ||
    inner.valueClass === "time"
  ) {
    throw mismatch(
      `${printOperand(operand.operand)} is ${CLASS_NOUNS[inner.valueClass]} and has no octets to slice.`,
      operand,
    );
  }
  return { kind: "slice", valueClass: "bytes", operand: inner, ranges: operand.ranges };
}

function checkFunction(call: Call): TypedOperand {
  const operands = call.arguments.map((argument) =>
    isLiteral(argument) ? constant(argument) : checkOperand(argument),
  );
  return checkCall(call, operands);
}

function constant(source: LiteralSource): TypedOperand {
  const number = source.kind === "word" ? parseNumber(source.text) : undefined;
  return number === undefined
    ? { kind: "constant", valueClass: "string", value: source.text }
    : { kind: "constant", valueClass: "number", value: number };
}

/** Octets of a slice count as a number in network order: `tcp[13] & 2`. */
const ARITHMETIC: readonly ValueClass[] = ["number", "boolean", "bytes"];

function checkArithmetic(operand: Arithmetic): TypedOperand {
  const side = (part: Operand): TypedOperand => {
    const typed = isLiteral(part) ? constant(part) : checkOperand(part);
    if (!ARITHMETIC.includes(typed.valueClass)) {
      throw mismatch(`${operand.operator} takes numbers, and ${printOperand(part)} is none.`, part);
    }
    return typed;
  };
  const { operator } = operand;
  return {
    kind: "arithmetic",
    valueClass: "number",
    operator,
    left: side(operand.left),
    right: side(operand.right),
  };
}

function target(operand: Operand, typed: TypedOperand, operator?: string): LiteralTarget {
  const spec = typed.kind === "field" ? typed.field.spec : undefined;
  const isPart = operator === "contains" && typed.valueClass === "ether";
  const valueClass = isPart ? "bytes" : typed.valueClass;
  return { valueClass, name: printOperand(operand), spec };
}

const MIRRORED = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function checkComparison(comparison: Comparison): TypedExpression {
  const { operator, quantifier, left, right } = comparison;
  if (operator === "matches") return checkMatches(comparison);
  if (isLiteral(left)) {
    if (operator === "contains" || isLiteral(right)) {
      const message = `The left side of ${operator} is a field, not ${printOperand(left)}.`;
      throw new FilterError("FILTER_TYPE_MISMATCH", message, left);
    }
    return checkComparison({
      ...comparison,
      operator: MIRRORED[operator],
      left: right,
      right: left,
    });
  }
  const operand = checkOperand(left);
  if (operator === "contains") requireContent(operator, left, operand);
  if (operand.valueClass === "protocol" && operator !== "contains") requireProtocolSide(comparison);
  if (right.kind === "word" && findField(right.text) === undefined) {
    return {
      kind: "literal",
      operator,
      quantifier,
      operand,
      literal: rightLiteral(right, target(left, operand, operator)),
    };
  }
  if (right.kind === "string" || right.kind === "character") {
    const literal = readLiteral(right, target(left, operand, operator));
    return { kind: "literal", operator, quantifier, operand, literal };
  }
  return checkPair(comparison, operand, checkOperand(right));
}

/** A word that is neither a value of the left side's type nor a field may be a field's misspelling. */
function rightLiteral(right: LiteralSource, side: LiteralTarget): Literal {
  try {
    return readLiteral(right, side);
  } catch (error) {
    const suggestion = right.text.includes(".") ? suggestField(right.text) : undefined;
    if (!(error instanceof FilterError) || suggestion === undefined || /^[0-9]/.test(right.text)) {
      throw error;
    }
    throw new FilterError(
      "FILTER_UNKNOWN_FIELD",
      `There is no field ${right.text}.`,
      right,
      suggestion,
    );
  }
}

/** Octets of one kind or another, which compare with one another. */
const OCTETS: readonly ValueClass[] = ["bytes", "ether", "ipv6", "protocol"];
const NUMBERS: readonly ValueClass[] = ["number", "boolean"];

function checkPair(
  comparison: Comparison,
  left: TypedOperand,
  right: TypedOperand,
): TypedExpression {
  const { operator, quantifier } = comparison;
  const isAlike = (classes: readonly ValueClass[]): boolean =>
    classes.includes(left.valueClass) && classes.includes(right.valueClass);
  if (left.valueClass !== right.valueClass && !isAlike(OCTETS) && !isAlike(NUMBERS)) {
    const names = [printOperand(comparison.left), printOperand(comparison.right)];
    throw mismatch(
      `${names[0]} (${left.valueClass}) and ${names[1]} (${right.valueClass}) do not compare.`,
      comparison.right,
    );
  }
  return { kind: "pair", operator, quantifier, left, right };
}

function requireContent(operator: string, operand: Operand, typed: TypedOperand): void {
  const allowed: readonly ValueClass[] = ["string", "bytes", "ether", "protocol"];
  if (allowed.includes(typed.valueClass)) return;
  throw mismatch(
    `${operator} looks into texts and octets, and ${printOperand(operand)} is ${CLASS_NOUNS[typed.valueClass]}.`,
    operand,
  );
}

/** A protocol is a condition by itself: `dns`, not `dns == 1`. */
function requireProtocolSide({ left, right, operator }: Comparison): void {
  const isNumber = right.kind === "word" && /^[0-9]$|^(true|false)$/i.test(right.text);
  if (!isNumber) return;
  const name = printOperand(left);
  throw new FilterError(
    "FILTER_TYPE_MISMATCH",
    `${name} is a protocol; to ask whether it is there, leave out ${operator} ${right.text}.`,
    { start: left.start, end: right.end },
    name,
  );
}

function checkMatches({ quantifier, left, right }: Comparison): TypedExpression {
  const operand = checkOperand(left);
  requireContent("matches", left, operand);
  if (right.kind !== "string" && right.kind !== "word") {
    throw mismatch('After "matches" comes a regular expression in quotes.', right);
  }
  const expression = compilePattern(right.text, right);
  return {
    kind: "literal",
    operator: "matches",
    quantifier,
    operand,
    literal: { kind: "pattern", expression },
  };
}

function checkMembership({ quantifier, operand, members }: Membership): TypedExpression {
  const typed = checkTest(operand);
  const side = target(operand, typed);
  const ranges = members.map(
    ({ from, to }): LiteralRange => ({
      from: memberLiteral(from, side),
      to: to === undefined ? undefined : memberLiteral(to, side),
    }),
  );
  return { kind: "membership", quantifier, operand: typed, members: ranges };
}

function memberLiteral(member: Operand, side: LiteralTarget): LiteralRange["from"] {
  if (member.kind !== "word" && member.kind !== "string" && member.kind !== "character") {
    throw new FilterError(
      "FILTER_SYNTAX",
      "The members of a set are values, not expressions.",
      member,
    );
  }
  return readLiteral(member, side);
}

function mismatch(message: string, span: Span): FilterError {
  return new FilterError("FILTER_TYPE_MISMATCH", message, span);
}
