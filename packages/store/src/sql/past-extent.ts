/** How far back history reaches. */
import type { Extent, Stretch } from "@wirescope/query";
import { readHours } from "./held-hours.ts";
import { ask, type HistoryEngine, toNumber } from "./history-engine.ts";
import { HOUR, MINUTE, wholeMinutes } from "./minute-range.ts";
import { oldestMinute } from "./past-scope.ts";
import { innerGaps, stretch } from "./recorded-time.ts";
import { identifier, sql } from "./sql.ts";

const GAP_LIMIT = 1000;

export async function pastExtent(engine: HistoryEngine): Promise<Extent> {
  const flows = await reach(engine, "minutes", "minute", MINUTE);
  const hours = await reach(engine, "rollups", "hour", HOUR);
  const everything = wholeMinutes({ from: undefined, to: undefined });
  const oldest = await oldestMinute(engine, undefined);
  const older = await readHours(engine, everything, oldest);
  const minutes = { from: older?.seam ?? everything.from, to: everything.to };
  const recorded = { running: undefined, minutes, hours: older?.range };
  const gaps = await innerGaps(engine, recorded, { limit: GAP_LIMIT, newest: true });
  return { packets: undefined, flows, hours, gaps, problem: engine.problem };
}

async function reach(
  engine: HistoryEngine,
  table: string,
  time: string,
  width: number,
): Promise<Stretch | undefined> {
  const column = identifier(time);
  const [row = {}] = await ask(
    engine,
    sql`SELECT min(${column}) AS earliest, max(${column}) AS latest, count(*) AS n FROM ${identifier(table)}`,
  );
  if (toNumber(row["n"]) === 0) return undefined;
  return stretch(toNumber(row["earliest"]), toNumber(row["latest"]) + width);
}
