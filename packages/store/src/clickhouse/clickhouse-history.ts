/**
 * History in ClickHouse: minutes of this sensor go there, answers are of all sensors. The minute that is
 * not over is in no answer.
 */
import { join } from "node:path";
import type { Catalog } from "@wirescope/catalog";
import { type MinuteReport, QueryError } from "@wirescope/query";
import { StoreError } from "../errors.ts";
import { withinTime } from "../pause.ts";
import type { HistoryEngine, Row } from "../sql/history-engine.ts";
import type { Statement } from "../sql/sql.ts";
import { CLICKHOUSE, type SqlDialect } from "../sql/sql-dialect.ts";
import { Connection } from "./connection.ts";
import { prepare } from "./prepare.ts";
import type { StoreAddress } from "./store-address.ts";
import { Writer } from "./writer.ts";

/** Milliseconds that the beginning waits for the server. */
const OPEN_PATIENCE = 3000;

export interface ClickHouseHistoryOptions {
  readonly address: StoreAddress;
  readonly sensor: string;
  readonly catalog: Catalog | undefined;
  /** The data directory, for minutes that wait for the server; undefined where nothing is recorded. */
  readonly directory: string | undefined;
}

export class ClickHouseHistory implements HistoryEngine {
  readonly dialect: SqlDialect = CLICKHOUSE;
  readonly #options: ClickHouseHistoryOptions;
  readonly #connection: Connection;
  #writer: Writer | undefined;
  /** What was wrong with the last question. */
  #failure: StoreError | undefined;

  constructor(options: ClickHouseHistoryOptions) {
    this.#options = options;
    this.#connection = new Connection(options.address);
  }

  get problem(): string | undefined {
    return this.#writer?.problem ?? this.#failure?.message;
  }

  /**
   * Begins. A server that is away is tried again by itself.
   *
   * @throws StoreError where the store must not be used: `STORE_TOO_NEW`, `STORE_NO_ACCESS`
   */
  async open(): Promise<void> {
    const { address, sensor, directory } = this.#options;
    const prepared = prepare(this.#connection).catch((error: unknown) => {
      if (!(error instanceof StoreError) || error.code === "STORE_TOO_NEW") throw error;
      this.#failure = error;
    });
    await withinTime(prepared, OPEN_PATIENCE);
    if (directory === undefined) return;
    const spool = join(directory, "spool", address.description.replaceAll(/[^A-Za-z0-9.]+/g, "-"));
    const connection = new Connection(address);
    this.#writer = await Writer.open({ connection, sensor, directory: spool });
  }

  /** Resolves when the report is safe on this machine's disk or on the server, or counted as lost. */
  async write(run: number, report: MinuteReport): Promise<void> {
    const { sensor, catalog } = this.#options;
    await this.#writer?.write(report, { run, sensor, catalog });
  }

  /** Resolves when all minutes have arrived, or the server can't be reached. */
  async settle(): Promise<void> {
    await this.#writer?.settle();
  }

  /** Minutes that have not arrived stay on the disk for the next start. */
  async close(): Promise<void> {
    await this.#writer?.stop();
    await this.#connection.close();
  }

  /** @throws QueryError `QUERY_NO_HISTORY` while the server is away, `QUERY_FAILED` where it fails */
  async query({ text, parameters }: Statement): Promise<readonly Row[]> {
    const named = Object.fromEntries(parameters.map((value, i) => [`p${i + 1}`, value]));
    try {
      const rows = await this.#connection.objects(text, named);
      this.#failure = undefined;
      return rows;
    } catch (cause) {
      if (!(cause instanceof StoreError)) throw cause;
      this.#failure = cause;
      const code = cause.code === "STORE_FAILED" ? "QUERY_FAILED" : "QUERY_NO_HISTORY";
      throw new QueryError(code, cause.message, undefined, { cause });
    }
  }

  async running(): Promise<"elsewhere"> {
    return "elsewhere";
  }
}
