/** History: flows by the minute, kept in DuckDB or ClickHouse. */
export { parseStoreAddress, type StoreAddress } from "./clickhouse/store-address.ts";
export type { Column, ColumnType, ColumnUnit, Table } from "./column.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export * from "./schema.ts";
