/** What a filter selects, as a whole: from when to when it reaches, and of how many flows it is. */
import { ask, toNanos, toNumber } from "./history-engine.ts";
import { FLOW_COLUMNS, flowCount, matchingSlices } from "./matching-slices.ts";
import type { PacketSpan } from "./past-coverage.ts";
import type { PastScope } from "./past-scope.ts";
import { sql } from "./sql.ts";

export async function selectedTotals(
  scope: PastScope,
): Promise<{ readonly span: PacketSpan; readonly flows: number }> {
  const slices = matchingSlices(scope, ["first", "last", ...FLOW_COLUMNS]);
  const [row = {}] = await ask(
    scope.engine,
    sql`SELECT min(first) AS earliest, max(last) AS latest, ${flowCount(scope)} AS all_flows FROM ${slices}`,
  );
  return {
    span: { first: toNanos(row["earliest"]), last: toNanos(row["latest"]) },
    flows: toNumber(row["all_flows"]),
  };
}
