/** Writes the file anew without the blocks that hold nothing: DuckDB gives back those at its end only. */
import { rename, rm, stat } from "node:fs/promises";
import { StoreError } from "../errors.ts";
import type { Connection } from "./connection.ts";
import type { Database, DatabaseSize } from "./database.ts";

/** Free octets below which nothing is done, and the part of the file that they have to be. */
const FREE_LENGTH: number = 64 * 1024 * 1024;
const FREE_SHARE = 0.3;

/** Where a file is written anew before it takes the place of the one at `path`. */
export function rewrittenPath(path: string): string {
  return `${path}.new`;
}

export function isWorthRewriting({ file, free }: DatabaseSize): boolean {
  return free > FREE_LENGTH && free > FREE_SHARE * file;
}

/**
 * Copies everything into {@link rewrittenPath}, see {@link replaceBy}.
 * Questions go on; nothing may be written meanwhile.
 */
export async function writeAnew(database: Database, connection: Connection): Promise<void> {
  const path = rewrittenPath(database.path);
  await database.settle(connection);
  await removeFile(path);
  const [current] = await connection.rows("SELECT current_database() AS name");
  const name = String(current?.["name"]).replaceAll('"', '""');
  await connection.run(`ATTACH '${path.replaceAll("'", "''")}' AS rewritten`);
  try {
    await connection.run(`COPY FROM DATABASE "${name}" TO rewritten`);
    await connection.run("CHECKPOINT rewritten");
  } finally {
    await connection.run("DETACH rewritten");
  }
  // What is still in a log would be left behind by the new name.
  if (await exists(`${path}.wal`)) {
    throw new StoreError("STORE_FAILED", `The history ${database.path} can't be written anew.`);
  }
}

/** Gives what was written anew the place of the file at `path`, which is closed. */
export async function replaceBy(path: string): Promise<void> {
  await rename(rewrittenPath(path), path);
}

/** Removes what an attempt has left behind. */
export async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  await rm(`${path}.wal`, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
