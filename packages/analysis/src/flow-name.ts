/** The name of a flow and the application that it belongs to, as the flow's record refers to them. */
import { talksToName } from "./application-counters.ts";
import { META, NAME, NAME_GENERATION, PROTOCOL_MASK } from "./flow-layout.ts";
import type { NamePool } from "./name-pool.ts";

/** Name of the flow whose record begins at word `base`; undefined without one, or if it has left the pool. */
export function flowName(pool: NamePool, words: Int32Array, base: number): string | undefined {
  const row = words[base + NAME]! - 1;
  return row < 0 ? undefined : pool.text(row, words[base + NAME_GENERATION]!);
}

/** Number of the application that the name belongs to; -1 for none. */
export function flowApplication(pool: NamePool, words: Int32Array, base: number): number {
  const row = words[base + NAME]! - 1;
  if (row < 0 || pool.generation(row) !== words[base + NAME_GENERATION]) return -1;
  return talksToName(words[base + META]! & PROTOCOL_MASK) ? pool.application(row) : -1;
}
