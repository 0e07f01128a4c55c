/**
 * The worker's entry: all capturing, decoding and analysing happens in this thread, the main thread
 * only asks. Everything is loaded and attached before `ready`, and no packet is looked at before
 * `go`: in between, the main thread gives root up.
 */
import { parentPort, workerData } from "node:worker_threads";
import { CaptureError } from "@wirescope/capture";
import { openCatalog } from "@wirescope/catalog-files";
import { serveSession } from "@wirescope/query";
import { EngineError } from "./errors.ts";
import type { Run } from "./runs/run.ts";
import type { WorkerOrder, WorkerReport, WorkerStart } from "./worker-message.ts";

/** Milliseconds between reports of the pipeline's own figures. */
const METRICS_INTERVAL = 1000;

const start = workerData as WorkerStart;

function send(report: WorkerReport): void {
  parentPort?.postMessage(report);
}

/** Loads what the plan needs and nothing else. */
async function openRun({ plan, archiveLength, catalog: files }: WorkerStart): Promise<Run> {
  const keeping = { archiveLength, catalog: openCatalog(files) };
  switch (plan.kind) {
    case "live": {
      const { LiveRun } = await import("./runs/live-run.ts");
      return new LiveRun({ ...plan, ...keeping });
    }
    case "files": {
      const { FilesRun } = await import("./runs/files-run.ts");
      return FilesRun.open(plan.paths, keeping);
    }
    case "sample": {
      const { SampleRun } = await import("./runs/sample-run.ts");
      return new SampleRun(keeping);
    }
  }
}

async function obey(run: Run, order: WorkerOrder): Promise<void> {
  if (order === "go") {
    const { meter } = run.pipeline;
    setInterval(() => send({ kind: "metrics", metrics: meter.read() }), METRICS_INTERVAL);
    await run.read();
    return;
  }
  await run.stop();
  process.exit();
}

try {
  const run = await openRun(start);
  serveSession(start.port, run.pipeline.session);
  parentPort?.on("message", (order: WorkerOrder) => void obey(run, order));
  send({ kind: "ready" });
} catch (error) {
  if (!(error instanceof EngineError) && !(error instanceof CaptureError)) throw error;
  send({ kind: "refused", code: error.code, message: error.message });
}
