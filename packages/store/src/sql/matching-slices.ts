/** The slices of a scope with what its filter selects of them, as the FROM of a statement. */
import type { MinuteRange } from "./minute-range.ts";
import { conditionOf, type PastScope, startOf } from "./past-scope.ts";
import { rowsOf } from "./recorded-rows.ts";
import { and, identifier, joinSql, number, or, type Sql, sql, TRUE } from "./sql.ts";

/** Counters under the names that they have with the filter applied. */
const COUNTERS = {
  sent_packets: ["packets_out", "out"],
  back_packets: ["packets_in", "in"],
  sent_bytes: ["bytes_out", "out"],
  back_bytes: ["bytes_in", "in"],
} as const;

export type SelectedCounter = keyof typeof COUNTERS;

const SELECTED: readonly SelectedCounter[] = [
  "sent_packets",
  "back_packets",
  "sent_bytes",
  "back_bytes",
];

/**
 * Rows with the counters `sent_…` (from the originator) and `back_…`, and the columns that are asked for.
 *
 * @param range a part of the scope's
 * @param where a further condition on columns of slices
 */
export function matchingSlices(
  scope: PastScope,
  columns: readonly string[],
  range: MinuteRange = scope.range,
  where: Sql = TRUE,
): Sql {
  const { out, in: into, isSymmetric } = conditionOf(scope);
  const counters = SELECTED.map((name) => {
    const [column, direction] = COUNTERS[name];
    const value = identifier(column);
    if (isSymmetric) return sql`${value} AS ${identifier(name)}`;
    const selected = direction === "out" ? out : into;
    return sql`CASE WHEN ${selected} THEN ${value} ELSE 0 END AS ${identifier(name)}`;
  });
  const matching = isSymmetric
    ? out
    : or([and([out, sql`packets_out > 0`]), and([into, sql`packets_in > 0`])]);
  const list = joinSql([...columns.map(identifier), ...counters], ", ");
  return sql`${rowsOf(scope, "slices", range, list, and([matching, where]))} AS s`;
}

/** Columns that {@link flowCount} needs. */
export const FLOW_COLUMNS: readonly string[] = ["sensor", "run", "flow", "previous"];

/**
 * An aggregate: the flows among the rows. Where a flow matches in all of its minutes or in none, its first slice in
 * the range stands for it.
 */
export function flowCount(scope: PastScope): Sql {
  if (!conditionOf(scope).isSteady) return scope.engine.dialect.differentFlows;
  const isFirst = sql`flow > 0 AND previous < ${number(Math.max(1, startOf(scope)))}`;
  return sql`sum(CASE WHEN ${isFirst} THEN 1 ELSE 0 END)`;
}
