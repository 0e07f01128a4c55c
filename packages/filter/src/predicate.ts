/**
 * A checked filter as a function of a packet.
 *
 * What lies at a fixed place in a header is compared in place; everything else asks the packet's
 * tree, which is built at most once per packet and only when the answer depends on it.
 */

import { DecodeStatus, dissect, type Layer, type Packet } from "@wirescope/decode";
import type { CompareOperator, Quantifier, SliceRange } from "./ast.ts";
import { type FilterContext, isContextField } from "./context-field.ts";
import type { FilterField } from "./field-table.ts";
import { frameTest } from "./frame-field.ts";
import {
  compareValues,
  containsValue,
  type Match,
  matchOf,
  satisfies,
  type Tested,
} from "./match.ts";
import { mentionedFields } from "./mentioned-fields.ts";
import { countOccurrences, type Dissected } from "./occurrence.ts";
import { operandValues } from "./operand.ts";
import { findPlaces, matchesAll, matchesAny, type Place, type PlaceMatch } from "./place.ts";
import { placeMatch, placeRangesMatch, placeSliceMatch } from "./place-match.ts";
import { holderTest, presenceTest } from "./presence.ts";
import type { TypedExpression, TypedOperand, Value } from "./typed.ts";

export type Predicate = (packet: Packet, tree: PacketTree) => boolean;

/** What is known of the packet that is being tested; its tree is built when it is first asked for. */
export class PacketTree implements Dissected {
  readonly context: FilterContext | undefined;
  #packet: Packet | undefined;
  #layers: readonly Layer[] | undefined;
  #isGiven = false;

  constructor(context: FilterContext | undefined) {
    this.context = context;
  }

  /** Turns to the next packet; `layers` are those that the capture's dissector has made of it. */
  open(packet: Packet, layers: readonly Layer[] | undefined): void {
    this.#packet = packet;
    this.#layers = layers;
    this.#isGiven = layers !== undefined;
  }

  get packet(): Packet {
    return this.#packet!;
  }

  get layers(): readonly Layer[] {
    this.#layers ??= dissect(this.packet);
    return this.#layers;
  }

  /** True where the tree can hold more than the packet by itself: messages and datagrams put together. */
  get knowsMore(): boolean {
    return this.#isGiven || this.packet.isFragment;
  }
}

export function compilePredicate(expression: TypedExpression): Predicate {
  switch (expression.kind) {
    case "and": {
      const operands = expression.operands.map(compilePredicate);
      return (packet, tree) => every(operands, packet, tree);
    }
    case "or": {
      const operands = expression.operands.map(compilePredicate);
      return (packet, tree) => some(operands, packet, tree);
    }
    case "xor": {
      const operands = expression.operands.map(compilePredicate);
      return (packet, tree) => operands.filter((operand) => operand(packet, tree)).length % 2 === 1;
    }
    case "not": {
      const operand = compilePredicate(expression.operand);
      return (packet, tree) => !operand(packet, tree);
    }
    case "exists":
      return compileExists(expression.operand);
    case "literal":
      return compileTested(expression);
    case "pair":
      return compilePair(expression);
    case "membership":
      return compileTested(expression);
  }
}

/** Protocols that the packet's own layers tell; all others can be spread over several packets. */
const STACK: ReadonlySet<string> = new Set([
  ...["frame", "eth", "vlan", "llc", "sll", "arp", "ip", "ipv6", "icmp", "icmpv6", "igmp"],
  ...["tcp", "udp", "sctp"],
]);

/**
 * True where the answer rests on the tree of every packet, not on the columns of sound ones: then a
 * reader in order of capture dissects each packet, so that the tree knows what came before.
 */
export function needsTree(expression: TypedExpression): boolean {
  if (mentionedFields(expression).every(({ name }) => isContextField(name))) return false;
  switch (expression.kind) {
    case "and":
    case "or":
    case "xor":
      return expression.operands.some(needsTree);
    case "not":
      return needsTree(expression.operand);
    case "exists": {
      const { operand } = expression;
      if (operand.kind !== "field" || operand.layer !== undefined) return true;
      const { field } = operand;
      return !STACK.has(field.name) && findPlaces(field) === undefined;
    }
    case "literal":
    case "membership":
      return inPlace(expression) === undefined;
    case "pair":
      return true;
  }
}

function every(operands: readonly Predicate[], packet: Packet, tree: PacketTree): boolean {
  for (let i = 0; i < operands.length; i += 1) {
    if (!operands[i]!(packet, tree)) return false;
  }
  return true;
}

function some(operands: readonly Predicate[], packet: Packet, tree: PacketTree): boolean {
  for (let i = 0; i < operands.length; i += 1) {
    if (operands[i]!(packet, tree)) return true;
  }
  return false;
}

function compileExists(operand: TypedOperand): Predicate {
  if (operand.kind === "arithmetic") {
    return (_packet, tree) => operandValues(operand, tree).some((value) => Number(value) !== 0);
  }
  if (operand.kind !== "field") {
    return (_packet, tree) => operandValues(operand, tree).length > 0;
  }
  const { field, layer } = operand;
  const inTree: Predicate = (_packet, tree) => countOccurrences(tree, field, layer) > 0;
  if (layer !== undefined) return inTree;
  const presence = field.valueClass === "protocol" ? presenceTest(field.name) : undefined;
  if (presence !== undefined) {
    if (STACK.has(field.name)) {
      return (packet, tree) => (tree.knowsMore ? inTree(packet, tree) : presence(packet));
    }
    return (packet, tree) => (tree.knowsMore || presence(packet)) && inTree(packet, tree);
  }
  const found = findPlaces(field);
  if (found === undefined) return inTree;
  const { places, elsewhere } = found;
  return whereSound(elsewhere, (packet) => matchesAny(packet, places, () => true), inTree);
}

