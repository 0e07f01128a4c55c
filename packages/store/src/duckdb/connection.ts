/** A connection to DuckDB: statements, and rows that are appended column by column. */
import {
  BIGINT,
  BLOB,
  blobValue,
  type DuckDBConnection,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  type DuckDBVector,
  INTEGER,
  SMALLINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from "@duckdb/node-api";
import type { ColumnType } from "../column.ts";
import { ADDRESS_LENGTH, type ColumnValues, type TableRows, valuesOf } from "../table-rows.ts";

/** Rows of a chunk at most, DuckDB's own vector size. */
const CHUNK_ROWS = 2048;

const TYPES: Readonly<Record<ColumnType, DuckDBType>> = {
  uint8: UTINYINT,
  uint16: USMALLINT,
  uint32: UINTEGER,
  uint64: UBIGINT,
  int16: SMALLINT,
  int32: INTEGER,
  int64: BIGINT,
  address: BLOB,
  label: VARCHAR,
  text: VARCHAR,
};

/** By column name; whole numbers of 64 bits and sums are bigints. */
export type Row = Readonly<Record<string, DuckDBValue>>;

export class Connection {
  readonly #connection: DuckDBConnection;
  /** Filled again and again: what a chunk holds is outside of the heap, and freed late. By table. */
  readonly #chunks = new Map<string, DuckDBDataChunk>();

  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  async run(statement: string, parameters: readonly DuckDBValue[] = []): Promise<void> {
    await this.#connection.run(statement, [...parameters]);
  }

  async rows(statement: string, parameters: readonly DuckDBValue[] = []): Promise<Row[]> {
    const reader = await this.#connection.runAndReadAll(statement, [...parameters]);
    return reader.getRowObjects();
  }

  /**
   * Carries out `work` whole or not at all.
   *
   * @param settle surrounds the moment at which the others see it
   */
  async transaction<T>(
    work: () => Promise<T>,
    settle: (commit: () => Promise<void>) => Promise<void> = (commit) => commit(),
  ): Promise<T> {
    await this.run("BEGIN TRANSACTION");
    try {
      const result = await work();
      await settle(() => this.run("COMMIT"));
      return result;
    } catch (error) {
      await this.run("ROLLBACK").catch(() => {
        // There is none to roll back where COMMIT itself failed; the first error tells.
      });
      throw error;
    }
  }

  /** @param table that takes the rows, with the columns of theirs */
  async append(rows: TableRows, table: string = rows.table.name): Promise<void> {
    if (rows.count === 0) return;
    const appender = await this.#connection.createAppender(table);
    try {
      const chunk = this.#chunkFor(rows);
      for (let start = 0; start < rows.count; start += CHUNK_ROWS) {
        const count = Math.min(CHUNK_ROWS, rows.count - start);
        chunk.reset();
        chunk.rowCount = count;
        for (const [i, column] of rows.table.columns.entries()) {
          const vector = chunk.getColumnVector(i);
          fill(vector, column.type, valuesOf(rows, column), start, count);
          vector.flush();
        }
        appender.appendDataChunk(chunk);
      }
    } finally {
      appender.closeSync();
    }
  }

  close(): void {
    this.#chunks.clear();
    this.#connection.closeSync();
  }

  #chunkFor({ table }: TableRows): DuckDBDataChunk {
    let chunk = this.#chunks.get(table.name);
    if (chunk === undefined) {
      chunk = DuckDBDataChunk.create(table.columns.map(({ type }) => TYPES[type]));
      this.#chunks.set(table.name, chunk);
    }
    return chunk;
  }
}

function fill(
  vector: DuckDBVector,
  type: ColumnType,
  values: ColumnValues,
  start: number,
  count: number,
): void {
  switch (type) {
    case "uint64":
      for (let i = 0; i < count; i++) vector.setItem(i, BigInt(values[start + i] as number));
      return;
    case "address":
      for (let i = 0; i < count; i++) {
        const at = (start + i) * ADDRESS_LENGTH;
        vector.setItem(i, blobValue((values as Uint8Array).subarray(at, at + ADDRESS_LENGTH)));
      }
      return;
    default:
      for (let i = 0; i < count; i++) vector.setItem(i, values[start + i]!);
  }
}
