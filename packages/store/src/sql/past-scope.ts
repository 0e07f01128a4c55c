/** What a question about the past is asked about, and what of it is held. */
import type { Catalog } from "@wirescope/catalog";
import { type Scope, type Stretch, toUnixNanos } from "@wirescope/query";
import type { FilterSelection } from "./filter-selection.ts";
import { type HeldHours, readHours } from "./held-hours.ts";
import { ask, type HistoryEngine, type RunningTable, toNanos, toNumber } from "./history-engine.ts";
import { HOUR, MINUTE, type MinuteRange, wholeMinutes } from "./minute-range.ts";
import { recordedHours, rowsOf } from "./recorded-rows.ts";
import { innerGaps, type RecordedTime, stretch } from "./recorded-time.ts";
import type { ConditionContext } from "./slice-condition.ts";
import { EVERY_SLICE, type SliceSelection } from "./slice-selection.ts";
import { identifier, sql } from "./sql.ts";

/** Gaps that are told of a range. */
const GAP_LIMIT = 100;
/** Slices of a range whose flows are added up for a filter: all of these flows are in memory at once. */
const SUM_LIMIT = 1_000_000;

/** Seconds from the beginning of a capture by which its first minute is sure to have been recorded. */
const BEGINNING = 2 * MINUTE;

export interface PastScope {
  readonly engine: HistoryEngine;
  readonly catalog: Catalog | undefined;
  /** What minutes answer: the range in whole minutes, its open ends where what is held ends. */
  readonly range: MinuteRange;
  /** What hours answer, all of it before `range`, since its minutes are gone; undefined for none. */
  readonly hours: HeldHours | undefined;
  /** The range was not one of whole minutes. */
  readonly isWidened: boolean;
  /** Undefined where the filter asks for more than history tells: then `untold` says what. */
  readonly condition: SliceSelection | undefined;
  readonly untold: string | undefined;
  /** Nothing was filtered for. */
  readonly isWhole: boolean;
  /** Slices beyond which unfiltered lists rest on rollups for whole hours. */
  readonly sliceLimit: number;
  readonly held: HeldMinutes;
  readonly running: Readonly<Record<RunningTable, string>> | undefined;
  /** The range reaches into the minute that is not over, of which nothing is held. */
  readonly lacksRunning: boolean;
}

/** What was recorded in the minutes of a range. */
export interface HeldMinutes {
  /** Recorded minutes. */
  readonly count: number;
  /**
   * Nanoseconds since 1970 of the first and the last packet; 0 without one. Where they lie in what hours answer, the
   * beginning and the end of that.
   */
  readonly first: bigint;
  readonly last: bigint;
  readonly packets: number;
  readonly bytes: number;
  readonly malformed: number;
  /** About as many slices as there are. */
  readonly slices: number;
  readonly kernelDrops: number;
  readonly interfaceDrops: number;
  readonly minutesLost: number;
  /** The first minute that is still held, where earlier ones of the range were recorded and are gone. */
  readonly goneUntil: number | undefined;
  /** The minutes before are there by the hour, which does not tell what is asked. */
  readonly isLeftToHours: boolean;
  readonly gaps: readonly Stretch[];
}

/** What a single question to the minutes tells. */
type MinuteSums = Omit<HeldMinutes, "goneUntil" | "isLeftToHours" | "gaps">;

export interface ScopeContext {
  readonly engine: HistoryEngine;
  readonly catalog: Catalog | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** As in {@link PastScope}. */
  readonly sliceLimit: number;
  /** Hours can tell what is asked, as long as nothing is filtered for. */
  readonly isHourly: boolean;
}

