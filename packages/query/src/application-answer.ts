/** Applications by name: what the rows of an analysis stand for. */
import type { Analysis } from "@wirescope/analysis";
import { type Catalog, protocolCategory } from "@wirescope/catalog";
import { PROTOCOL_COUNT, protocolInfo } from "@wirescope/decode";
import type { ApplicationCount } from "./answer.ts";

export interface ApplicationName {
  readonly name: string;
  /** In nDPI's words. */
  readonly category: string;
}

/** The application of that number, else the protocol. */
export function applicationName(
  application: number,
  protocol: number,
  catalog: Catalog | undefined,
): ApplicationName {
  const known = application < 0 ? undefined : catalog?.applications[application];
  if (known !== undefined) return { name: known.name, category: known.category };
  const { name } = protocolInfo(protocol);
  return { name, category: protocolCategory(name) };
}

/** The category of what {@link applicationName} named. */
export function categoryOf(label: string, catalog: Catalog | undefined): string {
  const known = catalog?.applications.find(({ name }) => name === label);
  return known?.category ?? protocolCategory(label);
}

/** What a row of the analysis' applications stands for. */
export function rowName(row: number, catalog: Catalog | undefined): ApplicationName {
  return row < PROTOCOL_COUNT
    ? applicationName(-1, row, catalog)
    : applicationName(row - PROTOCOL_COUNT, 0, catalog);
}

/** Every application and protocol without one, most octets first; they sum to the totals. */
export function applicationCounts(
  analysis: Analysis,
  catalog: Catalog | undefined,
): ApplicationCount[] {
  const all = Number.POSITIVE_INFINITY;
  const { rows, packets, bytes, flows } = analysis.topApplications("bytes", all);
  return Array.from(rows, (row, i) => ({
    ...rowName(row, catalog),
    packets: packets[i]!,
    bytes: bytes[i]!,
    flows: flows[i]!,
  }));
}
