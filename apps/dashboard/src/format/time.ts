/**
 * Moments as people read them, in one time zone and on a 24-hour clock, and lengths of time. Whatever
 * the page prints of a moment goes through a {@link TimeFormat}; moments are microseconds since 1970.
 */
import { UNKNOWN } from "./number.ts";
import { localZoneName, TimeZone } from "./time-zone.ts";

const DAY_MS = 86_400_000;
/** Characters of a clock without seconds. */
const SHORTEST = 5;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A stretch of time in microseconds since 1970, its end exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}

/** The digits of a wall time. */
function clockOf(wall: Date): string {
  return `${pad(wall.getUTCHours(), 2)}:${pad(wall.getUTCMinutes(), 2)}:${pad(wall.getUTCSeconds(), 2)}`;
}

export class TimeFormat {
  readonly zone: TimeZone;

  constructor(zone: TimeZone) {
    this.zone = zone;
  }

  /** `14:03:29`. */
  clock(micros: number): string {
    return Number.isFinite(micros) ? clockOf(this.#wall(micros)) : UNKNOWN;
  }

  /** `14:03:29.275481`. */
  clockMicros(micros: number): string {
    if (!Number.isFinite(micros)) return UNKNOWN;
    const rest = ((Math.floor(micros) % 1_000_000) + 1_000_000) % 1_000_000;
    return `${this.clock(micros)}.${pad(rest, 6)}`;
  }

  /** `22 Nov 2026`. */
  date(micros: number): string {
    const wall = this.#wall(micros);
    return `${this.#dayAndMonth(wall)} ${wall.getUTCFullYear()}`;
  }

  isSameDay(a: number, b: number): boolean {
    return this.startOfDay(a) === this.startOfDay(b);
  }

  /** Midnight at the start of a moment's day, or of one `days` later. */
  startOfDay(micros: number, days = 0): number {
    const wall = Math.floor(this.#wall(micros).getTime() / DAY_MS) * DAY_MS;
    return this.zone.instantOf(wall + days * DAY_MS) * 1000;
  }

  /**
   * `today 14:03`, `yesterday 14:03:29`, `3 Nov 14:03`, `3 Nov 2025 14:03`.
   *
   * @param now undefined where no day is today: every date has its year.
   */
  moment(micros: number, now: number | undefined): string {
    if (!Number.isFinite(micros)) return UNKNOWN;
    return `${this.#day(micros, now)} ${this.#shortClock(micros)}`;
  }

  /** To the second, with the date where it is not that of `now`: `14:03:29`, `3 Nov 14:03:29`. */
  stamp(micros: number, now: number): string {
    if (this.isSameDay(micros, now)) return this.clock(micros);
    return `${this.#dayOfYear(micros, now)} ${this.clock(micros)}`;
  }

  /** `today 14:40–14:55`, `3 Nov 23:00 – 4 Nov 01:00`, `3 Nov` for a whole day. @param now as above. */
  span({ from, to }: Span, now: number | undefined): string {
    const [first, next] = [this.#day(from, now), this.startOfDay(from, 1)];
    if (from === this.startOfDay(from) && to === next) return first;
    const [start, end] = this.#clocks(from, to);
    if (to < next || this.isSameDay(from, to)) return `${first} ${start}–${end}`;
    return `${first} ${start} – ${this.#day(to, now)} ${end}`;
  }

  /** As {@link span}, for little room: `14:40–14:55`, `3 Nov – 4 Nov`. */
  briefSpan({ from, to }: Span): string {
    const [first, last] = [this.#wall(from), this.#wall(to)];
    if (!this.isSameDay(from, to))
      return `${this.#dayAndMonth(first)} – ${this.#dayAndMonth(last)}`;
    return `${clockOf(first).slice(0, 5)}–${clockOf(last).slice(0, 5)}`;
  }

  /** What stands at a tick of an axis whose ticks are `step` seconds apart. @param seconds since 1970. */
  tick(seconds: number, step: number): string {
    const wall = this.zone.wallAt(seconds * 1000);
    if (step >= 28 * 86_400) return `${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()}`;
    if (step >= 86_400) return this.#dayAndMonth(wall);
    if (step >= 60) {
      const isMidnight = wall.getTime() % DAY_MS === 0;
      return isMidnight ? this.#dayAndMonth(wall) : clockOf(wall).slice(0, 5);
    }
    if (step >= 1) return clockOf(wall);
    return `${pad(wall.getUTCSeconds(), 2)}.${pad(wall.getUTCMilliseconds(), 3)}`;
  }

  /** Name of the zone at a moment: `CET`. */
  zoneLabel(micros: number): string {
    return this.zone.label(Math.floor(micros / 1000));
  }

  #wall(micros: number): Date {
    return this.zone.wallAt(Math.floor(micros / 1000));
  }

  #dayAndMonth(wall: Date): string {
    return `${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]}`;
  }

  /** As few digits as tell the moment: `14:03`, `14:03:29`, `14:03:29.275`. */
  #shortClock(micros: number): string {
    const clock = this.clock(micros);
    const fraction = pad(((Math.floor(micros) % 1_000_000) + 1_000_000) % 1_000_000, 6);
    if (fraction !== "000000") return `${clock}.${fraction.replace(/0+$/, "")}`;
    return clock.endsWith(":00") ? clock.slice(0, 5) : clock;
  }

  /** Both ends with seconds where one of them needs them. */
  #clocks(from: number, to: number): readonly [string, string] {
    const [start, end] = [this.#shortClock(from), this.#shortClock(to)];
    if (start.length === end.length) return [start, end];
    const whole = (clock: string) => (clock.length === SHORTEST ? `${clock}:00` : clock);
    return [whole(start), whole(end)];
  }

  #day(micros: number, now: number | undefined): string {
    if (now === undefined) return this.date(micros);
    if (this.isSameDay(micros, now)) return "today";
    if (this.startOfDay(micros) === this.startOfDay(now, -1)) return "yesterday";
    return this.#dayOfYear(micros, now);
  }