/** @throws QueryError for a range or a filter that is wrong */
export async function openScope(question: Scope, context: ScopeContext): Promise<PastScope> {
  const { engine, catalog, now, sliceLimit } = context;
  const { isWidened, ...wanted } = wholeMinutes(question.range);
  const found = wanted.to + MINUTE > now() ? await engine.running() : undefined;
  const lacksRunning = found === "elsewhere" && wanted.to > now() && now() % MINUTE > 0;
  const running = found === "elsewhere" ? undefined : found;
  const touched = await readHeld(engine, running, wanted);
  const { condition, untold } = await selectionOf(question.filter, touched.held.slices, {
    dialect: engine.dialect,
    catalog,
    flowSlices: sql`${rowsOf({ running }, "slices", wanted, undefined, sql`flow > 0`)} AS f`,
  });
  const isWhole = condition === EVERY_SLICE;
  const { hours: older, goneUntil } = await readOlder(engine, running, wanted, touched.bounds);
  const hours = isWhole && context.isHourly ? older : undefined;
  const minutes = hours === undefined ? wanted : { from: hours.seam, to: wanted.to };
  const { bounds, held } = hours === undefined ? touched : await readHeld(engine, running, minutes);
  const isOpen = {
    from: question.range.from === undefined,
    to: question.range.to === undefined,
  };
  const range = {
    from: isOpen.from && hours === undefined ? (bounds?.from ?? wanted.from) : minutes.from,
    to: isOpen.to ? (bounds?.to ?? hours?.seam ?? wanted.to) : Math.max(minutes.from, wanted.to),
  };
  const present = Math.ceil(now() / MINUTE) * MINUTE;
  const end = lacksRunning ? wanted.to : Math.min(wanted.to, range.to);
  const asked = {
    from: isOpen.from ? (hours?.range.from ?? range.from) : wanted.from,
    to: Math.min(end, Math.max(present, bounds?.to ?? 0)),
  };
  const recorded = { running, minutes, hours: hours?.range };
  const seconds = held.count * MINUTE + (hours?.count ?? 0) * HOUR;
  return {
    engine,
    catalog,
    range,
    hours,
    isWidened,
    condition,
    untold,
    isWhole,
    sliceLimit,
    held: {
      ...held,
      ...spanOf(held, hours),
      goneUntil: hours === undefined ? goneUntil : undefined,
      isLeftToHours: older !== undefined && hours === undefined,
      gaps: await readGaps(engine, recorded, asked, {
        bounds: joined(hours?.range, bounds),
        seconds,
      }),
    },
    running,
    lacksRunning,
  };
}

/** Whether there is anything that answers. */
export function isHeld({ condition, held, hours }: PastScope): boolean {
  return condition !== undefined && (held.count > 0 || hours !== undefined);
}

/** Seconds since 1970 before which nothing is counted. */
export function startOf({ range, hours }: PastScope): number {
  return hours?.range.from ?? range.from;
}

async function selectionOf(
  text: string,
  slices: number,
  context: ConditionContext,
): Promise<FilterSelection> {
  if (text.trim() === "") return { condition: EVERY_SLICE, untold: undefined };
  const { filterSelection } = await import("./filter-selection.ts");
  const selection = filterSelection(text, context);
  const [sum] = selection.condition?.sums ?? [];
  if (sum === undefined || slices <= SUM_LIMIT) return selection;
  const untold = `${sum} is added up flow by flow where a range has up to ${SUM_LIMIT} slices, and this one has ${slices}; narrow the range.`;
  return { condition: undefined, untold };
}

async function readHeld(
  engine: HistoryEngine,
  running: PastScope["running"],
  range: MinuteRange,
): Promise<{ bounds: MinuteRange | undefined; held: MinuteSums }> {
  const [row = {}] = await ask(
    engine,
    sql`SELECT count(DISTINCT minute) AS minutes, min(minute) AS earliest, max(minute) AS latest,
      min(CASE WHEN packets > 0 THEN first ELSE 9223372036854775807 END) AS first_packet,
      max(last) AS last_packet, sum(packets) AS all_packets, sum(bytes) AS all_bytes, sum(malformed) AS all_malformed,
      sum(flows) AS all_flows, sum(kernel_drops) AS kernel, sum(interface_drops) AS interface,
      sum(minutes_lost) AS lost
    FROM ${rowsOf({ running }, "minutes", range)} AS m`,
  );
  const count = toNumber(row["minutes"]);
  const packets = toNumber(row["all_packets"]);
  const bounds =
    count === 0
      ? undefined
      : { from: toNumber(row["earliest"]), to: toNumber(row["latest"]) + MINUTE };
  return {
    bounds,
    held: {
      count,
      first: packets === 0 ? 0n : toNanos(row["first_packet"]),
      last: packets === 0 ? 0n : toNanos(row["last_packet"]),
      packets,
      bytes: toNumber(row["all_bytes"]),
      malformed: toNumber(row["all_malformed"]),
      slices: toNumber(row["all_flows"]),
      kernelDrops: toNumber(row["kernel"]),
      interfaceDrops: toNumber(row["interface"]),
      minutesLost: toNumber(row["lost"]),
    },
  };
}

