/**
 * Statements that make the tables of history in ClickHouse, from the schema. On one node each table is
 * itself; on a cluster it is `Distributed` over replicated tables of the same name with `_local`.
 */
import { type Column, type ColumnType, column, type Table } from "../column.ts";
import { STORAGES, type Storage } from "./storage.ts";

/** What the tables are of: one row, its `version` that of the schema. */
export const META: Table = {
  name: "meta",
  description: "Version of the tables.",
  columns: [column("version", "uint32", "Version of the schema"), column("made", "uint32", "When")],
  key: ["version"],
  time: "made",
};

/**
 * Inserts that a table remembers by their token, so that one that is repeated counts once: an hour of
 * minutes of a hundred sensors and more.
 */
const REMEMBERED_INSERTS = 10_000;
/** Seconds that a replicated table remembers them: a week, longer than a spool lasts. */
const REMEMBERED_SECONDS = 604_800;

const TYPES: Readonly<Record<ColumnType, string>> = {
  uint8: "UInt8",
  uint16: "UInt16",
  uint32: "UInt32",
  uint64: "UInt64",
  int16: "Int16",
  int32: "Int32",
  int64: "Int64",
  address: "FixedString(16)",
  label: "LowCardinality(String)",
  text: "String",
};

/** All statements, in order, the database first; each may be run again. */
export function createStatements(
  database: string,
  cluster: string | undefined,
): readonly [database: string, ...tables: string[]] {
  const on = cluster === undefined ? "" : ` ON CLUSTER '${cluster}'`;
  const statements: [string, ...string[]] = [`CREATE DATABASE IF NOT EXISTS ${database}${on}`];
  for (const storage of [...STORAGES, META_STORAGE]) {
    if (cluster === undefined) {
      statements.push(createTable(`${database}.${storage.table.name}`, on, storage, ""));
      continue;
    }
    const { name } = storage.table;
    statements.push(
      createTable(`${database}.${name}_local`, on, storage, "Replicated"),
      `CREATE TABLE IF NOT EXISTS ${database}.${name}${on} AS ${database}.${name}_local\n` +
        `ENGINE = Distributed('${cluster}', ${database}, ${name}_local, cityHash64(${storage.shard.join(", ")}))`,
    );
  }
  return statements;
}

const META_STORAGE: Storage = {
  table: META,
  engine: "ReplacingMergeTree",
  order: META.key,
  partition: undefined,
  days: 0,
  shard: ["version"],
};

function createTable(name: string, on: string, storage: Storage, replicated: string): string {
  const { table, engine, order, partition, days, indexed = [] } = storage;
  const lines = [
    ...table.columns.map((item) => columnLine(item, storage)),
    ...(indexed.length === 0
      ? []
      : [`INDEX members (${indexed.join(", ")}) TYPE bloom_filter(0.01) GRANULARITY 1`]),
  ];
  return [
    `CREATE TABLE IF NOT EXISTS ${name}${on} (`,
    lines.map((line) => `  ${line}`).join(",\n"),
    ")",
    `ENGINE = ${replicated}${engine}`,
    ...(partition === undefined ? [] : [`PARTITION BY ${partitionOf(table.time, partition)}`]),
    `ORDER BY (${order.join(", ")})`,
    ...(days === 0 ? [] : [`TTL toDateTime(${table.time}, 'UTC') + INTERVAL ${days} DAY`]),
    `SETTINGS ${settings(storage, replicated !== "").join(", ")}`,
    `COMMENT ${quote(table.description)}`,
  ].join("\n");
}

function columnLine(item: Column, storage: Storage): string {
  const joined = storage.joined?.[item.name];
  const plain = TYPES[item.type];
  const type = joined === undefined ? plain : `SimpleAggregateFunction(${joined}, ${plain})`;
  const unit = item.unit === undefined ? "" : ` (${item.unit})`;
  return `${item.name} ${type} COMMENT ${quote(item.description + unit)}${codec(item)}`;
}

/**
 * Minutes rise, numbers are small for their width or alike in their upper bits. Addresses and names, which filters read
 * of every row, are unpacked fastest; the rest is as ClickHouse has it.
 */
function codec({ type, unit }: Column): string {
  if (type === "label" || type === "uint8") return "";
  if (type === "address" || type === "text") return " CODEC(LZ4)";
  const rises = unit === "minute" || unit === "quarter" || unit === "hour";
  if (rises) return " CODEC(Delta, ZSTD(1))";
  return " CODEC(T64, ZSTD(1))";
}

function partitionOf(time: string, partition: "day" | "month"): string {
  const date = partition === "day" ? "toYYYYMMDD" : "toYYYYMM";
  return `${date}(toDateTime(${time}, 'UTC'))`;
}

function settings({ partition }: Storage, isReplicated: boolean): readonly string[] {
  const remembered = isReplicated
    ? [
        `replicated_deduplication_window = ${REMEMBERED_INSERTS}`,
        `replicated_deduplication_window_seconds = ${REMEMBERED_SECONDS}`,
      ]
    : [`non_replicated_deduplication_window = ${REMEMBERED_INSERTS}`];
  // Whole parts leave at once, without being written anew.
  return partition === "day" ? [...remembered, "ttl_only_drop_parts = 1"] : remembered;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
