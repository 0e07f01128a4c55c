/** Makes the tables where they are not there, and refuses those of a later Wirescope. */
import { StoreError } from "../errors.ts";
import { SCHEMA_VERSION } from "../schema.ts";
import { type Connection, isAbsent } from "./connection.ts";
import { createStatements } from "./ddl.ts";

/**
 * Needs no more than the right to read where the tables are there already.
 *
 * @throws StoreError
 */
export async function prepare(connection: Connection): Promise<void> {
  const { database, cluster, description } = connection.address;
  const version = await readVersion(connection);
  if (version === SCHEMA_VERSION) return;
  if (version > SCHEMA_VERSION) {
    throw new StoreError(
      "STORE_TOO_NEW",
      `The tables at ${description} are of a later version of Wirescope (${version}, this one knows ${SCHEMA_VERSION}); install that.`,
    );
  }
  const [createDatabase, ...createTables] = createStatements(database, cluster);
  await connection.createDatabase(createDatabase);
  for (const statement of createTables) await connection.command(statement);
  await connection.command(
    `INSERT INTO meta VALUES (${SCHEMA_VERSION}, ${Math.floor(Date.now() / 1000)})`,
  );
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
