/** What can be saved of each list, in the words of the HTTP interface. */
export interface ExportChoice {
  readonly title: string;
  readonly detail: string;
  /** Parameters of the export beside its range and filter. */
  readonly parameters: Readonly<Record<string, string | number>>;
}

const FORMATS = [
  ["CSV", "csv", "for spreadsheets"],
  ["JSON", "json", "one array"],
  ["Parquet", "parquet", "for DuckDB, pandas, Spark"],
] as const;

function tables(what: string, parameters: ExportChoice["parameters"]): ExportChoice[] {
  return FORMATS.map(([name, format, use]) => ({
    title: `${what} as ${name}`,
    detail: use,
    parameters: { ...parameters, format },
  }));
}

/** @param view the address of the view, which the capture file carries. */
export function packetExports(view: string): readonly ExportChoice[] {
  return [
    {
      title: "Packets as pcapng",
      detail: "for Wireshark, tshark, tcpdump, Wirescope",
      parameters: { of: "packets", format: "pcapng", ...(view === "" ? {} : { view }) },
    },
    ...tables("Packet list", { of: "packets" }),
  ];
}

export const FLOW_EXPORTS: readonly ExportChoice[] = tables("Flows", { of: "flows" });

export function topExports(title: string, by: string, metric: string): readonly ExportChoice[] {
  return tables(title, { of: "top", by, metric, limit: 1000 });
}

export function usageExports(period: string, timeZone: string): readonly ExportChoice[] {
  return tables("Usage", { of: "usage", period, timeZone });
}
