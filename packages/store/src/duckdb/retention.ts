/**
 * Keeps the file within its budget, and what it holds within its age. DuckDB gives the blocks of rows
 * back that were deleted together, so rows leave in the order in which they came.
 */
import type { RetentionPolicy } from "../retention.ts";
import type { Connection } from "./connection.ts";
import { type Database, LOG_LENGTH } from "./database.ts";

/** Part of the budget that the log may take before it is brought into the file. */
const LOG_SHARE = 0.125;

/** Rows that DuckDB stores, and frees, together. */
const ROW_GROUP = 122_880;

/** Deleting is tried again this often where it frees less than was thought. */
const ATTEMPTS = 8;

/** Part of the budget that is freed at a time beyond what has to be. */
const SLACK = 0.02;

/** Tables of the minute, and those of the hour, by the column that tells their age. */
const MINUTE_TABLES = { slices: "minute", protocol_minutes: "minute", minutes: "minute" } as const;
const HOUR_TABLES = {
  rollups: "hour",
  usage: "quarter",
  names: "last",
  devices: "last",
  events: "time",
} as const;

/** Octets of a row on disk, roughly: tells which tables have grown too large. */
const HOUR_ROW_LENGTHS = { rollups: 30, usage: 30, names: 60, devices: 40, events: 20 } as const;

/** Part of the file that the tables of the hour may take when the budget is short. */
const HOUR_SHARE = 0.5;

/** Part of their time that tables of the hour lose at once when they are too large. */
const HOUR_STEP = 0.1;

interface Holdings {
  /** Octets of the file's blocks that hold something. */
  readonly used: number;
  /** Octets of the log. */
  readonly log: number;
  /** Octets of the file for each row of slices. */
  readonly rowLength: number;
}

export class Retention {
  /** Octets of the log at which it is to be brought into the file. */
  readonly logLength: number;
  readonly #database: Database;
  readonly #connection: Connection;
  readonly #policy: RetentionPolicy;

  constructor(database: Database, connection: Connection, policy: RetentionPolicy) {
    this.#database = database;
    this.#connection = connection;
    this.#policy = policy;
    this.logLength = Math.min(LOG_LENGTH, LOG_SHARE * policy.budget);
  }

  /**
   * Deletes what is too old.
   *
   * @param now seconds since 1970
   */
  async dropAged(now: number): Promise<void> {
    const { minutesAge, hoursAge } = this.#policy;
    await this.#deleteBefore(MINUTE_TABLES, now - minutesAge);
    await this.#deleteBefore(HOUR_TABLES, now - hoursAge);
  }

  /** Deletes the oldest while there is no room for what comes until the next time. */
  async makeRoom(): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const holdings = await this.#holdings();
      const excess = this.#excessOf(holdings);
      if (excess <= 0) return;
      const isDeleted = (await this.#hoursAreLarge())
        ? await this.#dropOldestHours()
        : await this.#dropOldestSlices(excess + SLACK * this.#policy.budget, holdings.rowLength);
      if (!isDeleted) return;
      await this.#database.settle(this.#connection);
    }
  }

  /** Octets by which the file will be too large before it is looked at again. */
  #excessOf({ used, log, rowLength }: Holdings): number {
    const unfreed = Math.min(used, ROW_GROUP * rowLength);
    return used + log + this.logLength + unfreed - this.#policy.budget;
  }

  async #holdings(): Promise<Holdings> {
    const { file, free, log } = await this.#database.size(this.#connection);
    const [held] = await this.#connection.rows("SELECT count(*) AS rows FROM slices");
    const used = file - free;
    return { used, log, rowLength: used / Math.max(1, Number(held?.["rows"] ?? 0)) };
  }

  async #dropOldestSlices(excess: number, rowLength: number): Promise<boolean> {
    const groups = Math.ceil(excess / rowLength / ROW_GROUP);
    const cut = await this.#minuteAfter(groups * ROW_GROUP);
    if (cut === undefined) return false;
    await this.#deleteBefore(MINUTE_TABLES, cut);
    return true;
  }

  /** The first minute behind the oldest `rows` slices; undefined where nothing is held. */
  async #minuteAfter(rows: number): Promise<number | undefined> {
    const [found] = await this.#connection.rows(
      `SELECT coalesce(min(minute) FILTER (passed > $1), max(minute) + 60) AS cut
FROM (SELECT minute, sum(flows) OVER (ORDER BY minute) AS passed FROM minutes)`,
      [rows],
    );
    const cut = found?.["cut"];
    return cut === null || cut === undefined ? undefined : Number(cut);
  }

  async #hoursAreLarge(): Promise<boolean> {
    const sizes = await this.#connection.rows(
      "SELECT table_name, estimated_size AS rows FROM duckdb_tables() WHERE NOT temporary",
    );
    const lengths: Readonly<Record<string, number>> = HOUR_ROW_LENGTHS;
    const length = sizes.reduce(
      (sum, row) => sum + (lengths[String(row["table_name"])] ?? 0) * Number(row["rows"]),
      0,
    );
    return length > HOUR_SHARE * this.#policy.budget;
  }

  async #dropOldestHours(): Promise<boolean> {
    const [held] = await this.#connection.rows(
      "SELECT min(hour) AS oldest, max(hour) AS newest FROM (SELECT hour FROM rollups UNION ALL SELECT quarter FROM usage UNION ALL SELECT last FROM names)",
    );
    if (held === undefined || held["oldest"] === null) return false;
    const oldest = Number(held["oldest"]);
    const step = Math.max(3600, HOUR_STEP * (Number(held["newest"]) - oldest));
    await this.#deleteBefore(HOUR_TABLES, Math.floor(oldest + step));
    return true;
  }

  async #deleteBefore(tables: Readonly<Record<string, string>>, time: number): Promise<void> {
    const end = Math.max(0, time);
    await this.#connection.transaction(async () => {
      for (const [table, column] of Object.entries(tables)) {
        await this.#connection.run(`DELETE FROM ${table} WHERE ${column} < $1`, [end]);
      }
    });
  }
}
