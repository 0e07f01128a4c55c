/** Makes the rollups of hours that are over, from their slices on the server. */
import { randomUUID } from "node:crypto";
import { HOUR, rankingOf, rollupRows } from "../rollup.ts";
import { ROLLUP_DIMENSIONS } from "../schema.ts";
import { type Connection, packRows } from "./connection.ts";
import { encodeNative } from "./native-block.ts";

/** Seconds that hours are looked for that the last run could not roll up: as long as slices are kept. */
const LOOK_BACK = 30 * 86_400;

/**
 * Rolls up what of the sensor lies before `end` (seconds since 1970) and is not rolled up yet. What is
 * done twice is there once.
 *
 * @throws StoreError
 */
export async function rollUpHours(
  connection: Connection,
  sensor: string,
  end: number,
): Promise<void> {
  for (const hour of await missingHours(connection, sensor, end)) {
    const blocks: Uint8Array[] = [];
    for (const dimension of ROLLUP_DIMENSIONS) {
      const statement = rankingOf(dimension, hour, "{sensor:String}");
      const members = await connection.objects(statement, { sensor });
      if (members.length === 0) continue;
      blocks.push(encodeNative(rollupRows(members, dimension, hour, sensor)));
    }
    if (blocks.length === 0) continue;
    // One insert: an hour that has any rollups has all of them.
    await connection.insert("rollups", await packRows(Buffer.concat(blocks)), randomUUID());
  }
}

async function missingHours(
  connection: Connection,
  sensor: string,
  end: number,
): Promise<readonly number[]> {
  const hoursOf = async (table: string, time: string): Promise<readonly number[]> => {
    const rows = await connection.objects(
      `SELECT DISTINCT ${time} - ${time} % ${HOUR} AS hour FROM ${table}
WHERE sensor = {sensor:String} AND ${time} >= ${end - LOOK_BACK} AND ${time} < ${end} ORDER BY hour`,
      { sensor },
    );
    return rows.map((row) => Number(row["hour"]));
  };
  const done = new Set(await hoursOf("rollups", "hour"));
  return (await hoursOf("minutes", "minute")).filter((hour) => !done.has(hour));
}
