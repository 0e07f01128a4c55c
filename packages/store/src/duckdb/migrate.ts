/** Brings a file of an earlier version up to the present one, a version at a time. */
import { StoreError } from "../errors.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import type { Connection } from "./connection.ts";
import { createStatements, FILE_KIND } from "./ddl.ts";

/** What leads to `version` from the one before. */
export interface Migration {
  readonly version: number;
  readonly statements: readonly string[];
}

/** Each version above 1, in order. The statements that made each version are in `version-*.sql`. */
export const MIGRATIONS: readonly Migration[] = [];

export interface MigrationPlan {
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/**
 * Makes the tables in an empty file, and brings older ones up to date; a step is made whole or not at
 * all.
 *
 * @throws StoreError `STORE_TOO_NEW`, `STORE_DAMAGED` for a file of another program
 */
export async function migrate(
  connection: Connection,
  path: string,
  { version, migrations }: MigrationPlan = { version: SCHEMA_VERSION, migrations: MIGRATIONS },
): Promise<void> {
  const found = await readVersion(connection, path);
  if (found === 0) {
    await connection.transaction(async () => {
      for (const statement of createStatements()) await connection.run(statement);
      await connection.run("INSERT INTO meta VALUES ($1, $2)", [FILE_KIND, version]);
    });
    return;
  }
  if (found > version) {
    throw new StoreError(
      "STORE_TOO_NEW",
      `The history ${path} was written by a later version of Wirescope (${found}, this one knows ${version}); install that, or give another directory with --data.`,
    );
  }
  for (const step of migrations) {
    if (step.version <= found) continue;
    await connection.transaction(async () => {
      for (const statement of step.statements) await connection.run(statement);
      await connection.run("UPDATE meta SET version = $1", [step.version]);
    });
  }
}

/** 0 for a file without any table. */
async function readVersion(connection: Connection, path: string): Promise<number> {
  const tables = await connection.rows(
    "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary",
  );
  if (tables.length === 0) return 0;
  const isOurs = tables.some((row) => row["table_name"] === "meta");
  const [meta] = isOurs ? await connection.rows("SELECT kind, version FROM meta") : [];
  if (meta?.["kind"] !== FILE_KIND) {
    throw new StoreError("STORE_DAMAGED", `${path} is no history of Wirescope.`);
  }
  return Number(meta["version"]);
}
