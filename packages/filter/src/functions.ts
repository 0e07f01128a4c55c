/** Functions of the language: what they take, and what they make of values. */

import { utf8Length } from "@wirescope/decode";
import type { Call } from "./ast.ts";
import { FilterError } from "./errors.ts";
import { CLASS_NOUNS, type ValueClass } from "./field-table.ts";
import { compareValues } from "./match.ts";
import { nearest } from "./nearest.ts";
import type { FunctionName, TypedOperand, Value } from "./typed.ts";

export interface FunctionInfo {
  readonly description: string;
  readonly takes: readonly ValueClass[] | "any";
  /** The class of the result; undefined where it is the argument's. */
  readonly gives: ValueClass | undefined;
  readonly maxArguments: number;
}

const TEXT: readonly ValueClass[] = ["string"];
const NUMBERS: readonly ValueClass[] = ["number", "boolean"];

export const FUNCTIONS: Readonly<Record<FunctionName, FunctionInfo>> = {
  len: {
    description: "Octets of a text or of octets",
    takes: ["string", "bytes", "ether", "ipv6", "protocol"],
    gives: "number",
    maxArguments: 1,
  },
  count: {
    description: "How often the field occurs",
    takes: "any",
    gives: "number",
    maxArguments: 1,
  },
  lower: { description: "The text in lower case", takes: TEXT, gives: "string", maxArguments: 1 },
  upper: { description: "The text in upper case", takes: TEXT, gives: "string", maxArguments: 1 },
  string: {
    description: "The value as the packet list prints it",
    takes: "any",
    gives: "string",
    maxArguments: 1,
  },
  abs: {
    description: "The number without its sign",
    takes: NUMBERS,
    gives: "number",
    maxArguments: 1,
  },
  min: {
    description: "The smallest of the values",
    takes: NUMBERS,
    gives: "number",
    maxArguments: 16,
  },
  max: {
    description: "The largest of the values",
    takes: NUMBERS,
    gives: "number",
    maxArguments: 16,
  },
};

function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(FUNCTIONS, name);
}

/** The call, checked; `operands` are its arguments, checked. */
export function checkCall(call: Call, operands: readonly TypedOperand[]): TypedOperand {
  const { name } = call;
  if (!isFunctionName(name)) {
    const suggestion = nearest(name, Object.keys(FUNCTIONS));
    const message = `There is no function ${name}.`;
    throw new FilterError("FILTER_UNKNOWN_FUNCTION", message, call.nameSpan, suggestion);
  }
  const { takes, gives, maxArguments } = FUNCTIONS[name];
  if (operands.length === 0 || operands.length > maxArguments) {
    const count = maxArguments === 1 ? "one field" : `1 to ${maxArguments} values`;
    throw new FilterError("FILTER_TYPE_MISMATCH", `${name}() takes ${count}.`, call);
  }
  operands.forEach((operand, index) => {
    const isField = name !== "string" && name !== "count" ? true : operand.kind === "field";
    if (isField && (takes === "any" || takes.includes(operand.valueClass))) return;
    const expected = takes === "any" ? "a field" : `a ${takes.join(" or ")}`;
    const message = `${name}() takes ${expected}, not ${CLASS_NOUNS[operand.valueClass]}.`;
    throw new FilterError("FILTER_TYPE_MISMATCH", message, call.arguments[index]!);
  });
  return {
    kind: "call",
    valueClass: gives ?? operands[0]!.valueClass,
    name,
    arguments: operands,
  };
}

/** The results of a function that works on values: `len`, `lower`, `upper`, `abs`, `min`, `max`. */
export function applyFunction(
  name: Exclude<FunctionName, "count" | "string">,
  values: readonly Value[],
): Value[] {
  switch (name) {
    case "len":
      return values.map((value) =>
        value instanceof Uint8Array ? value.length : utf8Length(String(value)),
      );
    case "lower":
      return values.map((value) => String(value).toLowerCase());
    case "upper":
      return values.map((value) => String(value).toUpperCase());
    case "abs":
      return values.map((value) => (Number(value) < 0 ? -Number(value) : value));
    case "min":
    case "max": {
      if (values.length === 0) return [];
      const sign = name === "min" ? 1 : -1;
      return [
        values.reduce((best, value) => (sign * compareValues(value, best) < 0 ? value : best)),
      ];
    }
  }
}
