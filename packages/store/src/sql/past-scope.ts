/** What a question about the past is asked about, and what of it is held. */
import type { Catalog } from "@wirescope/catalog";
import { formatTimestamp, type Scope, type Stretch } from "@wirescope/query";
import { MINUTES, PROTOCOL_MINUTES, SLICES } from "../schema.ts";
import type { FilterSelection } from "./filter-selection.ts";
import { ask, type HistoryEngine, type RunningTable, toNanos, toNumber } from "./history-engine.ts";
import { MINUTE, type MinuteRange, wholeMinutes, within } from "./minute-range.ts";
import type { ConditionContext } from "./slice-condition.ts";
import { EVERY_SLICE, type SliceSelection } from "./slice-selection.ts";
import { identifier, joinSql, number, type Sql, sql } from "./sql.ts";

/** Gaps that are told of a range. */
const GAP_LIMIT = 100;
/** Slices of a range whose flows are added up for a filter: all of these flows are in memory at once. */
const SUM_LIMIT = 1_000_000;

/** Seconds from the beginning of a capture by which its first minute is sure to have been recorded. */
const BEGINNING = 2 * MINUTE;

export interface PastScope {
  readonly engine: HistoryEngine;
  readonly catalog: Catalog | undefined;
  /** The range in whole minutes, its open ends where what is held ends. */
  readonly range: MinuteRange;
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
  /** Nanoseconds since 1970 of the first and the last packet; 0 without one. */
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
  readonly gaps: readonly Stretch[];
}

export interface ScopeContext {
  readonly engine: HistoryEngine;
  readonly catalog: Catalog | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** As in {@link PastScope}. */
  readonly sliceLimit: number;
}

