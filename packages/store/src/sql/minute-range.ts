/** Ranges of whole minutes, as history knows them. */
import { fromUnixNanos, requireRange, type TimeRange } from "@wirescope/query";
import { and, number, type Sql, sql } from "./sql.ts";

/** Seconds since 1970, multiples of 60; the end is exclusive. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

export const MINUTE = 60;
export const HOUR = 3600;

/** Minutes are 32-bit numbers. */
const LAST = 0xffff_ffff - (0xffff_ffff % MINUTE);

/**
 * The whole minutes that a range touches; open ends reach as far as minutes can be told.
 *
 * @throws QueryError `QUERY_BAD_RANGE` for an end before its start
 */
export function wholeMinutes(range: TimeRange): MinuteRange & { readonly isWidened: boolean } {
  requireRange(range);
  const from = range.from === undefined ? 0 : secondsOf(range.from, Math.floor);
  const to = range.to === undefined ? LAST : secondsOf(range.to, Math.ceil);
  const whole = {
    from: clamp(Math.floor(from / MINUTE) * MINUTE),
    to: clamp(Math.ceil(to / MINUTE) * MINUTE),
  };
  const isWidened =
    (range.from !== undefined && from !== whole.from) ||
    (range.from !== undefined && fromUnixNanos(range.from).nanoseconds > 0) ||
    (range.to !== undefined && to !== whole.to) ||
    (range.to !== undefined && fromUnixNanos(range.to).nanoseconds > 0);
  return { ...whole, isWidened };
}

/** `column` lies in the range. */
export function within(column: Sql, { from, to }: MinuteRange): Sql {
  return and([sql`${column} >= ${number(from)}`, sql`${column} < ${number(to)}`]);
}

function secondsOf(time: bigint, round: (seconds: number) => number): number {
  const { seconds, nanoseconds } = fromUnixNanos(time);
  return round(seconds + (nanoseconds > 0 ? 0.5 : 0));
}

function clamp(seconds: number): number {
  return Math.min(LAST, Math.max(0, seconds));
}
