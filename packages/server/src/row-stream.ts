/** Rows as CSV or JSON, page by page, no faster than they are read. */
import { csvLine } from "./csv.ts";

export type RowFormat = "csv" | "json";

export const ROW_TYPES: Readonly<Record<RowFormat, string>> = {
  csv: "text/csv; charset=utf-8; header=present",
  json: "application/json",
};

/**
 * Streams `pages`. In CSV the columns are `columns`; in JSON each row is written whole, in one array.
 * The first page is asked for at once, so that a wrong question is an answer of its own.
 *
 * @throws what the first page throws.
 */
export async function streamRows<Row extends object>(
  pages: AsyncIterator<readonly Row[]>,
  format: RowFormat,
  columns: readonly (keyof Row & string)[],
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let page = await pages.next();
  let rowCount = 0;
  function write(row: Row): string {
    rowCount += 1;
    if (format === "csv") return csvLine(columns.map((column) => cellOf(row[column])));
    return `${rowCount === 1 ? "" : ",\n"}${JSON.stringify(row)}`;
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(format === "csv" ? csvLine(columns) : "["));
    },
    async pull(controller) {
      if (page.done === true) {
        if (format === "json") controller.enqueue(encoder.encode("]\n"));
        controller.close();
        return;
      }
      // A page without rows would not be asked about again: something has to be handed out.
      controller.enqueue(encoder.encode(page.value.map(write).join("")));
      page = await pages.next();
    },
    async cancel() {
      await pages.return?.();
    },
  });
}

function cellOf(value: unknown): string | number | boolean | undefined {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? value
    : undefined;
}
