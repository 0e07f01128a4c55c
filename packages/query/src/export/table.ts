/** Rows as CSV or JSON, page by page, no faster than they are asked for. */
import { encodeUtf8 } from "@wirescope/decode";
import type { ExportColumn } from "./columns.ts";
import { csvLine } from "./csv.ts";

export type TableFormat = "csv" | "json";

/**
 * The octets of the table. In CSV the columns are `columns`; in JSON each row is written whole, in one
 * array. The first page is asked for before anything is given out.
 */
export async function* writeTable<Row extends object>(
  pages: AsyncIterable<readonly Row[]>,
  format: TableFormat,
  columns: readonly ExportColumn<Row>[],
): AsyncGenerator<Uint8Array> {
  let text = format === "csv" ? csvLine(columns.map(({ name }) => name)) : "[";
  let separator = "";
  for await (const page of pages) {
    for (const row of page) {
      if (format === "csv") {
        text += csvLine(columns.map(({ read }) => read(row)));
      } else {
        text += separator + JSON.stringify(row);
        separator = ",\n";
      }
    }
    // An empty page leaves nothing behind, but lets the reader have its turn.
    yield encodeUtf8(text);
    text = "";
  }
  if (format === "json") text += "]\n";
  if (text !== "") yield encodeUtf8(text);
}