/**
 * What there is of a range before its first held minute: the hours in its place, and as in {@link HeldMinutes} until
 * when minutes are gone. Without hours they are where recording had begun by the range's end, and before what is held.
 */
async function readOlder(
  engine: HistoryEngine,
  running: PastScope["running"],
  range: MinuteRange,
  bounds: MinuteRange | undefined,
): Promise<{ hours: HeldHours | undefined; goneUntil: number | undefined }> {
  const nothing = { hours: undefined, goneUntil: undefined };
  if (bounds !== undefined && bounds.from <= range.from) return nothing;
  const oldest = await oldestMinute(engine, running);
  if (range.from >= oldest) return nothing;
  const hours = await readHours(engine, range, oldest);
  if (hours !== undefined) {
    return { hours, goneUntil: Number.isFinite(oldest) ? oldest : hours.seam };
  }
  if (await hasHourBefore(engine, range.from)) return nothing;
  const [event = {}] = await ask(
    engine,
    sql`SELECT count(*) AS n, min(time) AS earliest FROM events`,
  );
  const begun = toNumber(event["earliest"]);
  const isGone = toNumber(event["n"]) > 0 && begun < range.to && begun + BEGINNING <= oldest;
  return isGone && Number.isFinite(oldest) ? { hours, goneUntil: oldest } : nothing;
}

/** Hours are still told from before `time` on, so that one that is not there was not recorded. */
async function hasHourBefore(engine: HistoryEngine, time: number): Promise<boolean> {
  const [row = {}] = await ask(
    engine,
    sql`SELECT count(*) AS n ${recordedHours({ from: 0, to: time })}`,
  );
  return toNumber(row["n"]) > 0;
}

/** The first minute that is held; infinite without one. */
export async function oldestMinute(
  engine: HistoryEngine,
  running: PastScope["running"],
): Promise<number> {
  const everything = wholeMinutes({ from: undefined, to: undefined });
  const [row = {}] = await ask(
    engine,
    sql`SELECT count(*) AS n, min(minute) AS earliest
      FROM ${rowsOf({ running }, "minutes", everything, identifier("minute"))} AS m`,
  );
  return toNumber(row["n"]) === 0 ? Number.POSITIVE_INFINITY : toNumber(row["earliest"]);
}

function spanOf(
  { first, last }: Pick<HeldMinutes, "first" | "last">,
  hours: HeldHours | undefined,
): Pick<HeldMinutes, "first" | "last"> {
  if (hours === undefined) return { first, last };
  const { from, to } = hours.range;
  return { first: toUnixNanos(from, 0), last: last === 0n ? toUnixNanos(to, 0) : last };
}

function joined(
  earlier: MinuteRange | undefined,
  later: MinuteRange | undefined,
): MinuteRange | undefined {
  if (earlier === undefined || later === undefined) return earlier ?? later;
  return { from: earlier.from, to: later.to };
}

/**
 * Stretches of the range of which nothing is held.
 *
 * @param what.bounds of what is held
 * @param what.seconds that it comes to
 */
async function readGaps(
  engine: HistoryEngine,
  recorded: RecordedTime,
  range: MinuteRange,
  { bounds, seconds }: { readonly bounds: MinuteRange | undefined; readonly seconds: number },
): Promise<readonly Stretch[]> {
  if (range.to <= range.from) return [];
  if (bounds === undefined) return [stretch(range.from, range.to)];
  const inside =
    seconds === bounds.to - bounds.from
      ? []
      : await innerGaps(engine, recorded, { limit: GAP_LIMIT, newest: false });
  const gaps: Stretch[] = [];
  if (range.from < bounds.from) gaps.push(stretch(range.from, bounds.from));
  gaps.push(...inside);
  if (bounds.to < range.to) gaps.push(stretch(bounds.to, range.to));
  return gaps.slice(0, GAP_LIMIT);
}

/** The condition of a scope that history can answer. */
export function conditionOf(scope: PastScope): SliceSelection {
  return scope.condition ?? EVERY_SLICE;
}
