/** The file of history, open in DuckDB. */
import { chmod, stat } from "node:fs/promises";
import { DuckDBInstance } from "@duckdb/node-api";
import { Connection } from "./connection.ts";
import { toStoreError } from "./failure.ts";

/**
 * Memory for pages and for questions under way, in DuckDB's words. A checkpoint writes a column at a
 * time and needs some 60 MB for the fifty of a slice; with less it fails.
 */
const MEMORY_LIMIT = "96MB";

const OPTIONS: Readonly<Record<string, string>> = {
  memory_limit: MEMORY_LIMIT,
  // Questions about a month look at every slice of it. They last less than a second, and the kernel's buffer
  // holds several of traffic that comes meanwhile.
  threads: "2",
  // What doesn't fit into memory goes to disk, up to this.
  max_temp_directory_size: "1GB",
  // Checkpoints are made between minutes, see `settle`, and never within one.
  checkpoint_threshold: "16GB",
  // Nothing is ever fetched from anywhere.
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
};

/** Octets of the log of changes at which they are brought into the file, or earlier. */
export const LOG_LENGTH: number = 8 * 1024 * 1024;

export interface DatabaseSize {
  /** Octets of the file. */
  readonly file: number;
  /** Octets of its blocks that hold nothing. */
  readonly free: number;
  /** Octets of the log beside it. */
  readonly log: number;
}

export class Database {
  readonly path: string;
  readonly #instance: DuckDBInstance;
  readonly #connections: Connection[] = [];

  private constructor(path: string, instance: DuckDBInstance) {
    this.path = path;
    this.#instance = instance;
  }

  /**
   * Opens the file, and makes it where there is none; what a crash left in its log is brought in.
   *
   * @throws StoreError
   */
  static async open(path: string): Promise<Database> {
    try {
      const instance = await DuckDBInstance.create(path, {
        ...OPTIONS,
        temp_directory: `${path}.tmp`,
      });
      await chmod(path, 0o600);
      return new Database(path, instance);
    } catch (error) {
      throw toStoreError(error, path);
    }
  }

  async connect(): Promise<Connection> {
    const connection = new Connection(await this.#instance.connect());
    this.#connections.push(connection);
    return connection;
  }

  async size(connection: Connection): Promise<DatabaseSize> {
    const [row] = await connection.rows(
      "SELECT block_size * free_blocks AS free FROM pragma_database_size() WHERE database_name = current_database()",
    );
    const file = await stat(this.path);
    return { file: file.size, free: Number(row?.["free"] ?? 0), log: await this.logLength() };
  }

  /** Octets of changes that the file doesn't hold yet. */
  async logLength(): Promise<number> {
    try {
      return (await stat(`${this.path}.wal`)).size;
    } catch {
      return 0;
    }
  }

  /** Brings all changes into the file. Questions go on. */
  async settle(connection: Connection): Promise<void> {
    await connection.run("CHECKPOINT");
    await this.release(connection);
  }

  /** Hands memory that was freed back to the system: this is the one statement that does. Milliseconds. */
  async release(connection: Connection): Promise<void> {
    await connection.run(`SET memory_limit = '${MEMORY_LIMIT}'`);
  }

  /** Brings all changes into the file and closes it. A damaged or full one is closed as it is. */
  close(): void {
    for (const connection of this.#connections) connection.close();
    this.#instance.closeSync();
  }
}
