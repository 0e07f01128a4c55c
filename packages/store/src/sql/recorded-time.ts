/** When something was recorded, as far as it is still told, and the gaps between. */
import { formatTimestamp, type Stretch } from "@wirescope/query";
import { ask, type HistoryEngine, toNumber } from "./history-engine.ts";
import { HOUR, MINUTE, type MinuteRange } from "./minute-range.ts";
import { type Running, recordedHours, rowsOf } from "./recorded-rows.ts";
import { identifier, number, type Sql, sql } from "./sql.ts";

/** Recorded minutes of a range, and recorded hours of another one. */
export interface RecordedTime extends Running {
  readonly minutes: MinuteRange;
  /** Must not overlap the minutes; undefined where minutes tell everything. */
  readonly hours: MinuteRange | undefined;
}

/** Stretches between the recorded ones, in order. */
export async function innerGaps(
  engine: HistoryEngine,
  time: RecordedTime,
  { limit, newest }: { readonly limit: number; readonly newest: boolean },
): Promise<readonly Stretch[]> {
  const rows = await ask(
    engine,
    sql`SELECT earlier, start FROM (
        SELECT start, lag(stop) OVER (ORDER BY start) AS earlier
        FROM (SELECT DISTINCT start, stop FROM (${recordedStretches(time)}) AS s) AS d
      ) AS p
      WHERE earlier > 0 AND start > earlier
      ORDER BY start ${newest ? sql`DESC` : sql`ASC`} LIMIT ${number(limit)}`,
  );
  const gaps = rows.map((row) => stretch(toNumber(row["earlier"]), toNumber(row["start"])));
  return newest ? gaps.reverse() : gaps;
}

function recordedStretches(time: RecordedTime): Sql {
  const minutes = rowsOf(time, "minutes", time.minutes, identifier("minute"));
  const byMinute = sql`SELECT minute AS start, minute + ${number(MINUTE)} AS stop FROM ${minutes} AS m`;
  if (time.hours === undefined) return byMinute;
  return sql`${byMinute} UNION ALL
    SELECT hour AS start, hour + ${number(HOUR)} AS stop ${recordedHours(time.hours)}`;
}

/** From seconds since 1970. */
export function stretch(from: number, to: number): Stretch {
  return { from: formatTimestamp(from, 0), to: formatTimestamp(to, 0) };
}
