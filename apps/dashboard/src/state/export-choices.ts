/** What can be saved of each list. */
import type { Metric, TopDimension, UsagePeriod } from "@wirescope/query";
import type { ExportRequest, TableFormat } from "../session/exporter.ts";

export interface ExportChoice {
  readonly title: string;
  /** What the file is good for. */
  readonly detail: string;
  readonly request: ExportRequest;
}

const MOST_MEMBERS = 1000;

const FORMATS: readonly (readonly [name: string, format: TableFormat, use: string])[] = [
  ["CSV", "csv", "for spreadsheets"],
  ["JSON", "json", "one array"],
  ["Parquet", "parquet", "for DuckDB, pandas, Spark"],
];

function tables(what: string, request: (format: TableFormat) => ExportRequest): ExportChoice[] {
  return FORMATS.map(([name, format, use]) => ({
    title: `${what} as ${name}`,
    detail: use,
    request: request(format),
  }));
}

/** @param view the address of the view, which the capture file carries. */
export function packetExports(view: string): readonly ExportChoice[] {
  return [
    {
      title: "Packets as pcapng",
      detail: "for Wireshark, tshark, tcpdump, Wirescope",
      request: { of: "packets", format: "pcapng", ...(view === "" ? {} : { view }) },
    },
    ...tables("Packet list", (format) => ({ of: "packets", format })),
  ];
}

export const FLOW_EXPORTS: readonly ExportChoice[] = tables("Flows", (format) => ({
  of: "flows",
  format,
}));

export function topExports(
  title: string,
  by: TopDimension,
  metric: Metric,
): readonly ExportChoice[] {
  return tables(title, (format) => ({ of: "top", format, by, metric, limit: MOST_MEMBERS }));
}

export function usageExports(period: UsagePeriod, timeZone: string): readonly ExportChoice[] {
  return tables("Usage", (format) => ({ of: "usage", format, period, timeZone }));
}
