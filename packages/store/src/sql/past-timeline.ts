/** Timelines of the past, in buckets of whole minutes, or of whole hours where minutes are gone. */
import {
  formatTimestamp,
  joinedBuckets,
  type Timeline,
  type TimelineSeries,
} from "@wirescope/query";
import { ask, type Row, toNumber, toText } from "./history-engine.ts";
import { matchingSlices } from "./matching-slices.ts";
import { HOUR, MINUTE } from "./minute-range.ts";
import { coverageOf } from "./past-coverage.ts";
import { isHeld, type PastScope } from "./past-scope.ts";
import { OTHERS } from "./protocol-groups.ts";
import { recordedHours, rowsOf } from "./recorded-rows.ts";
import { number, type Sql, sql } from "./sql.ts";

export interface TimelineRequest {
  readonly by: "protocol" | "total";
  /** Wanted seconds per bucket; as near to it as whole minutes or hours come. */
  readonly step: number | undefined;
}

interface Point {
  readonly start: number;
  readonly protocol: string;
  readonly packets: number;
  readonly bytes: number;
}

export async function pastTimeline(
  scope: PastScope,
  { by, step }: TimelineRequest,
): Promise<Timeline> {
  const seconds = bucketSeconds(scope, step);
  const points = isHeld(scope)
    ? [...(await readHourPoints(scope, by, seconds)), ...(await readPoints(scope, by, seconds))]
    : [];
  return { ...layOut(points, by, seconds), coverage: coverageOf(scope) };
}

/** Seconds per bucket: as wanted, or such that there are few enough for a chart. */
function bucketSeconds(scope: PastScope, step: number | undefined): number {
  const { first, last } = scope.held;
  const span = first === 0n ? 0 : Number((last - first) / 1_000_000_000n);
  const width = scope.hours === undefined ? MINUTE : HOUR;
  return width * joinedBuckets(width, Math.ceil(span / width) + 1, step);
}

async function readPoints(
  scope: PastScope,
  by: TimelineRequest["by"],
  seconds: number,
): Promise<Point[]> {
  const start = sql`minute - minute % ${number(seconds)}`;
  const protocol = by === "protocol" ? sql`protocol` : sql`''`;
  const group = by === "protocol" ? sql`bucket, protocol` : sql`bucket`;
  const from: Sql = scope.isWhole
    ? sql`${wholeRows(scope, by)} AS m`
    : matchingSlices(scope, ["minute", "protocol"]);
  const sums = scope.isWhole
    ? sql`sum(packets) AS all_packets, sum(bytes) AS all_bytes`
    : sql`sum(sent_packets + back_packets) AS all_packets, sum(sent_bytes + back_bytes) AS all_bytes`;
  const rows = await ask(
    scope.engine,
    sql`SELECT ${start} AS bucket, ${protocol} AS series, ${sums} FROM ${from} GROUP BY ${group}`,
  );
  return rows.map(toPoint).filter(({ packets }) => packets > 0);
}

/** Of the hours before. */
async function readHourPoints(
  { engine, hours }: PastScope,
  by: TimelineRequest["by"],
  seconds: number,
): Promise<Point[]> {
  if (hours === undefined) return [];
  const start = sql`hour - hour % ${number(seconds)}`;
  const [protocol, group] =
    by === "protocol" ? [sql`member`, sql`bucket, member`] : [sql`''`, sql`bucket`];
  const rows = await ask(
    engine,
    sql`SELECT ${start} AS bucket, ${protocol} AS series, sum(packets_out + packets_in) AS all_packets,
        sum(bytes_out + bytes_in) AS all_bytes
      ${recordedHours(hours.range)} GROUP BY ${group}`,
  );
  const points = rows.map(toPoint);
  return points.map((point) => ({ ...point, protocol: point.protocol || OTHERS }));
}

function toPoint(row: Row): Point {
  return {
    start: toNumber(row["bucket"]),
    protocol: toText(row["series"]),
    packets: toNumber(row["all_packets"]),
    bytes: toNumber(row["all_bytes"]),
  };
}

function wholeRows(scope: PastScope, by: TimelineRequest["by"]): Sql {
  const { range } = scope;
  return by === "total"
    ? rowsOf(scope, "minutes", range, sql`minute, packets, bytes`)
    : rowsOf(scope, "protocol_minutes", range, sql`minute, protocol, packets, bytes`);
}

function layOut(
  points: readonly Point[],
  by: TimelineRequest["by"],
  step: number,
): Omit<Timeline, "coverage"> {
  if (points.length === 0) return { start: null, step, packets: [], bytes: [], series: [] };
  const starts = points.map(({ start }) => start);
  const first = starts.reduce((least, start) => Math.min(least, start));
  const last = starts.reduce((most, start) => Math.max(most, start));
  const length = (last - first) / step + 1;
  const empty = (): number[] => new Array<number>(length).fill(0);
  const total = { packets: empty(), bytes: empty() };
  const series = new Map<string, { name: string; packets: number[]; bytes: number[] }>();
  for (const { start, protocol, packets, bytes } of points) {
    const bucket = (start - first) / step;
    total.packets[bucket]! += packets;
    total.bytes[bucket]! += bytes;
    if (by === "total") continue;
    const one = series.get(protocol) ?? { name: protocol, packets: empty(), bytes: empty() };
    series.set(protocol, one);
    one.packets[bucket]! += packets;
    one.bytes[bucket]! += bytes;
  }
  return {
    start: formatTimestamp(first, 0),
    step,
    ...total,
    series: [...series.values()].sort((a, b) => sumOf(b) - sumOf(a)),
  };
}

function sumOf({ bytes }: TimelineSeries): number {
  return bytes.reduce((sum, value) => sum + value, 0);
}
