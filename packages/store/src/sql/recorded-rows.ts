/** Rows of a range: by the minute, those of the minute that is not over included, and by the hour. */
import { MINUTES, PROTOCOL_MINUTES, type RollupDimension, SLICES } from "../schema.ts";
import type { RunningTable } from "./history-engine.ts";
import { type MinuteRange, within } from "./minute-range.ts";
import { identifier, joinSql, type Sql, sql, text } from "./sql.ts";

/** Names of the tables that hold the running minute; undefined where there is none. */
export interface Running {
  readonly running: Readonly<Record<RunningTable, string>> | undefined;
}

const COLUMNS: Readonly<Record<RunningTable, Sql>> = {
  slices: columnsOf(SLICES),
  minutes: columnsOf(MINUTES),
  protocol_minutes: columnsOf(PROTOCOL_MINUTES),
};

function columnsOf({ columns }: typeof SLICES): Sql {
  return joinSql(
    columns.map(({ name }) => identifier(name)),
    ", ",
  );
}

/** The rows of a table that is kept by the minute, in parentheses. */
export function rowsOf(
  { running }: Running,
  table: RunningTable,
  range: MinuteRange,
  columns: Sql = COLUMNS[table],
  where?: Sql,
): Sql {
  const inRange = within(identifier("minute"), range);
  const condition = where === undefined ? inRange : sql`${inRange} AND ${where}`;
  const from = (name: string): Sql =>
    sql`SELECT ${columns} FROM ${identifier(name)} WHERE ${condition}`;
  const stored = from(table);
  return running === undefined
    ? sql`(${stored})`
    : sql`(${stored} UNION ALL ${from(running[table])})`;
}

/** The rollups of a dimension, as the FROM and WHERE of a statement. */
export function rollupsOf(dimension: RollupDimension, hours: MinuteRange): Sql {
  return sql`FROM rollups WHERE dimension = ${text(dimension)} AND ${within(identifier("hour"), hours)}`;
}

/** {@link rollupsOf} the dimension in which all traffic counts once. */
export function recordedHours(hours: MinuteRange): Sql {
  return rollupsOf("protocol", hours);
}
