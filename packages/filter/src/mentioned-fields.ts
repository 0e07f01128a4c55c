/** The fields that a filter asks for. */

import { isContextField } from "./context-field.ts";
import type { FilterField } from "./field-table.ts";
import type { TypedExpression, TypedOperand } from "./typed.ts";

/** True where the filter asks for a field that only a context tells. */
export function namesContext(expression: TypedExpression): boolean {
  return mentionedFields(expression).some(({ name }) => isContextField(name));
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
