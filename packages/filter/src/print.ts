/** A syntax tree as canonical text: symbols for words, one space around operators, explicit grouping. */

import type { Expression, Operand, SliceRange } from "./ast.ts";
import { quote } from "./quoted.ts";

const SYMBOL = { or: "||", xor: "^^", and: "&&" } as const;

/** Text that parses into the same tree, and that is the same for every way of writing it. */
export function printFilter(expression: Expression | undefined): string {
  if (expression === undefined) return "";
  switch (expression.kind) {
    case "or":
    case "xor":
    case "and":
      return expression.operands.map(printGrouped).join(` ${SYMBOL[expression.kind]} `);
    case "not":
      return expression.operand.kind === "test" || expression.operand.kind === "not"
        ? `!${printFilter(expression.operand)}`
        : `!(${printFilter(expression.operand)})`;
    case "test":
      return printOperand(expression.operand);
    case "comparison": {
      const usual = expression.operator === "!=" ? "all" : "any";
      const prefix = expression.quantifier === usual ? "" : `${expression.quantifier} `;
      const left = printOperand(expression.left);
      return `${prefix}${left} ${expression.operator} ${printOperand(expression.right)}`;
    }
    case "membership": {
      const prefix = expression.quantifier === "any" ? "" : "all ";
      const members = expression.members.map(({ from, to }) =>
        to === undefined ? printOperand(from) : `${printOperand(from)}..${printOperand(to)}`,
      );
      return `${prefix}${printOperand(expression.operand)} in {${members.join(", ")}}`;
    }
  }
}

function printGrouped(expression: Expression): string {
  const text = printFilter(expression);
  const isLogical = "operands" in expression;
  return isLogical ? `(${text})` : text;
}

export function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case "word":
      return operand.text;
    case "string":
      return quote(operand.text);
    case "character":
      return `'${quote(operand.text).slice(1, -1).replace("'", "\\'")}'`;
    case "slice":
      return `${printInner(operand.operand)}[${operand.ranges.map(printRange).join(", ")}]`;
    case "layer":
      return `${operand.field}#${operand.layer < 0 ? `[${operand.layer}]` : operand.layer}`;
    case "call":
      return `${operand.name}(${operand.arguments.map(printOperand).join(", ")})`;
    case "arithmetic":
      return `${printInner(operand.left)} ${operand.operator} ${printInner(operand.right)}`;
  }
}

function printInner(operand: Operand): string {
  const text = printOperand(operand);
  return operand.kind === "arithmetic" ? `{${text}}` : text;
}

function printRange(range: SliceRange): string {
  if (range.length === undefined) return `${range.start}:`;
  return range.length === 1 ? `${range.start}` : `${range.start}:${range.length}`;
}
