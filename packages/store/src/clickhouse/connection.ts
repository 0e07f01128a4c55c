/** Statements to a ClickHouse server over HTTP; what goes wrong is a `StoreError` without any values. */
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import {
  type ClickHouseClient,
  ClickHouseError,
  ClickHouseLogLevel,
  createClient,
} from "@clickhouse/client";
import { StoreError } from "../errors.ts";
import type { StoreAddress } from "./store-address.ts";

/** Milliseconds that a statement may take. */
const REQUEST_TIMEOUT = 30_000;

/** Codes of ClickHouse that say that the database or the table is not there. */
const ABSENT: ReadonlySet<string> = new Set(["60", "81"]);
/** Codes that say that the user may not. */
const REFUSED: ReadonlySet<string> = new Set(["192", "193", "194", "497", "516"]);

const compress = promisify(gzip);

/** A body for {@link Connection.insert}. */
export function packRows(native: Uint8Array): Promise<Uint8Array> {
  // The lowest level makes columns four times smaller; higher ones take longer than they save.
  return compress(native, { level: 1 });
}

export interface ResultColumn {
  readonly name: string;
  /** ClickHouse's name of the type. */
  readonly type: string;
}

export interface Result {
  readonly columns: readonly ResultColumn[];
  /** 64-bit numbers are texts. */
  readonly rows: readonly (readonly unknown[])[];
}

export class Connection {
  readonly address: StoreAddress;
  readonly #client: ClickHouseClient;

  constructor(address: StoreAddress) {
    this.address = address;
    this.#client = connect(address, address.database);
  }

  /**
   * Makes the database itself, from outside of it.
   *
   * @throws StoreError
   */
  async createDatabase(statement: string): Promise<void> {
    const client = connect(this.address, undefined);
    await this.#attempt(() => client.command({ query: statement }));
    await client.close();
  }

  /**
   * Asks; `parameters` stand for `{name:Type}` in the statement.
   *
   * @throws StoreError
   */
  async query(
    statement: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<Result> {
    const answer = await this.#attempt(async () => {
      const result = await this.#client.query({
        query: statement,
        format: "JSONCompact",
        query_params: { ...parameters },
        clickhouse_settings: {
          // Sums and latest values of rows that no merge has joined yet.
          final: 1,
          // As in the standard: in `sum(a) AS a` and in what follows, `a` is the column.
          prefer_column_name_to_alias: 1,
          output_format_json_quote_64bit_integers: 1,
          // What a condition looks up in another table is found once, for all shards.
          distributed_product_mode: "global",
        },
      });
      return result.json<unknown[]>();
    });
    return { columns: answer.meta ?? [], rows: answer.data };
  }

  /** {@link query} with rows by column name. @throws StoreError */
  async objects(
    statement: string,
    parameters: Readonly<Record<string, unknown>> = {},
  ): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const { columns, rows } = await this.query(statement, parameters);
    return rows.map((row) => Object.fromEntries(columns.map(({ name }, i) => [name, row[i]])));
  }

  /** Carries out a statement that answers nothing. @throws StoreError */
  async command(statement: string): Promise<void> {
    await this.#attempt(() => this.#client.command({ query: statement }));
  }

  /**
   * Adds rows, made by {@link packRows}; resolves when they are kept. An insert with a `token` that the
   * table had before changes nothing.
   *
   * @throws StoreError
   */
  async insert(table: string, rows: Uint8Array, token: string): Promise<void> {
    await this.#attempt(async () => {
      const { stream } = await this.#client.exec({
        query: `INSERT INTO ${table} FORMAT Native`,
        values: Readable.from([rows], { objectMode: false }),
        http_headers: { "Content-Encoding": "gzip" },
        clickhouse_settings: {
          // The server joins what all sensors send at the end of a minute into one part.
          async_insert: 1,
          wait_for_async_insert: 1,
          async_insert_deduplicate: 1,
          insert_deduplication_token: token,
          ...(this.address.cluster === undefined ? {} : { distributed_foreground_insert: 1 }),
        },
      });
      stream.resume();
    });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #attempt<Result>(action: () => Promise<Result>): Promise<Result> {
    try {
      return await action();
    } catch (cause) {
      throw storeError(cause, this.address);
    }
  }
}

function connect(address: StoreAddress, database: string | undefined): ClickHouseClient {
  return createClient({
    url: address.url,
    username: address.user,
    password: address.password,
    ...(database === undefined ? {} : { database }),
    application: "wirescope",
    request_timeout: REQUEST_TIMEOUT,
    log: { level: ClickHouseLogLevel.OFF },
  });
}

/** Whether the statement failed since there is no such database or table. */
export function isAbsent(error: unknown): boolean {
  const cause = error instanceof StoreError ? error.cause : undefined;
  return cause instanceof ClickHouseError && ABSENT.has(cause.code);
}

/** The server's own words may quote values, so only its number of the mistake is told. */
function storeError(cause: unknown, { description, user }: StoreAddress): StoreError {
  if (!(cause instanceof ClickHouseError)) {
    const { code = "" } = cause as NodeJS.ErrnoException;
    const reason = code === "" ? "" : ` (${code})`;
    const message = `ClickHouse at ${description} can't be reached${reason}; is it running?`;
    return new StoreError("STORE_UNREACHABLE", message, { cause });
  }
  if (REFUSED.has(cause.code)) {
    const message = `ClickHouse at ${description} refuses user "${user}" (code ${cause.code}); check the password and what the user may.`;
    return new StoreError("STORE_UNREACHABLE", message, { cause });
  }
  return new StoreError(
    "STORE_FAILED",
    `ClickHouse at ${description} failed (code ${cause.code}).`,
    { cause },
  );
}
