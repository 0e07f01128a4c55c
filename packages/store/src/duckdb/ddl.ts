/** Statements that make the tables of history in DuckDB, from the schema. */
import type { Column, ColumnType, Table } from "../column.ts";
import { TABLES } from "../schema.ts";

const COLUMN_TYPES: Readonly<Record<ColumnType, string>> = {
  uint8: "UTINYINT",
  uint16: "USMALLINT",
  uint32: "UINTEGER",
  uint64: "UBIGINT",
  int16: "SMALLINT",
  int32: "INTEGER",
  int64: "BIGINT",
  // DuckDB compresses it by dictionary; two integers of 64 bits take twice as much.
  address: "BLOB",
  label: "VARCHAR",
  text: "VARCHAR",
};

/** Says what the file is: one row, `kind` {@link FILE_KIND} and the version of the schema. */
const CREATE_META = `CREATE TABLE meta (
  kind VARCHAR NOT NULL,
  version UINTEGER NOT NULL
)`;

export const FILE_KIND = "wirescope history";

/** All of them, for an empty file. No table has an index: one that has gives no space back. */
export function createStatements(): readonly string[] {
  return [CREATE_META, ...TABLES.map((table) => createTable("TABLE", table.name, table))];
}

/** A table of this connection alone, with the columns of `table`. */
export function createTemporary(name: string, table: Table): string {
  return createTable("TEMP TABLE", name, table);
}

function createTable(what: string, name: string, table: Table): string {
  return `CREATE ${what} ${name} (\n${table.columns.map(toLine).join(",\n")}\n)`;
}

function toLine({ name, type }: Column): string {
  return `  ${name} ${COLUMN_TYPES[type]} NOT NULL`;
}
