/** Makes the tables where they are not there, brings earlier ones up to date, and refuses later ones. */
import { StoreError } from "../errors.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import { type Connection, isAbsent } from "./connection.ts";
import { createStatements } from "./ddl.ts";
import { alterStatements, MIGRATIONS, type Migration } from "./migrations.ts";

export interface PreparationPlan {
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/**
 * Needs no more than the right to read where the tables are up to date. A step that was broken off, or that another
 * sensor makes at the same time, is made again from its beginning: each of its statements may be repeated.
 *
 * @throws StoreError `STORE_TOO_NEW` for tables of a later version
 */
export async function prepare(
  connection: Connection,
  { version, migrations }: PreparationPlan = { version: SCHEMA_VERSION, migrations: MIGRATIONS },
): Promise<void> {
  const { database, cluster, description } = connection.address;
  const found = await readVersion(connection);
  if (found === version) return;
  if (found > version) {
    throw new StoreError(
      "STORE_TOO_NEW",
      `The tables at ${description} are of a later version of Wirescope (${found}, this one knows ${version}); install that.`,
    );
  }
  for (const step of found === 0 ? [] : migrations) {
    if (step.version <= found) continue;
    const statements = step.changes.flatMap((one) => alterStatements(one, database, cluster));
    for (const statement of statements) await connection.command(statement);
    if (step.version < version) await writeVersion(connection, step.version);
  }
  const [createDatabase, ...createTables] = createStatements(database, cluster);
  if (found === 0) await connection.createDatabase(createDatabase);
  for (const statement of createTables) await connection.command(statement);
  await writeVersion(connection, version);
}

async function writeVersion(connection: Connection, version: number): Promise<void> {
  const made = Math.floor(Date.now() / 1000);
  await connection.command(`INSERT INTO meta VALUES (${version}, ${made})`);
}

/** 0 where there are no tables. */
async function readVersion(connection: Connection): Promise<number> {
  try {
    const { rows } = await connection.query("SELECT max(version) FROM meta");
    return Number(rows[0]?.[0] ?? 0);
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}
