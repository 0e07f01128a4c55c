/**
 * What every packet that a filter selects has to hold: for passing over packets that an index knows
 * not to hold it, without looking at them.
 *
 * It asks for less than the filter does, never for more.
 */

import type { FilterField } from "./field-table.ts";
import { findPlaces } from "./place.ts";
import type { Literal, TypedExpression } from "./typed.ts";

export type Requirement =
  /** Nothing that an index could tell. */
  | { readonly kind: "anything" }
  /** An IP header with this address on either side; 4 or 16 octets. */
  | { readonly kind: "address"; readonly octets: Uint8Array }
  /** A TCP or UDP header with this port on either side. */
  | { readonly kind: "port"; readonly port: number }
  | { readonly kind: "all" | "some"; readonly parts: readonly Requirement[] };

export const ANYTHING: Requirement = { kind: "anything" };

const ADDRESSES: ReadonlySet<string> = new Set([
  ...["ip.addr", "ip.src", "ip.dst"],
  ...["ipv6.addr", "ipv6.src", "ipv6.dst"],
]);
const PORTS: ReadonlySet<string> = new Set([
  ...["tcp.port", "tcp.srcport", "tcp.dstport"],
  ...["udp.port", "udp.srcport", "udp.dstport"],
]);

export function requirementOf(expression: TypedExpression): Requirement {
  switch (expression.kind) {
    case "and":
      return joined("all", expression.operands.map(requirementOf));
    case "or":
      return joined("some", expression.operands.map(requirementOf));
    case "literal": {
      const field = plainField(expression);
      if (field === undefined || expression.operator !== "==") return ANYTHING;
      return valueRequirement(field, expression.literal);
    }
    case "membership": {
      const field = plainField(expression);
      if (field === undefined) return ANYTHING;
      return joined(
        "some",
        expression.members.map(({ from, to }) =>
          to === undefined ? valueRequirement(field, from) : ANYTHING,
        ),
      );
    }
    default:
      return ANYTHING;
  }
}

/** The field that is compared in any layer that holds it, at a fixed place in each. */
function plainField({
  operand,
}: Extract<TypedExpression, { kind: "literal" | "membership" }>): FilterField | undefined {
  if (operand.kind !== "field") return undefined;
  return findPlaces(operand.field)?.elsewhere.length === 0 ? operand.field : undefined;
}

function valueRequirement({ name }: FilterField, literal: Literal): Requirement {
  if (ADDRESSES.has(name)) {
    if (literal.kind === "ipv4" && (literal.mask | 0) === -1) {
      const octets = new Uint8Array(4);
      new DataView(octets.buffer).setUint32(0, literal.word);
      return { kind: "address", octets };
    }
    if (literal.kind === "ipv6" && literal.prefix === 128) {
      return { kind: "address", octets: literal.bytes };
    }
  }
  if (PORTS.has(name) && literal.kind === "value" && typeof literal.value === "number") {
    return { kind: "port", port: literal.value };
  }
  return ANYTHING;
}

/** Leaves out what asks for nothing, or all where one way out asks for nothing. */
function joined(kind: "all" | "some", parts: readonly Requirement[]): Requirement {
  const telling = parts.filter((part) => part !== ANYTHING);
  if (telling.length === 0 || (kind === "some" && telling.length < parts.length)) return ANYTHING;
  return telling.length === 1 ? telling[0]! : { kind, parts: telling };
}
