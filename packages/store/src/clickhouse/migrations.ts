/** What leads from each version of the tables to the next, for one node and for a cluster. */

/** A change of one table; carried out twice it is the same as once, by `IF NOT EXISTS` or its like. */
export interface Change {
  readonly table: string;
  /** What of the table it is: columns are of the distributed table as well, the rest of those that hold rows. */
  readonly of: "columns" | "storage";
  /** What follows `ALTER TABLE name`. */
  readonly alter: string;
}

/** What leads to `version` from the one before. Tables that are new in it need no change. */
export interface Migration {
  readonly version: number;
  readonly changes: readonly Change[];
}

/**
 * Each version above 1, in order. The statements that made each version are in `one-node-version-*.sql` and
 * `cluster-version-*.sql`.
 */
export const MIGRATIONS: readonly Migration[] = [];

/** The statements of a change, in order: rows first, so that nothing is asked for that they do not have. */
export function alterStatements(
  { table, of, alter }: Change,
  database: string,
  cluster: string | undefined,
): readonly string[] {
  const statement = (name: string, on: string): string =>
    `ALTER TABLE ${database}.${name}${on} ${alter}`;
  if (cluster === undefined) return [statement(table, "")];
  const on = ` ON CLUSTER '${cluster}'`;
  const rows = statement(`${table}_local`, on);
  return of === "columns" ? [rows, statement(table, on)] : [rows];
}
