/**
 * The entry of the store's thread. All code, the engine's included, is loaded before `ready`, and no
 * file is opened before `go`: in between, the main thread gives root up.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openCatalog } from "@wirescope/catalog-files";
import { type MinuteReport, type PastSession, serveSession } from "@wirescope/query";
import { StoreError } from "./errors.ts";
import { ReportIntake } from "./report-intake.ts";
import type { StoreOrder, StoreReport, StoreStart } from "./store-message.ts";

/** What keeps history, whichever engine it is. */
interface History {
  /** What is wrong and what to do; undefined while all is well. */
  readonly problem: string | undefined;
  /** @throws StoreError where it must not be used */
  open(): Promise<void>;
  /** Resolves when there is room for another report. */
  write(run: number, report: MinuteReport): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds between looks at what is wrong. */
const PROBLEM_INTERVAL = 5000;

const { directory, store, sensor, retention, port, slicePort, ...start } = workerData as StoreStart;
const catalog = openCatalog(start.catalog);

function send(report: StoreReport): void {
  parentPort?.postMessage(report);
}

async function load(): Promise<{ history: History; session: PastSession }> {
  if (store !== undefined) {
    const { ClickHouseHistory } = await import("./clickhouse/clickhouse-history.ts");
    const { HistorySession } = await import("./sql/past-session.ts");
    const history = new ClickHouseHistory({ address: store, sensor, catalog, directory });
    const now = (): number => Math.floor(Date.now() / 1000);
    return { history, session: new HistorySession(history, { catalog, now }) };
  }
  if (directory === undefined) throw new TypeError("There is neither a store nor a directory.");
  const { DuckdbHistory } = await import("./duckdb/duckdb-history.ts");
  const { DuckdbSession } = await import("./duckdb/duckdb-session.ts");
  const peek = (): ReturnType<ReportIntake["peek"]> => intake.peek();
  const history = new DuckdbHistory({ directory, sensor, retention, catalog, peek });
  return { history, session: new DuckdbSession(history, { catalog }) };
}

/** Tells what is wrong when it changes. */
function watch(): void {
  let told: string | undefined;
  const look = (): void => {
    const { problem } = history;
    if (problem !== told) send({ kind: "problem", problem });
    told = problem;
  };
  setInterval(look, PROBLEM_INTERVAL).unref();
}

async function obey(order: StoreOrder): Promise<void> {
  switch (order.kind) {
    case "go":
      return open();
    case "serve":
      return serveSession(order.port, session);
    case "stop":
      await history.close();
      process.exit();
  }
}

async function open(): Promise<void> {
  try {
    await history.open();
    send({ kind: "open" });
    watch();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    send({ kind: "refused", code: error.code, message: error.message });
  }
}

const { history, session } = await load();
const intake = new ReportIntake(slicePort, (run, report) => history.write(run, report));
serveSession(port, session);
parentPort?.on("message", (order: StoreOrder) => void obey(order));
send({ kind: "ready" });
