/** A display filter: text in, a test of packets out. */

import type { Layer, Packet } from "@wirescope/decode";
import { checkExpression } from "./check.ts";
import type { FilterContext } from "./context-field.ts";
import { contextFields } from "./mentioned-fields.ts";
import { parseFilter } from "./parser.ts";
import { compilePredicate, needsTree, PacketTree } from "./predicate.ts";
import { printFilter } from "./print.ts";
import { ANYTHING, type Requirement, requirementOf } from "./requirement.ts";
import type { TypedExpression } from "./typed.ts";

export interface Filter {
  /** Canonical text: symbols for words, explicit grouping. Empty for the empty filter. */
  readonly text: string;
  /** True when the filter selects every packet because nothing was written. */
  readonly empty: boolean;
  /** True where the filter looks into the tree of packets, and so may depend on packets before them. */
  readonly needsTree: boolean;
  /** Names of the fields in it that only a context tells, each once. */
  readonly contextFields: readonly string[];
  /** What every packet holds that the filter selects, as far as an index of packets could tell. */
  readonly requirement: Requirement;
  /**
   * Whether the filter selects the packet.
   *
   * `layers` are what the capture's `Dissector` has made of it; without them the packet is looked at by
   * itself, which does not see what is spread over several packets.
   *
   * The record must be fresh from `decode`, its octets still in place. `packet.protocol` may have
   * been changed since, as analysis does; it is neither asked nor changed. Never throws.
   */
  matches(packet: Packet, layers?: readonly Layer[]): boolean;
}

const EMPTY: Filter = {
  text: "",
  empty: true,
  needsTree: false,
  contextFields: [],
  requirement: ANYTHING,
  matches: () => true,
};
/** A filter that was understood, for whoever evaluates it elsewhere than on packets. */
export interface CheckedFilter {
  /** As in {@link Filter}. */
  readonly text: string;
  readonly expression: TypedExpression;
}

/** Reads a filter; undefined for the empty one. Throws `FilterError`, which says where the text is wrong. */
export function checkFilter(text: string): CheckedFilter | undefined {
  const expression = parseFilter(text);
  if (expression === undefined) return undefined;
  return { text: printFilter(expression), expression: checkExpression(expression) };
}

/**
 * Compiles a filter; `context` tells the values of Wirescope's own fields (`app`, `flow.bytes`). Throws `FilterError`,
 * which says where the text is wrong.
 */
export function compileFilter(text: string, context?: FilterContext): Filter {
  const filter = checkFilter(text);
  if (filter === undefined) return EMPTY;
  const checked = filter.expression;
  const predicate = compilePredicate(checked);
  const tree = new PacketTree(context);
  return {
    text: filter.text,
    empty: false,
    needsTree: needsTree(checked),
    contextFields: contextFields(checked),
    requirement: requirementOf(checked),
    matches(packet, layers) {
      tree.open(packet, layers);
      return predicate(packet, tree);
    },
  };
}
