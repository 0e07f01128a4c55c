/** Rows for one table, as columns: what every engine is given to write. */
import type { Column, Table } from "./column.ts";

/** Octets of a stored address. */
export const ADDRESS_LENGTH = 16;

/**
 * Values of a column. By its type: texts for `label` and `text`, {@link ADDRESS_LENGTH} octets for each
 * `address`, a `BigInt64Array` for `int64`, numbers for all others (exact below 2^53).
 */
export type ColumnValues = readonly string[] | ArrayLike<number> | BigInt64Array | Uint8Array;

export interface TableRows {
  readonly table: Table;
  readonly count: number;
  /** By the column's name; all of the table's columns are there. */
  readonly values: ReadonlyMap<string, ColumnValues>;
}

/** @throws TypeError for a column that the rows don't have: a mistake in the program. */
export function valuesOf(rows: TableRows, { name }: Column): ColumnValues {
  const values = rows.values.get(name);
  if (values === undefined) throw new TypeError(`Rows of ${rows.table.name} lack ${name}.`);
  return values;
}

/** `count` times the same text. */
export function repeated(text: string, count: number): string[] {
  return new Array<string>(count).fill(text);
}
