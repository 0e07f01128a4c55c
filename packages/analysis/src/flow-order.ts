/** Pages of flows in an order, without sorting the whole table. */
import {
  BYTES,
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  PACKETS,
  SERIAL,
} from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import { TopRows } from "./ranking.ts";

/** Largest, newest or longest first. */
export type FlowOrder = "bytes" | "packets" | "start" | "last" | "duration";

/** Where a page ended: the sorted value and the number of its last flow. */
export interface FlowCursor {
  readonly value: number;
  readonly id: number;
}

export interface FlowRows {
  readonly rows: readonly number[];
  /** To continue from; undefined when there is no more. */
  readonly cursor: FlowCursor | undefined;
}

/** The next `limit` flows behind `after`; equal values come in the order of first packets. */
export function flowRows(
  flows: FlowTable,
  order: FlowOrder,
  limit: number,
  after: FlowCursor | undefined,
): FlowRows {
  const top = new TopRows(limit, (row) => flows.doubles[row * FLOW_DOUBLES + SERIAL]!);
  let remaining = 0;
  for (let row = 0; row < flows.size; row++) {
    const value = orderValue(flows, order, row);
    const id = flows.doubles[row * FLOW_DOUBLES + SERIAL]!;
    if (after !== undefined && (value > after.value || (value === after.value && id <= after.id))) {
      continue;
    }
    remaining++;
    top.offer(row, value);
  }
  const rows = top.take();
  const last = rows.at(-1);
  if (last === undefined || remaining <= rows.length) return { rows, cursor: undefined };
  const id = flows.doubles[last * FLOW_DOUBLES + SERIAL]!;
  return { rows, cursor: { value: orderValue(flows, order, last), id } };
}

/** Seconds with a fraction are exact to about 0.2 µs, which is enough to order by. */
function orderValue(flows: FlowTable, order: FlowOrder, row: number): number {
  const { doubles, words } = flows;
  const d = row * FLOW_DOUBLES;
  const base = row * FLOW_WORDS;
  switch (order) {
    case "bytes":
      return doubles[d + BYTES]! + doubles[d + BYTES + 1]!;
    case "packets":
      return doubles[d + PACKETS]! + doubles[d + PACKETS + 1]!;
    case "start":
      return doubles[d + FIRST_SECONDS]! + words[base + FIRST_NANOSECONDS]! / 1e9;
    case "last":
      return doubles[d + LAST_SECONDS]! + words[base + LAST_NANOSECONDS]! / 1e9;
    case "duration":
      return (
        doubles[d + LAST_SECONDS]! -
        doubles[d + FIRST_SECONDS]! +
        (words[base + LAST_NANOSECONDS]! - words[base + FIRST_NANOSECONDS]!) / 1e9
      );
  }
}