  /** `3 Nov`, `3 Nov 2025` where it is another year. */
  #dayOfYear(micros: number, now: number): string {
    const [wall, present] = [this.#wall(micros), this.#wall(now)];
    const sameYear = wall.getUTCFullYear() === present.getUTCFullYear();
    return sameYear ? this.#dayAndMonth(wall) : this.date(micros);
  }
}

/** @param zone IANA name; undefined for this computer's. */
export function timeFormatIn(zone: string | undefined): TimeFormat {
  return new TimeFormat(new TimeZone(zone ?? localZoneName()));
}

/** ISO 8601 in UTC with microseconds, as it is copied and sent. */
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
  if (seconds < 9.995) return `${digits(seconds, 2)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return join(Math.floor(whole / 60), "min", whole % 60, "s");
  if (whole < 86_400)
    return join(Math.floor(whole / 3600), "h", Math.floor((whole % 3600) / 60), "min");
  return join(Math.floor(whole / 86_400), "d", Math.floor((whole % 86_400) / 3600), "h");
}

/** `0.42 ms`, `18.3 ms`, `240 ms`, then as {@link formatDuration}: for what is short, three digits. */
export function formatMilliseconds(seconds: number): string {
  if (!(seconds >= 0) || seconds >= 0.9995) return formatDuration(seconds);
  const milliseconds = seconds * 1000;
  const decimals = milliseconds < 9.995 ? 2 : milliseconds < 99.95 ? 1 : 0;
  return `${digits(milliseconds, decimals)} ms`;
}

/** With all decimals, so that numbers below each other are as wide; none where they say nothing. */
function digits(value: number, decimals: number): string {
  return Number.isInteger(value) ? `${value}` : value.toFixed(decimals);
}

function join(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
