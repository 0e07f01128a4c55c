/** Makes the rollups of an hour from its slices. */
import { DuckDBBlobValue, type DuckDBValue } from "@duckdb/node-api";
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { conversationMember, serviceMember, systemMember } from "@wirescope/query";
import { MEMBER_QUERIES } from "../rollup-members.ts";
import { ROLLUP_DIMENSIONS, ROLLUPS, type RollupDimension } from "../schema.ts";
import { type ColumnValues, repeated, type TableRows } from "../table-rows.ts";
import type { Connection, Row } from "./connection.ts";

export const HOUR = 3600;

/** Members of a dimension with a row of their own in each hour. */
export const ROLLUP_MEMBERS = 200;

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
    const members = await connection.rows(rankingOf(dimension), [hour, sensor]);
    await connection.append(toRows(members, dimension, hour, sensor));
  }
}

/** The largest members, one row for each, and one for all others. */
function rankingOf(dimension: RollupDimension): string {
  const { keys, rows } = MEMBER_QUERIES[dimension];
  const counts = ["packets_out", "packets_in", "bytes_out", "bytes_in"];
  return `WITH hour_slices AS (
  SELECT *, CASE WHEN flow <> 0 AND previous < $1 THEN 1 ELSE 0 END AS active,
    CASE WHEN flow <> 0 AND previous = 0 THEN 1 ELSE 0 END AS begun
  FROM slices WHERE minute >= $1 AND minute < $1 + ${HOUR} AND sensor = $2
), members AS (
  SELECT ${keys.join(", ")}, ${counts.map((name) => `sum(${name}) AS ${name}`).join(", ")},
    sum(active) AS active, sum(begun) AS begun
  FROM (${rows("hour_slices")}) GROUP BY ${keys.join(", ")}
), ranked AS (
  SELECT *, least(row_number() OVER (ORDER BY bytes_out + bytes_in DESC, ${keys.join(", ")}), ${ROLLUP_MEMBERS + 1}) AS place
  FROM members
)
SELECT place, count(*) AS members, ${keys.map((key) => `any_value(${key}) AS ${key}`).join(", ")},
  ${counts.map((name) => `sum(${name}) AS ${name}`).join(", ")}, sum(active) AS active, sum(begun) AS begun
FROM ranked GROUP BY place ORDER BY place`;
}

function toRows(
  rows: readonly Row[],
  dimension: RollupDimension,
  hour: number,
  sensor: string,
): TableRows {
  const numbers = (name: string): number[] => rows.map((row) => Number(row[name]));
  const isOthers = (row: Row): boolean => Number(row["place"]) > ROLLUP_MEMBERS;
  return {
    table: ROLLUPS,
    count: rows.length,
    values: new Map<string, ColumnValues>([
      ["hour", rows.map(() => hour)],
      ["sensor", repeated(sensor, rows.length)],
      ["dimension", repeated(dimension, rows.length)],
      ["member", rows.map((row) => (isOthers(row) ? "" : labelOf(dimension, row)))],
      ["members", numbers("members")],
      ["packets_out", numbers("packets_out")],
      ["packets_in", numbers("packets_in")],
      ["bytes_out", numbers("bytes_out")],
      ["bytes_in", numbers("bytes_in")],
      ["flows", numbers("active")],
      ["flows_begun", numbers("begun")],
    ]),
  };
}

/** As top lists print it. */
function labelOf(dimension: RollupDimension, row: Row): string {
  switch (dimension) {
    case "host":
      return formatOctets(row["address"]);
    case "conversation":
      return conversationMember(formatOctets(row["lower"]), formatOctets(row["higher"])).label;
    case "service":
      return serviceMember(Number(row["ip_protocol"]), Number(row["service_port"])).label;
    case "asn":
      return systemMember(Number(row["asn"]), undefined).label;
    default:
      return String(row[dimension]);
  }
}

function formatOctets(value: DuckDBValue | undefined): string {
  if (!(value instanceof DuckDBBlobValue)) throw new TypeError("An address is 16 octets.");
  const { buffer, byteOffset } = value.bytes;
  const view = new DataView(buffer, byteOffset);
  const words = [0, 4, 8, 12].map((at) => view.getUint32(at)) as [number, number, number, number];
  const [w0, w1, w2, w3] = words;
  return w0 === 0 && w1 === 0 && w2 === 0xffff ? formatIpv4(w3) : formatIpv6(w0, w1, w2, w3);
}
