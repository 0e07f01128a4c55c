/** The fields that a filter asks for. */

import { isContextField } from "./context-field.ts";
import type { FilterField } from "./field-table.ts";
import type { TypedExpression, TypedOperand } from "./typed.ts";

/** Names of the fields that only a context tells, each once. */
export function contextFields(expression: TypedExpression): string[] {
  const names = mentionedFields(expression).map(({ name }) => name);
  return [...new Set(names.filter(isContextField))];
}

export function mentionedFields(expression: TypedExpression): FilterField[] {
  switch (expression.kind) {
    case "and":
    case "or":
    case "xor":
      return expression.operands.flatMap(mentionedFields);
    case "not":
      return mentionedFields(expression.operand);
    case "exists":
    case "literal":
    case "membership":
      return operandFields(expression.operand);
    case "pair":
      return [...operandFields(expression.left), ...operandFields(expression.right)];
  }
}

function operandFields(operand: TypedOperand): FilterField[] {
  switch (operand.kind) {
    case "field":
      return [operand.field];
    case "slice":
      return operandFields(operand.operand);
    case "call":
      return operand.arguments.flatMap(operandFields);
    case "arithmetic":
      return [...operandFields(operand.left), ...operandFields(operand.right)];
    case "constant":
      return [];
  }
}
