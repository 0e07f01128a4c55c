/** A display filter: text in, a test of packets out. */

import type { Packet } from "@wirescope/decode";
import { checkExpression } from "./check.ts";
import { parseFilter } from "./parser.ts";
import { compilePredicate, PacketTree } from "./predicate.ts";
import { printFilter } from "./print.ts";

export interface Filter {
  /** Canonical text: symbols for words, explicit grouping. Empty for the empty filter. */
  readonly text: string;
  /** True when the filter selects every packet because nothing was written. */
  readonly empty: boolean;
  /**
   * Whether the filter selects the packet.
   *
   * The record must be fresh from `decode`, its octets still in place. `packet.protocol` may have
   * been changed since, as analysis does; it is neither asked nor changed. Never throws.
   */
  matches(packet: Packet): boolean;
}

/** Compiles a filter. Throws `FilterError`, which says where the text is wrong. */
export function compileFilter(text: string): Filter {
  const expression = parseFilter(text);
  if (expression === undefined) return { text: "", empty: true, matches: () => true };
  const predicate = compilePredicate(checkExpression(expression));
  const tree = new PacketTree();
  return {
    text: printFilter(expression),
    empty: false,
    matches(packet) {
      tree.reset();
      return predicate(packet, tree);
    },
  };
}
