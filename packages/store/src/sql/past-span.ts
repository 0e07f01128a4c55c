/** From when to when the packets of a filtered scope reach. */
import { ask, toNanos } from "./history-engine.ts";
import { matchingSlices } from "./matching-slices.ts";
import type { PacketSpan } from "./past-coverage.ts";
import type { PastScope } from "./past-scope.ts";
import { sql } from "./sql.ts";

export async function selectedSpan(scope: PastScope): Promise<PacketSpan> {
  if (scope.isWhole) return scope.held;
  const [row = {}] = await ask(
    scope.engine,
    sql`SELECT min(first) AS earliest, max(last) AS latest FROM ${matchingSlices(scope, ["first", "last"])}`,
  );
  return { first: toNanos(row["earliest"]), last: toNanos(row["latest"]) };
}
