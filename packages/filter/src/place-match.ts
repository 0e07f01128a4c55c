/** Comparisons of octets in place with a literal, without allocation. */

import type { CompareOperator, SliceRange } from "./ast.ts";
import type { FilterField } from "./field-table.ts";
import { compareLiteral, satisfies } from "./match.ts";
import type { Place, PlaceMatch } from "./place.ts";
import type { Literal, LiteralRange } from "./typed.ts";

/** The comparison, or undefined where it needs the value as the tree holds it. */
export function placeMatch(
  field: FilterField,
  place: Place,
  operator: CompareOperator,
  literal: Literal,
): PlaceMatch | undefined {
  if (operator === "contains" || operator === "matches") return undefined;
  switch (field.valueClass) {
    case "number":
    case "boolean": {
      const value = literal.kind === "value" ? literal.value : undefined;
      return typeof value === "number" ? numberMatch(place, operator, value) : undefined;
    }
    case "ipv4":
      return literal.kind === "ipv4" ? ipv4Match(operator, literal.word, literal.mask) : undefined;
    case "ipv6":
      return literal.kind === "ipv6"
        ? octetsMatch(operator, literal.bytes, literal.prefix)
        : undefined;
    case "ether":
      return literal.kind === "value" && literal.value instanceof Uint8Array
        ? octetsMatch(operator, literal.value, 8 * literal.value.length)
        : undefined;
    default:
      return undefined;
  }
}

/** Comparison of a part of an address with as many octets: `eth.addr[0:3] == a4:83:e7`. */
export function placeSliceMatch(
  place: Place,
  range: SliceRange,
  operator: CompareOperator,
  literal: Literal,
): PlaceMatch | undefined {
  const { start, length } = range;
  const bytes = literal.kind === "value" ? literal.value : undefined;
  if (operator === "contains" || !(bytes instanceof Uint8Array)) return undefined;
  if (start < 0 || length !== bytes.length || start + length > place.octets) return undefined;
  const match = octetsMatch(operator, bytes, 8 * length);
  return (view, off) => match(view, off + start);
}

/** Membership of a number in ranges, or of an address in networks. */
export function placeRangesMatch(
  field: FilterField,
  place: Place,
  ranges: readonly LiteralRange[],
): PlaceMatch | undefined {
  if (field.valueClass === "number" || field.valueClass === "boolean") {
    return numberRangesMatch(place, ranges);
  }
  const matches = ranges.map(({ from, to }) => {
    if (to === undefined) return placeMatch(field, place, "==", from);
    const low = placeMatch(field, place, ">=", from);
    const high = placeMatch(field, place, "<=", to);
    return low && high && ((view: DataView, off: number) => low(view, off) && high(view, off));
  });
  if (!matches.every((match) => match !== undefined)) return undefined;
  return (view, off) => {
    for (let i = 0; i < matches.length; i += 1) {
      if (matches[i]!(view, off)) return true;
    }
    return false;
  };
}

function readNumber(view: DataView, off: number, place: Place): number {
  const { octets, mask } = place;
  const value =
    octets === 1 ? view.getUint8(off) : octets === 2 ? view.getUint16(off) : view.getUint32(off);
  return mask === 0 ? value : (value & mask) >>> place.shift;
}

function numberMatch(place: Place, operator: CompareOperator, value: number): PlaceMatch {
  switch (operator) {
    case "==":
      return (view, off) => readNumber(view, off, place) === value;
    case "!=":
      return (view, off) => readNumber(view, off, place) !== value;
    case "<":
      return (view, off) => readNumber(view, off, place) < value;
    case "<=":
      return (view, off) => readNumber(view, off, place) <= value;
    case ">":
      return (view, off) => readNumber(view, off, place) > value;
    default:
      return (view, off) => readNumber(view, off, place) >= value;
  }
}

function numberRangesMatch(place: Place, ranges: readonly LiteralRange[]): PlaceMatch | undefined {
  const low = new Float64Array(ranges.length);
  const high = new Float64Array(ranges.length);
  for (const [i, { from, to = from }] of ranges.entries()) {
    if (from.kind !== "value" || to.kind !== "value") return undefined;
    low[i] = Number(from.value);
    high[i] = Number(to.value);
  }
  return (view, off) => {
    const value = readNumber(view, off, place);
    for (let i = 0; i < low.length; i += 1) {
      if (value >= low[i]! && value <= high[i]!) return true;
    }
    return false;
  };
}

function ipv4Match(operator: CompareOperator, word: number, mask: number): PlaceMatch {
  if (operator === "==") return (view, off) => ((view.getUint32(off) ^ word) & mask) === 0;
  if (operator === "!=") return (view, off) => ((view.getUint32(off) ^ word) & mask) !== 0;
  const literal: Literal = { kind: "ipv4", word, mask };
  return (view, off) => satisfies(operator, compareLiteral(view.getUint32(off), literal));
}

function octetsMatch(operator: CompareOperator, bytes: Uint8Array, prefix: number): PlaceMatch {
  return (view, off) => satisfies(operator, compareInPlace(view, off, bytes, prefix));
}

function compareInPlace(view: DataView, off: number, bytes: Uint8Array, prefix: number): number {
  const whole = prefix >>> 3;
  for (let i = 0; i < whole; i += 1) {
    const order = view.getUint8(off + i) - bytes[i]!;
    if (order !== 0) return order;
  }
  const shift = 8 - (prefix & 7);
  return shift === 8 ? 0 : (view.getUint8(off + whole) >>> shift) - (bytes[whole]! >>> shift);
}
