/** Files of what the page shows: what is asked for, and who writes it. */
import type { Metric, TopDimension, UsagePeriod } from "@wirescope/query";

export type TableFormat = "csv" | "json" | "parquet";

export type ExportRequest =
  | {
      readonly of: "packets";
      readonly format: TableFormat | "pcapng";
      /** Address of the view, which a pcapng file carries. */
      readonly view?: string;
    }
  | { readonly of: "flows"; readonly format: TableFormat }
  | {
      readonly of: "top";
      readonly format: TableFormat;
      readonly by: TopDimension;
      readonly metric: Metric;
      readonly limit: number;
    }
  | {
      readonly of: "usage";
      readonly format: TableFormat;
      readonly period: UsagePeriod;
      readonly timeZone: string;
    };

/** Range (ISO 8601) and filter of a file. */
export interface ExportScope {
  readonly from?: string;
  readonly to?: string;
  readonly filter?: string;
}

export type Exporter =
  /** The server streams the file, and the browser saves it. */
  | { readonly kind: "link"; readonly url: (request: ExportRequest, scope: ExportScope) => string }
  /** It is put together in this browser. */
  | {
      readonly kind: "blob";
      readonly formats: readonly ExportRequest["format"][];
      readonly make: (request: ExportRequest, scope: ExportScope) => Promise<Blob>;
    };
