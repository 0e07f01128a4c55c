/** History: flows by the minute, kept in DuckDB or ClickHouse. */
export { parseStoreAddress, type StoreAddress } from "./clickhouse/store-address.ts";
export type { Column, ColumnType, ColumnUnit, Table } from "./column.ts";
export {
  dataDirectory,
  HISTORY_FILE,
  type Identity,
  locateDataDirectory,
  makeDataDirectory,
} from "./data-directory.ts";
export { StoreError, type StoreErrorCode } from "./errors.ts";
export { KeptPackets } from "./packets/kept-packets.ts";
export { PacketDisk, type PacketDiskOptions } from "./packets/packet-disk.ts";
export { PacketThread, type PacketThreadOptions } from "./packets/packet-thread.ts";
export type { ReportContext } from "./report-context.ts";
export { DEFAULT_RETENTION, MIN_RETENTION_BUDGET, type RetentionPolicy } from "./retention.ts";
export { type ReportRows, reportRows } from "./rows.ts";
export * from "./schema.ts";
export type { HistoryEngine, Row, RunningTable } from "./sql/history-engine.ts";
export { HistorySession, type HistorySessionOptions } from "./sql/past-session.ts";
export type { Statement } from "./sql/sql.ts";
export { CLICKHOUSE, DUCKDB, type SqlDialect } from "./sql/sql-dialect.ts";
export { StoreThread, type StoreThreadOptions } from "./store-thread.ts";
export type { ColumnValues, TableRows } from "./table-rows.ts";
