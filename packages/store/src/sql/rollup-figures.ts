/** Members of a dimension over whole hours, from rollups: the largest of each hour by octets. */
import type { RollupDimension } from "../schema.ts";
import { ask, toNumber, toText } from "./history-engine.ts";
import {
  type FiguresRequest,
  type MemberFigures,
  type RankedFigures,
  rankOf,
  type SliceDimension,
} from "./member-figures.ts";
import { HOUR, type MinuteRange, within } from "./minute-range.ts";
import type { PastScope } from "./past-scope.ts";
import { recordedHours, rollupsOf } from "./recorded-rows.ts";
import { identifier, number, type Sql, sql } from "./sql.ts";

const DIMENSIONS: Readonly<Record<SliceDimension, RollupDimension>> = {
  host: "host",
  source: "host",
  destination: "host",
  conversation: "conversation",
  service: "service",
  name: "name",
  country: "country",
  asn: "asn",
};

/** Everything that was exchanged in whole hours. */
export type HourTotals = Omit<RankedFigures, "members" | "count">;

/** @param hours those whose minutes are gone, with or without ones after them */
export async function hourTotals(scope: PastScope, hours: MinuteRange): Promise<HourTotals> {
  const [ip = {}] = await ask(
    scope.engine,
    sql`SELECT sum(packets_out) AS p, sum(bytes_out) AS b ${rollupsOf("host", hours)}`,
  );
  const held = { from: Math.max(hours.from, scope.range.from), to: hours.to };
  const [all = {}] = await ask(
    scope.engine,
    sql`SELECT sum(packets) AS p, sum(bytes) AS b FROM minutes WHERE ${within(identifier("minute"), held)}`,
  );
  const [gone = {}] =
    scope.hours === undefined
      ? []
      : await ask(
          scope.engine,
          sql`SELECT sum(packets_out + packets_in) AS p, sum(bytes_out + bytes_in) AS b ${recordedHours(scope.hours.range)}`,
        );
  return {
    packets: toNumber(all["p"]) + toNumber(gone["p"]),
    bytes: toNumber(all["b"]) + toNumber(gone["b"]),
    ipPackets: toNumber(ip["p"]),
    ipBytes: toNumber(ip["b"]),
  };
}

/**
 * Members over whole hours.
 *
 * @param isFirst nobody counts the minutes before the hours: flows that began before them are counted in their first
 */
export async function rollupFigures(
  scope: PastScope,
  by: SliceDimension,
  { metric, limit }: FiguresRequest,
  hours: MinuteRange,
  isFirst: boolean,
): Promise<Pick<RankedFigures, "members" | "count">> {
  const flows = isFirst ? activeFlows(hours.from) : sql`sum(flows_begun)`;
  const members = sql`
    SELECT member, sum(packets_out) AS po, sum(packets_in) AS pi, sum(bytes_out) AS bo, sum(bytes_in) AS bi, ${flows} AS f
    ${rollupsOf(DIMENSIONS[by], hours)} AND member <> '' GROUP BY member`;
  const rows = await ask(
    scope.engine,
    sql`WITH ${scope.engine.dialect.shared("g", ["member", "po", "pi", "bo", "bi", "f"], members)}
      SELECT 1 AS is_total, '' AS member, 0 AS po, 0 AS pi, 0 AS bo, 0 AS bi, count(*) AS f FROM g
      UNION ALL
      SELECT * FROM (SELECT 0 AS is_total, member, po, pi, bo, bi, f FROM g
        ORDER BY ${rankOf(by, metric)} DESC, member LIMIT ${number(limit)}) AS t`,
  );
  const total = rows.find((row) => toNumber(row["is_total"]) === 1);
  return {
    members: rows
      .filter((row) => row !== total)
      .map(
        (row): MemberFigures => ({
          label: toText(row["member"]),
          packetsOut: toNumber(row["po"]),
          packetsIn: toNumber(row["pi"]),
          bytesOut: toNumber(row["bo"]),
          bytesIn: toNumber(row["bi"]),
          flows: toNumber(row["f"]),
        }),
      ),
    count: toNumber(total?.["f"]),
  };
}

/** An aggregate: the flows that were active in hours from `first` on, those from before it included. */
export function activeFlows(first: number): Sql {
  return sql`sum(CASE WHEN hour = ${number(first)} THEN flows ELSE flows_begun END)`;
}

/** Whole hours of a range whose rollups are there; undefined where there is none. */
export async function rolledHours(scope: PastScope): Promise<MinuteRange | undefined> {
  const { from, to } = scope.range;
  const wanted = { from: Math.ceil(from / HOUR) * HOUR, to: Math.floor(to / HOUR) * HOUR };
  if (wanted.to <= wanted.from) return undefined;
  const [row = {}] = await ask(
    scope.engine,
    sql`SELECT min(hour) AS earliest, max(hour) AS latest, count(*) AS n FROM rollups
      WHERE dimension = 'host' AND ${within(identifier("hour"), wanted)}`,
  );
  if (toNumber(row["n"]) === 0) return undefined;
  return { from: toNumber(row["earliest"]), to: toNumber(row["latest"]) + HOUR };
}