/** @throws QueryError for a range or a filter that is wrong */
export async function openScope(question: Scope, context: ScopeContext): Promise<PastScope> {
  const { engine, catalog, now, sliceLimit } = context;
  const asked = wholeMinutes(question.range);
  const found = asked.to + MINUTE > now() ? await engine.running() : undefined;
  const lacksRunning = found === "elsewhere" && asked.to > now() && now() % MINUTE > 0;
  const running = found === "elsewhere" ? undefined : found;
  const { isWidened, ...wanted } = asked;
  const { bounds, held } = await readHeld(engine, running, wanted);
  const { condition, untold } = await selectionOf(question.filter, held.slices, {
    dialect: engine.dialect,
    catalog,
    flowSlices: sql`${rowsOf({ running }, "slices", wanted, COLUMNS.slices, sql`flow > 0`)} AS f`,
  });
  const goneUntil = await readGoneUntil(engine, wanted, bounds);
  const present = Math.ceil(now() / MINUTE) * MINUTE;
  const range = {
    from: question.range.from === undefined ? (bounds?.from ?? wanted.from) : wanted.from,
    to: question.range.to === undefined ? (bounds?.to ?? wanted.to) : wanted.to,
  };
  const end = lacksRunning ? wanted.to : range.to;
  const ends = { from: range.from, to: Math.min(end, Math.max(present, bounds?.to ?? 0)) };
  const gaps = await readGaps(engine, running, ends, bounds, held.count);
  return {
    engine,
    catalog,
    range,
    isWidened,
    condition,
    untold,
    isWhole: condition === EVERY_SLICE,
    sliceLimit,
    held: { ...held, goneUntil, gaps },
    running,
    lacksRunning,
  };
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

const COLUMNS: Readonly<Record<RunningTable, Sql>> = {
  slices: columnsOf(SLICES),
  minutes: columnsOf(MINUTES),
  protocol_minutes: columnsOf(PROTOCOL_MINUTES),
};

function columnsOf({ columns }: typeof SLICES): Sql {
  return joinSql(
    columns.map(({ name }) => identifier(name)),
    ", ",
  );
}

/** The rows of a table in a range, those of the running minute included. */
export function rowsOf(
  { running }: Pick<PastScope, "running">,
  table: RunningTable,
  range: MinuteRange,
  columns: Sql = COLUMNS[table],
  where?: Sql,
): Sql {
  const inRange = within(identifier("minute"), range);
  const condition = where === undefined ? inRange : sql`${inRange} AND ${where}`;
  const from = (name: string): Sql =>
    sql`SELECT ${columns} FROM ${identifier(name)} WHERE ${condition}`;
  const stored = from(table);
  return running === undefined
    ? sql`(${stored})`
    : sql`(${stored} UNION ALL ${from(running[table])})`;
}

async function readHeld(
  engine: HistoryEngine,
  running: PastScope["running"],
  range: MinuteRange,
): Promise<{ bounds: MinuteRange | undefined; held: Omit<HeldMinutes, "goneUntil" | "gaps"> }> {
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

/** As in {@link HeldMinutes}: recording had begun by the range's end, and before what is held. */
async function readGoneUntil(
  engine: HistoryEngine,
  range: MinuteRange,
  bounds: MinuteRange | undefined,
): Promise<number | undefined> {
  if (bounds !== undefined && bounds.from <= range.from) return undefined;
  const least = async (table: "events" | "minutes", column: "time" | "minute"): Promise<number> => {
    const [row = {}] = await ask(
      engine,
      sql`SELECT count(*) AS n, min(${identifier(column)}) AS earliest FROM ${identifier(table)}`,
    );
    return toNumber(row["n"]) === 0 ? Number.POSITIVE_INFINITY : toNumber(row["earliest"]);
  };
  const oldest = await least("minutes", "minute");
  const isBefore = range.from < oldest && Number.isFinite(oldest);
  if (!isBefore) return undefined;
  const begun = await least("events", "time");
  return begun < range.to && begun + BEGINNING <= oldest ? oldest : undefined;
}

/** Stretches of the range without a recorded minute, of which there are `count`. */
async function readGaps(
  engine: HistoryEngine,
  running: PastScope["running"],
  range: MinuteRange,
  bounds: MinuteRange | undefined,
  count: number,
): Promise<readonly Stretch[]> {
  if (range.to <= range.from) return [];
  if (bounds === undefined) return [stretch(range.from, range.to)];
  const inside =
    count * MINUTE === bounds.to - bounds.from
      ? []
      : await innerGaps(engine, running, range, { limit: GAP_LIMIT, newest: false });
  const gaps: Stretch[] = [];
  if (range.from < bounds.from) gaps.push(stretch(range.from, bounds.from));
  gaps.push(...inside);
  if (bounds.to < range.to) gaps.push(stretch(bounds.to, range.to));
  return gaps.slice(0, GAP_LIMIT);
}

/** Stretches between recorded minutes in which nothing was recorded, in order. */
export async function innerGaps(
  engine: HistoryEngine,
  running: PastScope["running"],
  range: MinuteRange,
  { limit, newest }: { readonly limit: number; readonly newest: boolean },
): Promise<readonly Stretch[]> {
  const rows = await ask(
    engine,
    sql`SELECT earlier, minute FROM (
        SELECT minute, lag(minute) OVER (ORDER BY minute) AS earlier
        FROM (SELECT DISTINCT minute FROM ${rowsOf({ running }, "minutes", range, identifier("minute"))} AS m) AS d
      ) AS p
      WHERE earlier > 0 AND minute > earlier + ${number(MINUTE)}
      ORDER BY minute ${newest ? sql`DESC` : sql`ASC`} LIMIT ${number(limit)}`,
  );
  const gaps = rows.map((row) =>
    stretch(toNumber(row["earlier"]) + MINUTE, toNumber(row["minute"])),
  );
  return newest ? gaps.reverse() : gaps;
}

/** From seconds since 1970. */
export function stretch(from: number, to: number): Stretch {
  return { from: formatTimestamp(from, 0), to: formatTimestamp(to, 0) };
}

/** The condition of a scope that history can answer. */
export function conditionOf(scope: PastScope): SliceSelection {
  return scope.condition ?? EVERY_SLICE;
}
