/** The rollup of an hour: the question to its slices, and the rows that come of the answer. */
import { formatIpv4, formatIpv6 } from "@wirescope/decode";
import { conversationMember, serviceMember, systemMember } from "@wirescope/query";
import { MEMBER_QUERIES } from "./rollup-members.ts";
import { ROLLUPS, type RollupDimension } from "./schema.ts";
import { type ColumnValues, repeated, type TableRows } from "./table-rows.ts";

export const HOUR = 3600;

/** Members of a dimension with a row of their own in each hour. */
export const ROLLUP_MEMBERS = 200;

/** A row of the answer by column name; what numbers are, `Number` can read. */
type Member = Readonly<Record<string, unknown>>;

const COUNTS = ["packets_out", "packets_in", "bytes_out", "bytes_in"];

/** Keys that are addresses; they come as hexadecimal digits, which every engine writes alike. */
const ADDRESSES: ReadonlySet<string> = new Set(["address", "lower", "higher"]);

/**
 * Asks for the largest members of the dimension, one row for each, and one for all others, in SQL that
 * every engine understands.
 *
 * @param hour seconds since 1970
 * @param sensor what stands for the sensor's name in the statement
 */
export function rankingOf(dimension: RollupDimension, hour: number, sensor: string): string {
  const { keys, rows } = MEMBER_QUERIES[dimension];
  const shown = keys.map((key) => {
    const value = `any_value(${key})`;
    return `${ADDRESSES.has(key) ? `hex(${value})` : value} AS ${key}`;
  });
  const sums = COUNTS.map((name) => `sum(${name}) AS ${name}`).join(", ");
  return `WITH hour_slices AS (
  SELECT *, CASE WHEN flow <> 0 AND previous < ${hour} THEN 1 ELSE 0 END AS active,
    CASE WHEN flow <> 0 AND previous = 0 THEN 1 ELSE 0 END AS begun
  FROM slices WHERE minute >= ${hour} AND minute < ${hour + HOUR} AND sensor = ${sensor}
), members AS (
  SELECT ${keys.join(", ")}, ${sums}, sum(active) AS active, sum(begun) AS begun
  FROM (${rows("hour_slices")}) GROUP BY ${keys.join(", ")}
), ranked AS (
  SELECT *, least(row_number() OVER (ORDER BY bytes_out + bytes_in DESC, ${keys.join(", ")}), ${ROLLUP_MEMBERS + 1}) AS place
  FROM members
)
SELECT place, count(*) AS members, ${shown.join(", ")}, ${sums}, sum(active) AS active, sum(begun) AS begun
FROM ranked GROUP BY place ORDER BY place`;
}

/** Rows of the rollups, from the answer to {@link rankingOf}. */
export function rollupRows(
  members: readonly Member[],
  dimension: RollupDimension,
  hour: number,
  sensor: string,
): TableRows {
  const numbers = (name: string): number[] => members.map((member) => Number(member[name]));
  const isOthers = (member: Member): boolean => Number(member["place"]) > ROLLUP_MEMBERS;
  return {
    table: ROLLUPS,
    count: members.length,
    values: new Map<string, ColumnValues>([
      ["hour", members.map(() => hour)],
      ["sensor", repeated(sensor, members.length)],
      ["dimension", repeated(dimension, members.length)],
      ["member", members.map((member) => (isOthers(member) ? "" : labelOf(dimension, member)))],
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
function labelOf(dimension: RollupDimension, member: Member): string {
  const address = (key: string): string => formatOctets(String(member[key]));
  switch (dimension) {
    case "host":
      return address("address");
    case "conversation":
      return conversationMember(address("lower"), address("higher")).label;
    case "service":
      return serviceMember(Number(member["ip_protocol"]), Number(member["service_port"])).label;
    case "asn":
      return systemMember(Number(member["asn"]), undefined).label;
    default:
      return String(member[dimension]);
  }
}

/** An address of 32 hexadecimal digits. */
function formatOctets(hex: string): string {
  const word = (i: number): number => Number.parseInt(hex.slice(8 * i, 8 * i + 8), 16);
  const isIpv4 = word(0) === 0 && word(1) === 0 && word(2) === 0xffff;
  return isIpv4 ? formatIpv4(word(3)) : formatIpv6(word(0), word(1), word(2), word(3));
}
