/**
 * Times between the three forms they take: pairs of numbers on the hot path, nanoseconds as bigint in
 * questions, ISO 8601 in UTC with nanoseconds in answers (RFC 3339; years outside 0000 … 9999 in the
 * expanded form of ISO 8601, a sign and at least six digits).
 */
import { QueryError } from "./errors.ts";

const NANOS = 1_000_000_000n;
const SECONDS_PER_DAY = 86_400;
/** Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const EPOCH_DAY = 719_468;
/** Days of the calendar's period of 400 years. */
const ERA_DAYS = 146_097;

const UNIT_NANOS: ReadonlyMap<string, bigint> = new Map([
  ["ms", 1_000_000n],
  ["s", NANOS],
  ["m", 60n * NANOS],
  ["h", 3600n * NANOS],
  ["d", 86_400n * NANOS],
  ["w", 604_800n * NANOS],
]);

const ABSOLUTE =
  /^(\d{4}|[+-]\d{6,9})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9})\d*)?([Zz]|[+-]\d\d:\d\d)$/;
const RELATIVE = /^([+-])((?:\d{1,9}(?:ms|[smhdw]))+)$/;
const RELATIVE_PART = /(\d+)(ms|[smhdw])/g;

/** Nanoseconds since 1970-01-01T00:00:00Z. `seconds` is whole, `nanoseconds` is 0 … 999_999_999. */
export function toUnixNanos(seconds: number, nanoseconds: number): bigint {
  return BigInt(seconds) * NANOS + BigInt(nanoseconds);
}

/** Whole seconds, rounded down, and the nanoseconds 0 … 999_999_999 that remain. */
export function fromUnixNanos(time: bigint): { seconds: number; nanoseconds: number } {
  let seconds = time / NANOS;
  let rest = time % NANOS;
  if (rest < 0n) {
    rest += NANOS;
    seconds -= 1n;
  }
  return { seconds: Number(seconds), nanoseconds: Number(rest) };
}

/** `2026-03-01T12:00:00.000000001Z`. Exact for every whole number of seconds below 2^53. */
export function formatTimestamp(seconds: number, nanoseconds: number): string {
  const days = Math.floor(seconds / SECONDS_PER_DAY);
  const clock = seconds - days * SECONDS_PER_DAY;
  const hours = Math.floor(clock / 3600);
  const minutes = Math.floor((clock % 3600) / 60);
  return (
    `${formatDate(days)}T${digits(hours, 2)}:${digits(minutes, 2)}:${digits(clock % 60, 2)}` +
    `.${digits(nanoseconds, 9)}Z`
  );
}

/** {@link formatTimestamp} of nanoseconds since 1970. */
export function formatUnixNanos(time: bigint): string {
  const { seconds, nanoseconds } = fromUnixNanos(time);
  return formatTimestamp(seconds, nanoseconds);
}

/**
 * Nanoseconds since 1970 of an RFC 3339 time; undefined for anything else. Digits beyond the ninth
 * of a second are cut. A leap second (`:60`) is the first second of the next minute.
 */
export function parseTimestamp(text: string): bigint | undefined {
  const match = ABSOLUTE.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hours, minutes, seconds, fraction = "", zone] = match;
  const monthNumber = Number(month);
  const dayNumber = Number(day);
  if (monthNumber < 1 || monthNumber > 12) return undefined;
  if (dayNumber < 1 || dayNumber > daysInMonth(Number(year), monthNumber)) return undefined;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 60) return undefined;
  const offset = zoneSeconds(zone as string);
  if (offset === undefined) return undefined;
  const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) - offset;
  const days = daysFromDate(Number(year), monthNumber, dayNumber);
  return toUnixNanos(days * SECONDS_PER_DAY + clock, Number(fraction.padEnd(9, "0")));
}

/**
 * A time as people give it: RFC 3339, `now`, or relative to `now` such as `-15m`, `-1h30m`, `+500ms`
 * (units ms, s, m, h, d, w). `now` is in nanoseconds since 1970.
 *
 * @throws QueryError `QUERY_BAD_RANGE` for anything else.
 */
export function parseTime(text: string, now: bigint): bigint {
  if (text === "now") return now;
  const relative = RELATIVE.exec(text);
  if (relative !== null) {
    let sum = 0n;
    for (const [, count, unit] of (relative[2] as string).matchAll(RELATIVE_PART)) {
      sum += BigInt(count as string) * (UNIT_NANOS.get(unit as string) as bigint);
    }
    return relative[1] === "-" ? now - sum : now + sum;
  }
  const absolute = parseTimestamp(text);
  if (absolute !== undefined) return absolute;
  throw new QueryError(
    "QUERY_BAD_RANGE",
    `${JSON.stringify(text.slice(0, 64))} is not a time; write 2026-03-01T12:00:00Z, or -15m for 15 minutes ago.`,
  );
}

function zoneSeconds(zone: string): number | undefined {
  if (zone === "Z" || zone === "z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4));
  if (hours > 23 || minutes > 59) return undefined;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** Calendar date of a day since 1970, counted in years that begin in March. */
function formatDate(days: number): string {
  const shifted = days + EPOCH_DAY;
  const era = Math.floor(shifted / ERA_DAYS);
  const dayOfEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${formatYear(year)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function daysFromDate(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * ERA_DAYS + dayOfEra - EPOCH_DAY;
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return digits(year, 4);
  return `${year < 0 ? "-" : "+"}${digits(Math.abs(year), 6)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