/**
 * Asks the stack where every header is sound, and the tree elsewhere: of a malformed header, and of
 * what an ICMP error quotes, trees show the fields that make sense, which the offsets do not tell. A
 * fragment's tree can hold the datagram that it completes.
 * Layers of the names `elsewhere` hold the field at no fixed place.
 */
function whereSound(
  elsewhere: readonly string[],
  inPlace: (packet: Packet) => boolean,
  inTree: Predicate,
): Predicate {
  const tests = elsewhere.map((name) => presenceTest(name) ?? (() => true));
  return (packet, tree) =>
    packet.status === DecodeStatus.Ok &&
    packet.quotedFrom < 0 &&
    !packet.isFragment &&
    !isAny(tests, packet)
      ? inPlace(packet)
      : inTree(packet, tree);
}

function isAny(tests: readonly ((packet: Packet) => boolean)[], packet: Packet): boolean {
  for (let i = 0; i < tests.length; i += 1) if (tests[i]!(packet)) return true;
  return false;
}

/** False without building a tree where no layer of the packet can hold the operand's field. */
function whereHeld(operand: TypedOperand, inTree: Predicate): Predicate {
  const field = soleField(operand);
  const isHeld = field && holderTest(field.name);
  if (isHeld === undefined) return inTree;
  return (packet, tree) => (tree.knowsMore || isHeld(packet)) && inTree(packet, tree);
}

/** The field without which the operand has no value, if it hangs on a single one. */
function soleField(operand: TypedOperand): FilterField | undefined {
  if (operand.kind === "field") return operand.field;
  if (operand.kind === "slice") return soleField(operand.operand);
  if (operand.kind !== "call" || operand.arguments.length !== 1) return undefined;
  return soleField(operand.arguments[0]!);
}

function compileTested(expression: Tested): Predicate {
  const tree = inTree(expression);
  const place = inPlace(expression);
  return place === undefined ? tree : whereSound(place.elsewhere, place.test, tree);
}

interface InPlace {
  readonly elsewhere: readonly string[];
  readonly test: (packet: Packet) => boolean;
}

/** The test without a tree, undefined where the operand is no field at a fixed place. */
function inPlace(expression: Tested): InPlace | undefined {
  const { quantifier } = expression;
  const { operand, range } = sliceOf(expression.operand);
  if (operand.kind !== "field" || operand.layer !== undefined) return undefined;
  const { field } = operand;
  const frame = range === undefined ? frameTest(field.name, matchOf(expression)) : undefined;
  if (frame !== undefined) return { elsewhere: [], test: frame };
  const found = findPlaces(field);
  const match = found && placeMatchOf(expression, field, found.places, range);
  if (found === undefined || match === undefined) return undefined;
  const { places, elsewhere } = found;
  const test =
    quantifier === "any"
      ? (packet: Packet) => matchesAny(packet, places, match)
      : (packet: Packet) => matchesAll(packet, places, match);
  return { elsewhere, test };
}

/** The operand within a slice of one range, and that range; the operand itself where it is no slice. */
function sliceOf(operand: TypedOperand): { operand: TypedOperand; range: SliceRange | undefined } {
  if (operand.kind !== "slice" || operand.ranges.length !== 1) return { operand, range: undefined };
  return { operand: operand.operand, range: operand.ranges[0]! };
}

/** Members of one name lie in octets of the same kind, so the first place stands for all. */
function placeMatchOf(
  expression: Tested,
  field: FilterField,
  places: readonly Place[],
  range: SliceRange | undefined,
): PlaceMatch | undefined {
  if (range !== undefined) {
    return expression.kind === "literal"
      ? placeSliceMatch(places[0]!, range, expression.operator, expression.literal)
      : undefined;
  }
  return expression.kind === "literal"
    ? placeMatch(field, places[0]!, expression.operator, expression.literal)
    : placeRangesMatch(field, places[0]!, expression.members);
}

function inTree(expression: Tested): Predicate {
  const { operand, quantifier } = expression;
  const match = matchOf(expression);
  return whereHeld(operand, (_packet, tree) =>
    holds(quantifier, operandValues(operand, tree), match),
  );
}

/** A field that does not occur satisfies nothing, `all` included. */
function holds(quantifier: Quantifier, values: readonly Value[], match: Match): boolean {
  if (values.length === 0) return false;
  return quantifier === "any" ? values.some(match) : values.every(match);
}

function compilePair(expression: Extract<TypedExpression, { kind: "pair" }>): Predicate {
  const { operator, quantifier, left, right } = expression;
  return whereHeld(left, (_packet, tree) => {
    const others = operandValues(right, tree);
    if (others.length === 0) return false;
    return holds(quantifier, operandValues(left, tree), (value) =>
      holds(quantifier, others, (other) => comparePair(operator, value, other)),
    );
  });
}

function comparePair(operator: CompareOperator, left: Value, right: Value): boolean {
  if (operator === "contains") return containsValue(left, right);
  return satisfies(operator, compareValues(left, right));
}
