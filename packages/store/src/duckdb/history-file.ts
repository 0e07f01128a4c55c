/** The file of history under its name: opened, brought up to date, moved aside where it is damaged. */
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RetentionPolicy } from "../retention.ts";
import type { Connection } from "./connection.ts";
import { Database } from "./database.ts";
import { toStoreError } from "./failure.ts";
import { migrate } from "./migrate.ts";
import { Retention } from "./retention.ts";
import { removeFile, rewrittenPath } from "./rewrite.ts";
import { Writer } from "./writer.ts";

/** Where a damaged file goes; a later one takes its place. */
const DAMAGED_FILE = "history.damaged.duckdb";

export interface OpenFile {
  readonly database: Database;
  /** Writes. */
  readonly connection: Connection;
  /** Reads while the other one writes. */
  readonly reader: Connection;
  readonly writer: Writer;
  readonly retention: Retention;
  /** What happened to an earlier file, in a sentence. */
  readonly notice: string | undefined;
}

/**
 * @param now seconds since 1970
 * @throws StoreError
 */
export async function openFile(
  path: string,
  policy: RetentionPolicy,
  now: number,
): Promise<OpenFile> {
  await removeFile(rewrittenPath(path));
  try {
    return await open(path, policy, now, undefined);
  } catch (error) {
    const failure = toStoreError(error, path);
    if (failure.code !== "STORE_DAMAGED") throw failure;
  }
  const aside = join(dirname(path), DAMAGED_FILE);
  for (const suffix of ["", ".wal"]) {
    await rm(`${aside}${suffix}`, { force: true });
    await rename(`${path}${suffix}`, `${aside}${suffix}`).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw toStoreError(error, path);
    });
  }
  const notice = `The history ${path} was damaged; it is ${basename(aside)} now, and a new one was begun.`;
  return open(path, policy, now, notice);
}

async function open(
  path: string,
  policy: RetentionPolicy,
  now: number,
  notice: string | undefined,
): Promise<OpenFile> {
  const database = await Database.open(path);
  try {
    const connection = await database.connect();
    await migrate(connection, path);
    const writer = await Writer.open(connection, now);
    const retention = new Retention(database, connection, policy);
    const reader = await database.connect();
    return { database, connection, reader, writer, retention, notice };
  } catch (error) {
    database.close();
    throw toStoreError(error, path);
  }
}
