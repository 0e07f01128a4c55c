/**
 * For tests: the real ClickHouse engine, in this process, behind its HTTP interface, so that the real
 * client speaks to it, and it can go away and come back.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { Session } from "chdb";

/** Parameters of a request that are no settings. */
const NO_SETTINGS: ReadonlySet<string> = new Set([
  "query",
  "query_id",
  "database",
  "session_id",
  "default_format",
  "wait_end_of_query",
  "enable_http_compression",
  "send_progress_in_http_headers",
]);

/**
 * The engine by itself has no peers and no Keeper: `main` is a cluster of one node, which is itself, and in `twins` it
 * stands for two shards.
 */
const CONFIGURATION = `<clickhouse>
  <tcp_port>9000</tcp_port>
  <remote_servers>
    <main>${shard("localhost")}</main>
    <twins>${shard("localhost")}${shard("127.0.0.1")}</twins>
  </remote_servers>
</clickhouse>`;

function shard(host: string): string {
  return `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`;
}

interface Answer {
  readonly status: number;
  readonly body: Uint8Array | string;
}

export class ChdbServer {
  /** What was asked, in order: the statements without their values. */
  readonly asked: string[] = [];
  /** Asked before each request is carried out, and again when it was: `true` breaks the connection. */
  breaks: (statement: string, moment: "before" | "after") => boolean = () => false;
  readonly #directory = mkdtempSync(join(tmpdir(), "wirescope-chdb-"));
  readonly #session: Session;
  readonly #password: string;
  /** Takes settings of the last statement back; carried out with the next. */
  #reset: readonly string[] = [];
  #server: Server | undefined;
  #port = 0;
  /** One request at a time: settings are the session's. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(password = "") {
    this.#password = password;
    const file = join(this.#directory, "config.xml");
    writeFileSync(file, CONFIGURATION);
    this.#session = new Session(join(this.#directory, "data"), {
      connectionArgs: [
        `--config-file=${file}`,
        // Other tests have the other processors.
        "--max_threads=1",
        // Few rows are read: machine code for a statement takes longer than the statement.
        ...["compile_expressions", "compile_aggregate_expressions", "compile_sort_description"].map(
          (name) => `--${name}=0`,
        ),
      ],
    });
  }

  /** Listens, on the same port as before. */
  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#serve(request, response));
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Goes away: connections break, and new ones are refused. */
  async leave(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async stop(): Promise<void> {
    await this.leave();
    await this.#queue;
    this.#session.close();
    rmSync(this.#directory, { recursive: true, force: true });
  }

  /** Address of a store in `database`; `?cluster=main` is understood. */
  address(database: string, password = this.#password): string {
    return `clickhouse://default:${password}@127.0.0.1:${this.#port}/${database}`;
  }

  /** Asks the engine itself; one object per row, 64-bit numbers as numbers. */
  async rows<Row>(statement: string): Promise<readonly Row[]> {
    const asked = this.#queue.then(() => {
      const text = [...this.#reset, statement].join("; ");
      this.#reset = [];
      return this.#session.queryAsync(text, { format: "JSON" });
    });
    this.#queue = asked.catch(() => undefined);
    return (await asked).json<{ data: Row[] }>().data;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const sent = Buffer.concat(chunks);
    const body = request.headers["content-encoding"] === "gzip" ? gunzipSync(sent) : sent;
    const statement = url.searchParams.get("query") ?? body.toString();
    this.asked.push(statement);
    if (this.breaks(statement, "before")) return void request.socket.destroy();
    const answered = this.#queue.then(() => this.#answer(request, url, statement, body));
    this.#queue = answered;
    const { status, body: answer } = await answered;
    if (this.breaks(statement, "after")) return void request.socket.destroy();
    response.writeHead(status).end(answer);
  }

  async #answer(
    request: IncomingMessage,
    { searchParams, pathname }: URL,
    statement: string,
    body: Buffer,
  ): Promise<Answer> {
    if (pathname === "/ping") return { status: 200, body: "Ok.\n" };
    const login = Buffer.from((request.headers.authorization ?? "").slice(6), "base64").toString();
    if (login !== `default:${this.#password}`) {
      return {
        status: 403,
        body: "Code: 516. DB::Exception: default: Authentication failed. (AUTHENTICATION_FAILED)",
      };
    }
    const settings = [...searchParams].filter(([name]) => !NO_SETTINGS.has(name));
    const set = settings.map(([name, value]) => `SET ${name} = ${quote(value)}`);
    const unset = settings.filter(([name]) => !name.startsWith("param_"));
    const file = join(this.#directory, "values");
    const hasValues = searchParams.has("query") && body.length > 0;
    if (hasValues) writeFileSync(file, body);
    const run = hasValues
      ? statement.replace(/ FORMAT (\w+)$/, ` FROM INFILE ${quote(file)} FORMAT $1`)
      : statement;
    const format = searchParams.get("default_format") ?? "TabSeparated";
    try {
      const database = searchParams.get("database");
      const use = database === null || database === "default" ? [] : [`USE ${database}`];
      const text = [...this.#reset, ...use, ...set, alone(run)].join("; ");
      const result = await this.#session.queryAsync(text, { format });
      return { status: 200, body: result.bytes() };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { status: 500, body: message.slice(Math.max(0, message.indexOf("Code:"))) };
    } finally {
      this.#reset = ["USE default", ...unset.map(([name]) => `SET ${name} = DEFAULT`)];
    }
  }
}

/** A statement for a node without Keeper. */
function alone(statement: string): string {
  return statement
    .replace(/ ON CLUSTER 'main'/, "")
    .replace(/ENGINE = Replicated/, "ENGINE = ")
    .replace(/, replicated_deduplication_window_seconds = \d+/, "")
    .replace(/ replicated_deduplication_window/, " non_replicated_deduplication_window");
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
