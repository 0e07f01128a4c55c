/**
 * Stretches of time as people type them: `last 2h`, `yesterday 14:00–15:00`, `14:02` (a minute on
 * either side), `22 Nov`, `2026-11-22T14:00:00Z..15:00Z`, `all`. Clocks are those of the page's zone.
 */
import { parseIso, type Span, type TimeFormat } from "../format/time.ts";
import { DEFAULT_WINDOW, LONGEST_SECONDS, SECOND, type TimeWindow } from "./time-window.ts";

const MINUTE = 60 * SECOND;
const DAY_MS = 86_400_000;

const UNIT_SECONDS: ReadonlyMap<string, number> = new Map(
  [
    [1, "s sec secs second seconds"],
    [60, "m min mins minute minutes"],
    [3600, "h hr hrs hour hours"],
    [86_400, "d day days"],
    [604_800, "w week weeks"],
    [2_592_000, "month months"],
    [31_536_000, "y year years"],
  ].flatMap(([seconds, names]) =>
    String(names)
      .split(" ")
      .map((name): [string, number] => [name, Number(seconds)]),
  ),
);

const LAST = /^(?:(?:live|last|past)\b\s*)?((?:\d+(?:\.\d+)?\s*[a-z]+\s*)+)$/;
const LAST_ONE = /^(?:last|past)\s+([a-z]+)$/;
const AMOUNT = /(\d+(?:\.\d+)?)\s*([a-z]+)/g;
const BETWEEN = /\s*(?:\.\.|–|—|→|\bto\b|\buntil\b)\s*|\s+-\s+/;
/** A hyphen between two clocks, where it can't be the sign of a zone. */
const CLOCK_HYPHEN = /^((?!.*\dt\d).*?\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)-(\d\d?:\d\d.*)$/;
const ISO_DAY = /^(\d{4})-(\d\d?)-(\d\d?)(?:[t\s]+(.*))?$/;
const NAMED_DAY = /^(\d\d?)\.?\s+([a-z]{3})[a-z]*\.?(?:\s+(\d{4}))?(?:\s+(.*))?$/;
const WORD_DAY = /^(today|yesterday)(?:\s+(.*))?$/;
const CLOCK = /^(\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?$/;
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

export type ParsedTime =
  | { readonly window: TimeWindow }
  /** One sentence: what is wrong and what can be written. */
  | { readonly problem: string };

/** @param now microseconds since 1970 of the newest that is held. */
export function parseTimeText(text: string, format: TimeFormat, now: number): ParsedTime {
  const wanted = text.trim().toLowerCase().replace(/\s+/g, " ");
  if (wanted === "all" || wanted === "everything") return { window: { kind: "all" } };
  if (wanted === "live" || wanted === "now") return { window: DEFAULT_WINDOW };
  const last = readLast(wanted);
  if (last !== undefined) {
    if (last > 0 && last <= LONGEST_SECONDS) return { window: { kind: "last", seconds: last } };
    return { problem: "A window is between one second and ten years long." };
  }
  const span = new TextReader(format, now).read(wanted);
  if (span === undefined) {
    return {
      problem: `"${text.trim().slice(0, 40)}" is no time; write last 2h, yesterday 14:00–15:00 or 14:02.`,
    };
  }
  if (span.to <= span.from) return { problem: "The end is before the start." };
  return { window: { kind: "between", ...span } };
}

/** Seconds of `last 2h`, `90 min`, `last hour`; undefined for anything else. */
function readLast(text: string): number | undefined {
  const one = LAST_ONE.exec(text)?.[1];
  if (one !== undefined) return UNIT_SECONDS.get(one);
  const amounts = LAST.exec(text)?.[1];
  if (amounts === undefined) return undefined;
  let seconds = 0;
  for (const [, count, unit] of amounts.matchAll(AMOUNT)) {
    const each = UNIT_SECONDS.get(unit!);
    if (each === undefined) return undefined;
    seconds += Number(count) * each;
  }
  return seconds;
}

/** A moment as it was written: its day, its clock, or an instant that needs neither. */
interface Written {
  /** Wall time of midnight; undefined where only a clock was written. */
  readonly day: number | undefined;
  /** Microseconds of the day; undefined where only a day was written. */
  readonly clock: number | undefined;
  readonly instant: number | undefined;
}

class TextReader {
  readonly #format: TimeFormat;
  readonly #now: number;

  constructor(format: TimeFormat, now: number) {
    this.#format = format;
    this.#now = now;
  }

  read(text: string): Span | undefined {
    const parts = splitSpan(text);
    const first = this.#written(parts[0]!);
    if (first === undefined || parts.length > 2) return undefined;
    if (parts.length === 1) return this.#around(first);
    const second = this.#written(parts[1]!);
    if (second === undefined) return undefined;
    const from = this.#start(first);
    return { from, to: this.#end(second, first.day ?? this.#dayOf(from), from) };
  }

  /** A day, or a minute on either side of a clock. */
  #around(written: Written): Span {
    const from = this.#start(written);
    if (written.instant === undefined && written.clock === undefined) {
      return { from, to: this.#at(written.day! + DAY_MS, 0) };
    }
    return { from: from - MINUTE, to: from + MINUTE };
  }

  /** A clock without a day is the last time that it was shown. */
  #start(written: Written): number {
    if (written.instant !== undefined) return written.instant;
    if (written.day !== undefined) return this.#at(written.day, written.clock ?? 0);
    const today = this.#at(this.#dayOf(this.#now), written.clock!);
    return today <= this.#now ? today : this.#at(this.#dayOf(this.#now) - DAY_MS, written.clock!);
  }

  /** A clock without a day is the first after the start; a day counts to its end. */
  #end(written: Written, startDay: number, from: number): number {
    if (written.instant !== undefined) return written.instant;
    if (written.clock === undefined) return this.#at(written.day! + DAY_MS, 0);
    if (written.day !== undefined) return this.#at(written.day, written.clock);
    const sameDay = this.#at(startDay, written.clock);
    return sameDay > from ? sameDay : this.#at(startDay + DAY_MS, written.clock);
  }

  #at(day: number, clock: number): number {
    const rest = clock % 1000;
    return this.#format.zone.instantOf(day + (clock - rest) / 1000) * 1000 + rest;
  }

  #dayOf(micros: number): number {
    const wall = this.#format.zone.wallAt(Math.floor(micros / 1000)).getTime();
    return Math.floor(wall / DAY_MS) * DAY_MS;
  }

  #written(text: string): Written | undefined {
    const instant = text === "now" ? this.#now : parseIso(text.toUpperCase().replace(" ", "T"));
    if (!Number.isNaN(instant)) return { day: undefined, clock: undefined, instant };
    const { day, rest } = this.#day(text) ?? { day: undefined, rest: text };
    if (rest === undefined || rest === "") {
      return day === undefined ? undefined : { day, clock: undefined, instant: undefined };
    }
    const clock = readClock(rest);
    return clock === undefined ? undefined : { day, clock, instant: undefined };
  }

  #day(text: string): { day: number; rest: string | undefined } | undefined {
    const word = WORD_DAY.exec(text);
    if (word !== null) {
      const today = this.#dayOf(this.#now);
      return { day: word[1] === "today" ? today : today - DAY_MS, rest: word[2] };
    }
    const iso = ISO_DAY.exec(text);
    if (iso !== null) return withDay(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4]);
    const named = NAMED_DAY.exec(text);
    if (named === null) return undefined;
    const month = MONTHS.indexOf(named[2]!) + 1;
    const year = new Date(this.#dayOf(this.#now)).getUTCFullYear();
    return withDay(
      named[3] === undefined ? year : Number(named[3]),
      month,
      Number(named[1]),
      named[4],
    );
  }
}

function splitSpan(text: string): string[] {
  const hyphen = CLOCK_HYPHEN.exec(text);
  return hyphen === null ? text.split(BETWEEN) : [hyphen[1]!, hyphen[2]!];
}

function withDay(year: number, month: number, date: number, rest: string | undefined) {
  const day = Date.UTC(year, month - 1, date);
  const read = new Date(day);
  const exists = read.getUTCMonth() === month - 1 && read.getUTCDate() === date;
  return exists ? { day, rest } : undefined;
}

/** Microseconds of the day. */
function readClock(text: string): number | undefined {
  const match = CLOCK.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 24 || minutes > 59 || seconds > 59) return undefined;
  const whole = (hours * 3600 + minutes * 60 + seconds) * SECOND;
  return whole + Number((match[4] ?? "").padEnd(6, "0"));
}
