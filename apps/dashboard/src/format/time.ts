/** Moments and lengths of time, in the time zone of this computer, 24-hour clock. */
import { UNKNOWN } from "./number.ts";

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** `14:03:29`. @param micros since 1970-01-01T00:00:00Z. */
export function formatClock(micros: number): string {
  if (!Number.isFinite(micros)) return UNKNOWN;
  const date = new Date(Math.floor(micros / 1000));
  return `${pad(date.getHours(), 2)}:${pad(date.getMinutes(), 2)}:${pad(date.getSeconds(), 2)}`;
}

/** `14:03:29.275481`. @param micros since 1970-01-01T00:00:00Z. */
export function formatClockMicros(micros: number): string {
  if (!Number.isFinite(micros)) return UNKNOWN;
  const rest = ((Math.floor(micros) % 1_000_000) + 1_000_000) % 1_000_000;
  return `${formatClock(micros)}.${pad(rest, 6)}`;
}

/** `22 Nov 2026`, for moments that are not of today. */
export function formatDate(micros: number): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }).format(micros / 1000);
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a / 1000).toDateString() === new Date(b / 1000).toDateString();
}

/** ISO 8601 in UTC with microseconds, as it is copied. */
export function formatIso(micros: number): string {
  if (!Number.isFinite(micros)) return UNKNOWN;
  const rest = ((Math.floor(micros) % 1000) + 1000) % 1000;
  return new Date(Math.floor(micros / 1000)).toISOString().replace("Z", `${pad(rest, 3)}Z`);
}

/** Microseconds since 1970 of an ISO 8601 time with up to nine decimals; NaN when it is none. */
export function parseIso(text: string): number {
  const match = /^(.*T\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (match === null) return Number.NaN;
  const whole = Date.parse(`${match[1]}${match[3]}`);
  return whole * 1000 + Math.floor(Number((match[2] ?? "").padEnd(9, "0")) / 1000);
}

/** `18 ms`, `1.24 s`, `42 s`, `3 min 12 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return UNKNOWN;
  if (seconds === 0) return "0 s";
  if (seconds < 0.9995) return `${Math.max(1, Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${Number(seconds.toFixed(2))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86_400)
    return join(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return join(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
