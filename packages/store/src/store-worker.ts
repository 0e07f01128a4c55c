/**
 * The entry of the store's thread. All code, DuckDB's included, is loaded before `ready`, and no file
 * is opened before `go`: in between, the main thread gives root up.
 */
import { parentPort, workerData } from "node:worker_threads";
import { openCatalog } from "@wirescope/catalog-files";
import { serveSession } from "@wirescope/query";
import { DuckdbHistory } from "./duckdb/duckdb-history.ts";
import { DuckdbSession } from "./duckdb/duckdb-session.ts";
import { StoreError } from "./errors.ts";
import { ReportIntake } from "./report-intake.ts";
import { sessionPort } from "./session-port.ts";
import type { StoreOrder, StoreReport, StoreStart } from "./store-message.ts";

const { directory, sensor, retention, catalog: files, ...ports } = workerData as StoreStart;
const catalog = openCatalog(files);

function send(report: StoreReport): void {
  parentPort?.postMessage(report);
}

const intake = new ReportIntake(ports.slicePort, (run, report) => history.write(run, report));
const history: DuckdbHistory = new DuckdbHistory({
  directory,
  sensor,
  retention,
  catalog,
  peek: () => intake.peek(),
});

async function obey(order: StoreOrder): Promise<void> {
  if (order === "stop") {
    await history.close();
    process.exit();
  }
  try {
    await history.open();
    send({ kind: "open" });
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    send({ kind: "refused", code: error.code, message: error.message });
  }
}

serveSession(sessionPort(ports.sessionPort), new DuckdbSession(history, { catalog }));
parentPort?.on("message", (order: StoreOrder) => void obey(order));
send({ kind: "ready" });
