/** Makes the rollups of an hour from its slices. */
import { HOUR, rankingOf, rollupRows } from "../rollup.ts";
import { ROLLUP_DIMENSIONS } from "../schema.ts";
import type { Connection } from "./connection.ts";

interface HourOf {
  /** Seconds since 1970. */
  readonly hour: number;
  readonly sensor: string;
}

/** Hours from `start` and before `end` that have minutes and no rollups, oldest first. */
export async function missingHours(
  connection: Connection,
  start: number,
  end: number,
): Promise<HourOf[]> {
  const rows = await connection.rows(
    `SELECT DISTINCT minute - minute % ${HOUR} AS hour, sensor FROM minutes
WHERE minute >= $1 AND minute < $2
EXCEPT SELECT DISTINCT hour, sensor FROM rollups WHERE hour >= $1 AND hour < $2
ORDER BY hour, sensor`,
    [start, end],
  );
  return rows.map((row) => ({ hour: Number(row["hour"]), sensor: String(row["sensor"]) }));
}

/** Makes the hour's rows, in place of those that are there. */
export async function rollUp(connection: Connection, { hour, sensor }: HourOf): Promise<void> {
  await connection.run("DELETE FROM rollups WHERE hour = $1 AND sensor = $2", [hour, sensor]);
  for (const dimension of ROLLUP_DIMENSIONS) {
    const members = await connection.rows(rankingOf(dimension, hour, "$1"), [sensor]);
    await connection.append(rollupRows(members, dimension, hour, sensor));
  }
}
