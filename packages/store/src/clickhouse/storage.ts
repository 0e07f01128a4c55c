/** How ClickHouse keeps each table: what the schema leaves to the engine. */
import type { Table } from "../column.ts";
import {
  DEVICES,
  EVENTS,
  MINUTES,
  NAMES,
  PROTOCOL_MINUTES,
  ROLLUPS,
  SLICES,
  USAGE,
} from "../schema.ts";

export interface Storage {
  readonly table: Table;
  /** Engine without `Replicated`: what merges do with rows of the same {@link order}. */
  readonly engine: "MergeTree" | "ReplacingMergeTree" | "SummingMergeTree" | "AggregatingMergeTree";
  readonly order: readonly string[];
  /** What goes into one part at most; undefined for tables that stay small. */
  readonly partition: "day" | "month" | undefined;
  /** Days that rows are kept. */
  readonly days: number;
  /**
   * Columns that choose the shard. Rows that merges join share theirs, and a minute of a sensor is
   * one insert into one shard.
   */
  readonly shard: readonly string[];
  /** Columns whose values merges join, with the function that does it. */
  readonly joined?: Readonly<Record<string, "min" | "max" | "anyLast">>;
  /** Columns of which one index tells what each block of rows holds in any of them. */
  readonly indexed?: readonly string[];
}

const DAYS_OF_SLICES = 30;
const DAYS_OF_ROLLUPS = 730;

/**
 * The slices of an hour, application by application: a filter by application, protocol, port or name leaves most blocks
 * unread, and what is alike lies together. `minute` is no column of the key by itself, since
 * ClickHouse would then not see that a range of minutes is one of hours.
 */
const ORDER_OF_SLICES = ["intDiv(minute, 3600)", "application", "originator", "responder"];

/** Each minute appends; sums, latest values and replaced rows are settled by merges and by `FINAL`. */
export const STORAGES: readonly Storage[] = [
  {
    table: SLICES,
    engine: "MergeTree",
    order: ORDER_OF_SLICES,
    partition: "day",
    days: DAYS_OF_SLICES,
    shard: ["sensor", "minute"],
    indexed: ["originator", "responder"],
  },
  {
    table: MINUTES,
    engine: "MergeTree",
    order: [...MINUTES.key, "sensor"],
    partition: "month",
    days: DAYS_OF_SLICES,
    shard: ["sensor", "minute"],
  },
  {
    table: PROTOCOL_MINUTES,
    engine: "MergeTree",
    order: [...PROTOCOL_MINUTES.key, "sensor"],
    partition: "month",
    days: DAYS_OF_SLICES,
    shard: ["sensor", "minute"],
  },
  {
    table: ROLLUPS,
    engine: "ReplacingMergeTree",
    order: [...ROLLUPS.key, "sensor", "member"],
    partition: "month",
    days: DAYS_OF_ROLLUPS,
    shard: ["sensor", "hour"],
  },
  {
    table: USAGE,
    engine: "SummingMergeTree",
    order: [...USAGE.key, "sensor"],
    partition: "month",
    days: DAYS_OF_ROLLUPS,
    shard: ["sensor", "quarter"],
  },
  {
    table: NAMES,
    engine: "AggregatingMergeTree",
    order: [...NAMES.key, "sensor", "name", "source"],
    partition: undefined,
    days: DAYS_OF_ROLLUPS,
    shard: ["sensor", "address"],
    joined: { rank: "anyLast", first: "min", last: "max" },
  },
  {
    table: DEVICES,
    engine: "AggregatingMergeTree",
    order: [...DEVICES.key, "sensor", "mac"],
    partition: undefined,
    days: DAYS_OF_ROLLUPS,
    shard: ["sensor", "address"],
    joined: { vendor: "anyLast", first: "min", last: "max" },
  },
  {
    table: EVENTS,
    engine: "MergeTree",
    order: EVENTS.key,
    partition: undefined,
    days: DAYS_OF_ROLLUPS,
    shard: ["sensor", "time"],
  },
];
