/** The values of an operand in a packet's tree. */

import { encodeUtf8 } from "@wirescope/decode";
import { applyFunction } from "./functions.ts";
import {
  countOccurrences,
  type Dissected,
  fieldRaws,
  fieldValues,
  layerHeaders,
} from "./occurrence.ts";
import { sliceBytes } from "./slice.ts";
import type { TypedOperand, Value } from "./typed.ts";

/** One value per occurrence; none when the operand does not occur. */
export function operandValues(operand: TypedOperand, dissected: Dissected): Value[] {
  switch (operand.kind) {
    case "field":
      return fieldValues(dissected, operand.field, operand.layer);
    case "constant":
      return [operand.value];
    case "slice":
      return slicedValues(operand.operand, dissected).flatMap((value) => {
        const slice = sliceBytes(toOctets(value), operand.ranges);
        return slice === undefined ? [] : [slice];
      });
    case "call":
      return callValues(operand, dissected);
    case "arithmetic":
      return arithmeticValues(operand, dissected);
  }
}

/** A protocol is sliced within its header; what it carries is not part of it. */
function slicedValues(operand: TypedOperand, dissected: Dissected): Value[] {
  const isProtocol = operand.kind === "field" && operand.field.valueClass === "protocol";
  return isProtocol
    ? layerHeaders(dissected, operand.field, operand.layer)
    : operandValues(operand, dissected);
}

function callValues(call: Extract<TypedOperand, { kind: "call" }>, dissected: Dissected): Value[] {
  const first = call.arguments[0]!;
  if (call.name !== "count" && call.name !== "string") {
    return applyFunction(
      call.name,
      call.arguments.flatMap((argument) => operandValues(argument, dissected)),
    );
  }
  if (first.kind !== "field") return [];
  if (call.name === "string") return fieldRaws(dissected, first.field, first.layer);
  const count = countOccurrences(dissected, first.field, first.layer);
  return count === 0 ? [] : [count];
}

/** Every left value with every right value; what has no result, as a division by zero, has no value. */
function arithmeticValues(
  { operator, left, right }: Extract<TypedOperand, { kind: "arithmetic" }>,
  dissected: Dissected,
): Value[] {
  const others = operandValues(right, dissected);
  return operandValues(left, dissected).flatMap((value) =>
    others.flatMap((other) => {
      const result = calculate(operator, toInteger(value), toInteger(other));
      return result === undefined ? [] : [result];
    }),
  );
}

function calculate(operator: string, left: bigint, right: bigint): Value | undefined {
  switch (operator) {
    case "&":
      return left & right;
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return right === 0n ? undefined : left / right;
    default:
      return right === 0n ? undefined : left % right;
  }
}

function toInteger(value: Value): bigint {
  if (value instanceof Uint8Array)
    return value.reduce((sum, octet) => sum * 256n + BigInt(octet), 0n);
  return typeof value === "bigint" ? value : BigInt(Math.trunc(Number(value)));
}

/** IPv4 addresses are words of four octets; texts are sliced in UTF-8. */
function toOctets(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return encodeUtf8(value);
  const word = Number(value);
  return Uint8Array.of(word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff);
}
