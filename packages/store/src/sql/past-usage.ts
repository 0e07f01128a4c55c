/** What devices of the local network exchanged, by calendar period. */
import type { Catalog } from "@wirescope/catalog";
import {
  type Coverage,
  type DeviceUsage,
  formatTimestamp,
  type Usage,
  type UsageQuestion,
} from "@wirescope/query";
import {
  devicesOfAddresses,
  type KnownDevice,
  type KnownName,
  namesOfAddresses,
} from "./address-names.ts";
import { type Period, periodsOf } from "./calendar.ts";
import { ask, type HistoryEngine, toNumber, toText } from "./history-engine.ts";
import { MINUTE, wholeMinutes, within } from "./minute-range.ts";
import { innerGaps } from "./recorded-time.ts";
import { identifier, number, type Sql, sql } from "./sql.ts";
import { readAddress } from "./stored-address.ts";

const QUARTER = 900;
const GAP_LIMIT = 100;
/** Digits of the address that stands for devices beyond the limit. */
const OTHERS = "0".repeat(32);

export interface UsageContext {
  readonly engine: HistoryEngine;
  readonly catalog: Catalog | undefined;
  /** Seconds since 1970. */
  readonly now: () => number;
}

/** Usage of the whole periods that the range touches. */
export async function pastUsage(
  { range, period, timeZone }: UsageQuestion,
  context: UsageContext,
): Promise<Usage> {
  const { engine, now } = context;
  const asked = wholeMinutes(range);
  const [held = {}] = await ask(
    engine,
    sql`SELECT min(quarter) AS earliest, max(quarter) AS latest, count(*) AS n FROM usage`,
  );
  const from = Math.max(asked.from, toNumber(held["earliest"]));
  const to = Math.min(asked.to, toNumber(held["latest"]) + QUARTER);
  const periods = periodsOf({ from, to }, period, timeZone);
  if (toNumber(held["n"]) === 0 || periods.length === 0) {
    return { rows: [], coverage: { ...NOTHING, note: "Nothing was recorded in this time." } };
  }
  const whole = { from: periods[0]!.from, to: periods.at(-1)!.to };
  const sums = await readSums(engine, periods, whole);
  const digits = [...new Set(sums.map((one) => one.digits))].filter((one) => one !== OTHERS);
  const known = {
    devices: await devicesOfAddresses(engine, digits),
    names: await namesOfAddresses(engine, digits),
  };
  return {
    rows: toRows(sums, periods, known),
    coverage: await usageCoverage(engine, whole, Math.min(whole.to, now())),
  };
}

const NOTHING = {
  kind: "none",
  resolution: "minute",
  from: undefined,
  to: undefined,
  gaps: [],
} as const;

async function usageCoverage(engine: HistoryEngine, whole: Period, end: number): Promise<Coverage> {
  const recorded = { running: undefined, minutes: whole, hours: undefined };
  const gaps = await innerGaps(engine, recorded, { limit: GAP_LIMIT, newest: false });
  return {
    kind: "exact",
    resolution: "minute",
    from: formatTimestamp(whole.from, 0),
    to: formatTimestamp(Math.floor(end / MINUTE) * MINUTE, 0),
    gaps,
    note: "Counted for the whole periods that the range touches.",
  };
}

interface Sums {
  readonly period: number;
  readonly digits: string;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
}

async function readSums(
  engine: HistoryEngine,
  periods: readonly Period[],
  whole: Period,
): Promise<Sums[]> {
  const rows = await ask(
    engine,
    sql`SELECT n, hex(address) AS digits, sum(packets_out) AS po, sum(packets_in) AS pi, sum(bytes_out) AS bo,
        sum(bytes_in) AS bi
      FROM (
        SELECT ${periodNumber(periods, 0, periods.length)} AS n, address, packets_out, packets_in, bytes_out, bytes_in
        FROM usage WHERE ${within(identifier("quarter"), whole)}
      ) AS u GROUP BY n, address`,
  );
  return rows.map((row) => ({
    period: toNumber(row["n"]),
    digits: toText(row["digits"]),
    packetsOut: toNumber(row["po"]),
    packetsIn: toNumber(row["pi"]),
    bytesOut: toNumber(row["bo"]),
    bytesIn: toNumber(row["bi"]),
  }));
}

/** Number of the period that a quarter lies in, by halving, so that many periods cost few comparisons. */
function periodNumber(periods: readonly Period[], first: number, end: number): Sql {
  if (end - first === 1) return number(first);
  const middle = (first + end) >> 1;
  const isBefore = sql`quarter < ${number(periods[middle]!.from)}`;
  return sql`CASE WHEN ${isBefore} THEN ${periodNumber(periods, first, middle)} ELSE ${periodNumber(periods, middle, end)} END`;
}

interface Known {
  readonly devices: ReadonlyMap<string, readonly KnownDevice[]>;
  readonly names: ReadonlyMap<string, readonly KnownName[]>;
}

type MutableUsage = { -readonly [K in keyof DeviceUsage]: DeviceUsage[K] };

/** Addresses of one interface put together: oldest period first, in it the device with the most octets. */
function toRows(sums: readonly Sums[], periods: readonly Period[], known: Known): DeviceUsage[] {
  const devices = new Map<string, MutableUsage & { period: number }>();
  for (const one of sums) {
    const period = periods[one.period]!;
    const { device, vendor } = deviceOf(one.digits, period, known);
    const key = `${one.period}/${device}`;
    const usage = devices.get(key) ?? {
      period: one.period,
      from: formatTimestamp(period.from, 0),
      to: formatTimestamp(period.to, 0),
      device,
      addresses: [],
      name: undefined,
      vendor,
      packetsIn: 0,
      packetsOut: 0,
      bytesIn: 0,
      bytesOut: 0,
    };
    devices.set(key, usage);
    if (one.digits !== OTHERS) usage.addresses = [...usage.addresses, readAddress(one.digits).text];
    usage.name ??= known.names.get(one.digits)?.[0]?.name;
    usage.packetsIn += one.packetsIn;
    usage.packetsOut += one.packetsOut;
    usage.bytesIn += one.bytesIn;
    usage.bytesOut += one.bytesOut;
  }
  return [...devices.values()]
    .sort((a, b) => a.period - b.period || octets(b) - octets(a) || (a.device < b.device ? -1 : 1))
    .map(({ period: _, ...usage }) => ({ ...usage, addresses: [...usage.addresses].sort() }));
}

function octets({ bytesIn, bytesOut }: DeviceUsage): number {
  return bytesIn + bytesOut;
}

/** The interface that an address belonged to in a period, seen last in it; else the address. */
function deviceOf(
  digits: string,
  { from, to }: Period,
  { devices }: Known,
): { device: string; vendor: string | undefined } {
  if (digits === OTHERS) return { device: "other", vendor: undefined };
  const all = devices.get(digits) ?? [];
  const then = all.find(({ first, last }) => first < to && last >= from) ?? all[0];
  if (then === undefined) return { device: readAddress(digits).text, vendor: undefined };
  return { device: then.mac, vendor: then.vendor === "" ? undefined : then.vendor };
}
