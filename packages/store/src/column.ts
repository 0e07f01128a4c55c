/** A column of a table of history, for every engine: what generates DDL, queries and documentation. */

/**
 * - `uint8` … `uint64`, `int16` … `int64`: whole numbers of that width.
 * - `address`: 16 octets in network order; an IPv4 address as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), so that
 *   addresses compare and networks are ranges. All zero where there is none.
 * - `label`: text of few different values.
 * - `text`: any text.
 */
export type ColumnType =
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "int16"
  | "int32"
  | "int64"
  | "address"
  | "label"
  | "text";

/** `minute`, `hour`, `quarter`: seconds since 1970 at which it begins. `nanoseconds`: since 1970. */
export type ColumnUnit =
  | "minute"
  | "quarter"
  | "hour"
  | "seconds"
  | "nanoseconds"
  | "microseconds"
  | "octets"
  | "packets"
  | "flows"
  | "count";

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: ColumnUnit | undefined;
  readonly description: string;
}

/** A table; `key` orders its rows on disk, and `time` is the column by which it is retained. */
export interface Table {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  readonly time: string;
}

export function column(
  name: string,
  type: ColumnType,
  description: string,
  unit?: ColumnUnit,
): Column {
  return { name, type, unit, description };
}
