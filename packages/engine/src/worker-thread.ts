/** The worker as the main thread sees it: its start, its session, its end, and its accidents. */
import { MessageChannel, Worker } from "node:worker_threads";
import { CaptureError, type CaptureErrorCode } from "@wirescope/capture";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type Session } from "@wirescope/query";
import { WORKER_LIMITS } from "./config.ts";
import { EngineError, type EngineErrorCode } from "./errors.ts";
import type { PipelineMetrics } from "./metrics.ts";
import { sessionPort } from "./session-port.ts";
import type { WorkerOrder, WorkerPlan, WorkerReport, WorkerStart } from "./worker-message.ts";

/** Milliseconds that the worker may take to give everything back before it is ended. */
const STOP_TIMEOUT = 3000;

/** Node runs built code only; tests of the sources use the worker that was built last. */
const ENTRY = new URL(
  import.meta.url.endsWith(".ts") ? "../dist/capture-worker.js" : "./capture-worker.js",
  import.meta.url,
);

const NO_PORTS = { packetPort: undefined, slicePort: undefined } as const;

export interface WorkerThreadOptions {
  readonly plan: WorkerPlan;
  readonly archiveLength: number;
  readonly catalog: CatalogFiles;
  /** Called at most once, when the worker ended without being asked to. */
  readonly onFault: (error: EngineError) => void;
}

export class WorkerThread {
  readonly session: Session;
  /** The last report; undefined before the first. */
  metrics: PipelineMetrics | undefined;
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  #stopping = false;

  private constructor(options: WorkerThreadOptions) {
    const { port1, port2 } = new MessageChannel();
    const { plan, archiveLength, catalog, onFault } = options;
    const { packetPort, slicePort } = plan.kind === "live" ? plan : NO_PORTS;
    const workerData: WorkerStart = { plan, archiveLength, catalog, port: port2 };
    this.session = connectSession(sessionPort(port1));
    this.#worker = new Worker(ENTRY, {
      workerData,
      transferList: [port2, packetPort, slicePort].filter((port) => port !== undefined),
      resourceLimits: WORKER_LIMITS,
      // The worker is built code, even when the sources run under a test runner's flags.
      execArgv: [],
      name: "wirescope-pipeline",
    });
    let fault: EngineError | undefined;
    this.#worker.on("error", (cause) => {
      fault = accident(cause);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", (code) => {
        port1.close();
        resolve();
        if (this.#stopping) return;
        onFault(fault ?? accident(new Error(`The worker ended with ${code}.`)));
      });
    });
  }

  /**
   * Starts the worker; resolves when it has loaded its code and attached to its captures. It reads
   * nothing before {@link go}.
   *
   * @throws EngineError, CaptureError
   */
  static async start(options: WorkerThreadOptions): Promise<WorkerThread> {
    let fail: (error: EngineError) => void = options.onFault;
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const thread = new WorkerThread({ ...options, onFault: (error) => fail(error) });
    await Promise.race([thread.#ready(), failed]);
    fail = options.onFault;
    return thread;
  }

  go(): void {
    this.#order("go");
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#order("stop");
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_TIMEOUT);
    await this.#exited;
    clearTimeout(timer);
  }

  #order(order: WorkerOrder): void {
    this.#worker.postMessage(order);
  }

  #ready(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#worker.on("message", (report: WorkerReport) => {
        switch (report.kind) {
          case "ready":
            resolve();
            break;
          case "refused":
            this.#stopping = true;
            reject(refusal(report.code, report.message));
            break;
          case "metrics":
            this.metrics = report.metrics;
            break;
        }
      });
    });
  }
}

/** The error that the worker met, as the class that it was there. */
function refusal(code: string, message: string): EngineError | CaptureError {
  return code.startsWith("CAPTURE_")
    ? new CaptureError(code as CaptureErrorCode, message)
    : new EngineError(code as EngineErrorCode, message);
}

/**
 * One sentence for people. What was foreseen has one already; a mistake is told by its place in the
 * code, since its own text may quote traffic.
 */
function accident(cause: Error): EngineError {
  const { code = "" } = cause as NodeJS.ErrnoException;
  const message = /^(?:ENGINE|CAPTURE)_/.test(code)
    ? cause.message
    : code === "ERR_WORKER_OUT_OF_MEMORY"
      ? "The analysis stopped because its memory ran out; start Wirescope again."
      : `The analysis stopped because of a mistake in Wirescope (${placeOf(cause)}); start it again, and please report this.`;
  return new EngineError("ENGINE_WORKER_FAILED", message, { cause });
}

/** `RangeError at pipeline.js:10:5`. */
function placeOf(error: Error): string {
  const place = /([\w.-]+:\d+:\d+)\)?$/m.exec(error.stack ?? "")?.[1];
  return place === undefined ? error.name : `${error.name} at ${place}`;
}
