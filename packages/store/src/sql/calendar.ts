/** Days, weeks and months as the clocks of a time zone count them. */
import { QueryError, type UsagePeriod } from "@wirescope/query";

/** Seconds since 1970; the end is exclusive. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** Periods of one answer at most. */
const PERIOD_LIMIT = 1000;

/** Every offset from UTC is a multiple of this. */
const QUARTER = 900;
/** Clocks are at most 14 hours before and 12 behind UTC; with a day's change of both. */
const FARTHEST = 26 * 3600;

/**
 * The periods that a range touches, oldest first.
 *
 * @param from seconds since 1970
 * @param to exclusive
 * @throws QueryError for a time zone that does not exist, and for more than 1000 periods
 */
export function periodsOf(
  { from, to }: Period,
  period: UsagePeriod,
  timeZone: string,
): readonly Period[] {
  const dayOf = dayReader(timeZone);
  const periods: Period[] = [];
  if (to <= from) return periods;
  let day = firstDay(dayOf(from), period);
  let start = startOf(day, dayOf);
  while (start < to) {
    if (periods.length === PERIOD_LIMIT) {
      throw new QueryError(
        "QUERY_BAD_RANGE",
        `The range has more than ${PERIOD_LIMIT} periods; ask for a shorter range or longer periods.`,
      );
    }
    day = nextDay(day, period);
    const end = startOf(day, dayOf);
    if (end > from) periods.push({ from: start, to: end });
    start = end;
  }
  return periods;
}

/** Days since 1970 that the zone's calendar shows at a time. */
type DayReader = (seconds: number) => number;

function dayReader(timeZone: string): DayReader {
  const format = dateFormat(timeZone);
  return (seconds) => {
    const parts = new Map(
      format.formatToParts(seconds * 1000).map(({ type, value }) => [type, Number(value)]),
    );
    return dayNumber(parts.get("year")!, parts.get("month")! - 1, parts.get("day")!);
  };
}

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
  } catch (cause) {
    throw new QueryError(
      "QUERY_BAD_DIMENSION",
      `${JSON.stringify(timeZone.slice(0, 64))} is no time zone; write one as UTC or Asia/Kolkata.`,
      undefined,
      { cause },
    );
  }
}

function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month, day) / 86_400_000;
}

/** First day of the period that a day lies in; weeks begin on Monday. */
function firstDay(day: number, period: UsagePeriod): number {
  if (period === "day") return day;
  // Day 0 was a Thursday.
  if (period === "week") return day - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * 86_400_000);
  return dayNumber(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function nextDay(day: number, period: UsagePeriod): number {
  if (period === "day") return day + 1;
  if (period === "week") return day + 7;
  const date = new Date(day * 86_400_000);
  return dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** When a day begins: midnight, or where clocks leave that out, the first moment behind it. */
function startOf(day: number, dayOf: DayReader): number {
  let low = (day * 86_400 - FARTHEST) / QUARTER;
  let high = (day * 86_400 + FARTHEST) / QUARTER;
  low = Math.floor(low);
  high = Math.ceil(high);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(middle * QUARTER) >= day) high = middle;
    else low = middle + 1;
  }
  return low * QUARTER;
}
