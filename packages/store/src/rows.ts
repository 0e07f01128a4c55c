/** A minute's report as rows of every table, for any engine. */
import type { SliceBatch } from "@wirescope/analysis";
import { type MinuteReport, toUnixNanos } from "@wirescope/query";
import { type HostRows, hostRows } from "./host-rows.ts";
import { ProtocolSums } from "./protocol-rows.ts";
import type { ReportContext } from "./report-context.ts";
import { MINUTES } from "./schema.ts";
import { sliceParts, sliceRows } from "./slice-rows.ts";
import type { ColumnValues, TableRows } from "./table-rows.ts";
import { usageRows } from "./usage-rows.ts";

export interface ReportRows extends HostRows {
  readonly slices: TableRows;
  readonly minutes: TableRows;
  readonly protocolMinutes: TableRows;
  /** What local addresses exchanged in this minute, for their quarter of an hour: to be added up. */
  readonly usage: TableRows;
}

export function reportRows(report: MinuteReport, context: ReportContext): ReportRows {
  const slices = sliceRows(report.slices, context);
  const protocols = new ProtocolSums();
  protocols.add(slices);
  return {
    slices,
    minutes: minuteRows(report, context),
    protocolMinutes: protocols.rows(report.slices.minute, context.sensor),
    usage: usageRows(report, context.sensor),
    ...hostRows(report, context),
  };
}

/** The rows of {@link trafficParts}, and those of the other tables behind them. */
export function* reportParts(report: MinuteReport, context: ReportContext): Generator<TableRows> {
  yield* trafficParts(report, context);
  yield usageRows(report, context.sensor);
  const { names, devices } = hostRows(report, context);
  yield names;
  yield devices;
}

/** Rows of slices, protocols and the minute, never many at a time. */
export function* trafficParts(report: MinuteReport, context: ReportContext): Generator<TableRows> {
  const protocols = new ProtocolSums();
  for (const part of sliceParts(report.slices, context)) {
    protocols.add(part);
    yield part;
  }
  yield protocols.rows(report.slices.minute, context.sensor);
  yield minuteRows(report, context);
}

function minuteRows(report: MinuteReport, { sensor, run }: ReportContext): TableRows {
  const { slices } = report;
  const flows = countFlows(slices);
  const [first, last] = extremes(slices);
  return {
    table: MINUTES,
    count: 1,
    values: new Map<string, ColumnValues>([
      ["minute", [slices.minute]],
      ["sensor", [sensor]],
      ["run", [run]],
      ["first", BigInt64Array.of(first)],
      ["last", BigInt64Array.of(last)],
      ["packets", [report.packets]],
      ["bytes", [report.wireBytes]],
      ["malformed", [report.malformed]],
      ["flows", [flows.active + slices.flowsMerged]],
      ["flows_begun", [flows.begun]],
      ["flows_merged", [slices.flowsMerged]],
      ["kernel_drops", [report.kernelDrops]],
      ["interface_drops", [report.interfaceDrops]],
      ["minutes_lost", [report.reportsLost]],
    ]),
  };
}

function countFlows(slices: SliceBatch): { active: number; begun: number } {
  let active = 0;
  let begun = 0;
  for (let row = 0; row < slices.count; row++) {
    if (slices.flow[row] === 0) continue;
    active++;
    if (slices.previous[row] === 0) begun++;
  }
  return { active, begun };
}

/** Nanoseconds since 1970 of the first and the last packet; 0 without one. */
function extremes(slices: SliceBatch): readonly [bigint, bigint] {
  let first: bigint | undefined;
  let last = 0n;
  for (let row = 0; row < slices.count; row++) {
    const begin = toUnixNanos(slices.firstSeconds[row]!, slices.firstNanoseconds[row]!);
    const end = toUnixNanos(slices.lastSeconds[row]!, slices.lastNanoseconds[row]!);
    if (first === undefined || begin < first) first = begin;
    if (end > last) last = end;
  }
  return [first ?? 0n, last];
}
