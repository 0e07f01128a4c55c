/**
 * Rows as an Apache Parquet file. Times are ISO 8601 text with nanoseconds, since not every reader knows
 * Parquet's nanosecond timestamps.
 */
import type { Cell, ExportColumn } from "@wirescope/query";
import { ByteWriter } from "hyparquet-writer/src/bytewriter.js";
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js";
import { schemaFromColumnData } from "hyparquet-writer/src/schema.js";

/** Rows of a group; so many are in memory at once. */
const GROUP_LENGTH = 20_000;

const TYPES = { text: "STRING", integer: "INT64", number: "DOUBLE", boolean: "BOOLEAN" } as const;

/** The octets of the file. The first page is asked for before anything is given out. */
export async function* writeParquet<Row>(
  pages: AsyncIterable<readonly Row[]>,
  columns: readonly ExportColumn<Row>[],
): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columnsOf(columns, []) });
  const file = new ParquetWriter({ writer, schema, createdBy: "Wirescope" });
  let rows: Row[] = [];
  for await (const page of pages) {
    rows.push(...page);
    if (rows.length < GROUP_LENGTH) continue;
    await file.write({ columnData: columnsOf(columns, rows), rowGroupSize: rows.length });
    rows = [];
    yield taken(writer);
  }
  if (rows.length > 0) {
    await file.write({ columnData: columnsOf(columns, rows), rowGroupSize: rows.length });
  }
  await file.finish();
  yield taken(writer);
}

interface ColumnData {
  readonly name: string;
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  readonly data: (Cell | bigint)[];
}

function columnsOf<Row>(columns: readonly ExportColumn<Row>[], rows: readonly Row[]): ColumnData[] {
  return columns.map(({ name, kind, read }) => ({
    name: name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    type: TYPES[kind],
    data: rows.map((row) => {
      const value = read(row);
      return kind === "integer" && typeof value === "number" ? BigInt(value) : value;
    }),
  }));
}

/** What was written since the last time; the writer goes on counting. */
function taken(writer: ByteWriter): Uint8Array {
  const octets = new Uint8Array(writer.buffer.slice(0, writer.index));
  writer.index = 0;
  return octets;
}
