/** The worker as the main thread sees it: its start, its session, its end, and its accidents. */
import { CaptureError, type CaptureErrorCode } from "@wirescope/capture";
import type { CatalogFiles } from "@wirescope/catalog-files";
import { connectSession, type Session } from "@wirescope/query";
import { builtBeside, Thread } from "@wirescope/thread";
import { WORKER_LIMITS } from "./config.ts";
import { EngineError, type EngineErrorCode } from "./errors.ts";
import type { PipelineMetrics } from "./metrics.ts";
import type { WorkerOrder, WorkerPlan, WorkerReport, WorkerStart } from "./worker-message.ts";

/** Milliseconds that the worker may take to give everything back before it is ended. */
const STOP_TIMEOUT = 3000;

const ENTRY = builtBeside(import.meta.url, "./capture-worker.js");

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
  readonly #thread: Thread<WorkerStart, WorkerOrder, WorkerReport>;

  private constructor({ plan, archiveLength, catalog }: WorkerThreadOptions) {
    const { packetPort, slicePort } = plan.kind === "live" ? plan : NO_PORTS;
    this.#thread = new Thread({
      entry: ENTRY,
      name: "wirescope-pipeline",
      data: { plan, archiveLength, catalog },
      ports: [packetPort, slicePort].filter((port) => port !== undefined),
      limits: WORKER_LIMITS,
      accident,
    });
    this.#thread.onReport((report) => {
      if (report.kind === "metrics") this.metrics = report.metrics;
    });
    this.session = connectSession(this.#thread.port);
  }

  /**
   * Starts the worker; resolves when it has loaded its code and attached to its captures. It reads
   * nothing before {@link go}.
   *
   * @throws EngineError, CaptureError
   */
  static async start(options: WorkerThreadOptions): Promise<WorkerThread> {
    const worker = new WorkerThread(options);
    await worker.#thread.reported((report) => {
      if (report.kind === "refused") throw refusal(report.code, report.message);
      return report.kind === "ready";
    });
    worker.#thread.failed.catch(options.onFault);
    return worker;
  }

  go(): void {
    this.#thread.order("go");
  }

  async stop(): Promise<void> {
    await this.#thread.stop("stop", STOP_TIMEOUT);
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
