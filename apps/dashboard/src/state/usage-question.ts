/** Which stretch of time the usage page asks about, and how its answer is put together by period. */
import type { DeviceUsage, Usage, UsagePeriod } from "@wirescope/query";
import { parseIso, type Span, type TimeFormat } from "../format/time.ts";

/** Days back that each period is asked for: a month, a quarter, two years. */
const DAYS: Readonly<Record<UsagePeriod, number>> = { day: 31, week: 91, month: 730 };

/** From midnight of the zone, so that no period is cut in the middle of a day. */
export function usageSpan(period: UsagePeriod, now: number, format: TimeFormat): Span {
  return { from: format.startOfDay(now, 1 - DAYS[period]), to: now };
}

/** What the devices exchanged in one period. */
export interface PeriodUsage {
  readonly span: Span;
  /** Most octets first. */
  readonly devices: readonly DeviceUsage[];
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Newest period first. */
export function byPeriod(usage: Usage): readonly PeriodUsage[] {
  const periods = new Map<string, DeviceUsage[]>();
  for (const row of usage.rows) {
    const devices = periods.get(row.from);
    if (devices === undefined) periods.set(row.from, [row]);
    else devices.push(row);
  }
  return [...periods.values()]
    .map((devices) => ({
      span: { from: parseIso(devices[0]!.from), to: parseIso(devices[0]!.to) },
      devices,
      bytesIn: devices.reduce((sum, { bytesIn }) => sum + bytesIn, 0),
      bytesOut: devices.reduce((sum, { bytesOut }) => sum + bytesOut, 0),
    }))
    .sort((a, b) => b.span.from - a.span.from);
}
