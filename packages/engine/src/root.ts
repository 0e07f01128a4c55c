/**
 * The engine: inert until started. It opens captures, gives root up, runs the worker that reads, and
 * waits for permission where there is none; {@link Engine.session} answers all the while.
 */
import * as capture from "@wirescope/capture";
import { CaptureError, type CaptureErrorCode, type CaptureHandle } from "@wirescope/capture";
import type { Session, SourceReport, Status } from "@wirescope/query";
import { CaptureWatch } from "./capture-watch.ts";
import {
  completeConfig,
  type EngineConfig,
  type EngineInput,
  type LiveInput,
  RETRY_INTERVAL,
  SHARED_BUFFER_LENGTH,
} from "./config.ts";
import { EngineError } from "./errors.ts";
import { describeInterfaces } from "./interface-info.ts";
import type { PipelineMetrics } from "./metrics.ts";
import type { Pipeline } from "./pipeline.ts";
import { SwitchingSession } from "./switching-session.ts";
import type { WorkerPlan } from "./worker-message.ts";
import { WorkerThread, type WorkerThreadOptions } from "./worker-thread.ts";

export interface EngineDependencies {
  readonly capture: Pick<
    typeof capture,
    | "attachCapture"
    | "defaultInterface"
    | "diagnose"
    | "dropPrivileges"
    | "forbidNewPrivileges"
    | "listInterfaces"
    | "openCapture"
  >;
  readonly startWorker: (
    options: WorkerThreadOptions,
  ) => Promise<Pick<WorkerThread, "session" | "metrics" | "go" | "stop">>;
  /** Tells the person at the terminal one sentence. */
  readonly complain: (sentence: string) => void;
}

const DEPENDENCIES: EngineDependencies = {
  capture,
  startWorker: (options) => WorkerThread.start(options),
  complain: (sentence) => void process.stderr.write(`wirescope: ${sentence}\n`),
};

/** What somebody can mend while the page waits. */
const CURABLE: ReadonlySet<CaptureErrorCode> = new Set<CaptureErrorCode>([
  "CAPTURE_NO_PERMISSION",
  "CAPTURE_NO_LIBPCAP",
  "CAPTURE_DRIVER_STOPPED",
  "CAPTURE_NO_HELPER",
  "CAPTURE_NO_BRIDGE",
  "CAPTURE_INTERFACE_DOWN",
]);

const MODES: Readonly<Record<EngineInput["kind"], Status["mode"]>> = {
  live: "live",
  files: "file",
  sample: "demo",
  history: "history",
};

type RunningWorker = Awaited<ReturnType<EngineDependencies["startWorker"]>>;

export class Engine {
  readonly config: EngineConfig;
  /** Resolves when nothing is captured any more, and never will be, after the person at the terminal was told why. */
  readonly failed: Promise<void>;
  readonly #dependencies: EngineDependencies;
  readonly #session: SwitchingSession;
  /** Answers without packets, while no worker runs. */
  #idle: Pipeline | undefined;
  /** What the idle answerer has to say. */
  #report: Partial<SourceReport> = { state: "starting" };
  #worker: RunningWorker | undefined;
  #retry: NodeJS.Timeout | undefined;
  readonly #watch: CaptureWatch;
  #markFailed!: () => void;
  #isStarted = false;
  #isStopped = false;

  constructor(
    config: Pick<EngineConfig, "input"> & Partial<EngineConfig>,
    dependencies: Partial<EngineDependencies> = {},
  ) {
    this.config = completeConfig(config);
    this.#dependencies = { ...DEPENDENCIES, ...dependencies };
    this.#session = new SwitchingSession();
    this.failed = new Promise((resolve) => {
      this.#markFailed = resolve;
    });
    this.#watch = new CaptureWatch({
      status: () => this.#session.status(),
      complain: this.#dependencies.complain,
      onFailed: () => this.#markFailed(),
    });
  }

  /** Answers whatever happens to the worker; questions before the start wait for it. */
  get session(): Session {
    return this.#session;
  }

  /** Figures of the running worker's pipeline, a second old at most. */
  get metrics(): PipelineMetrics | undefined {
    return this.#worker?.metrics;
  }

  /**
   * Begins to read. Resolves when packets are being read, or when the engine waits for permission:
   * then it tries again by itself.
   *
   * As root it first opens its captures and loads its code, then gives root up for the whole process.
   *
   * @throws EngineError for files that can't be read, CaptureError for an interface, filter or option
   * that can't be used.
   */
  async start(): Promise<void> {
    if (this.#isStarted) {
      throw new EngineError("ENGINE_ALREADY_STARTED", "The engine is started already.");
    }
    this.#isStarted = true;
    const { input } = this.config;
    try {
      switch (input.kind) {
        case "live":
          await this.#startLive(input);
          break;
        case "files":
          await this.#run({ kind: "files", paths: input.paths });
          break;
        case "sample":
          await this.#run({ kind: "sample" });
          break;
        case "history":
          this.#tell({ state: "running", sources: [input.source] });
          await this.#goIdle();
          break;
      }
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /**
   * Replays the sample while there is no permission to capture; capture takes over when it comes.
   * Resolves to false, and does nothing, where packets are read already.
   */
  async replaySample(): Promise<boolean> {
    if (this.#report.state !== "waiting" || this.#worker !== undefined) return false;
    await this.#run({ kind: "sample" });
    return true;
  }

  /** Gives every resource back; safe to call twice. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    this.#watch.stop();
    if (this.#worker === undefined && this.#idle === undefined) await this.#session.close();
    await this.#worker?.stop();
    await this.#idle?.stop();
  }

  async #startLive(input: LiveInput): Promise<void> {
    const names = await this.#interfaceNames(input);
    try {
      await this.#capture(input, names);
    } catch (error) {
      if (!(error instanceof CaptureError) || !CURABLE.has(error.code)) throw error;
      await this.#waitForCure(input, names, error.message);
    }
  }

  async #interfaceNames(input: LiveInput): Promise<readonly string[]> {
    if (input.interfaces.length > 0) return input.interfaces;
    const { listInterfaces, defaultInterface } = this.#dependencies.capture;
    const device = defaultInterface(await listInterfaces());
    if (device !== undefined) return [device.name];
    throw new CaptureError(
      "CAPTURE_NO_INTERFACE",
      "No network interface of this machine is up; connect one, or name one with -i.",
    );
  }

  /** Says what is missing and how to mend it, and tries again in a while. */
  async #waitForCure(input: LiveInput, names: readonly string[], problem: string): Promise<void> {
    if (this.#worker === undefined) await this.#goIdle();
    if (problem !== this.#report.problem) {
      const captureFilter = input.captureFilter === "" ? undefined : input.captureFilter;
      this.#tell({ state: "waiting", problem, sources: names, captureFilter });
      const { advice } = await this.#dependencies.capture.diagnose();
      this.#tell({ advice });
    }
    if (this.#isStopped) return;
    this.#retry = setTimeout(() => void this.#tryAgain(input, names), RETRY_INTERVAL);
  }

  async #tryAgain(input: LiveInput, names: readonly string[]): Promise<void> {
    try {
      await this.#capture(input, names);
    } catch (error) {
      if (this.#isStopped) return;
      if (error instanceof CaptureError) await this.#waitForCure(input, names, error.message);
      else await this.#fail(asEngineError(error));
    }
  }

  /** Opens every interface, or none, and has the worker read them. */
  async #capture(input: LiveInput, names: readonly string[]): Promise<void> {
    const { captureFilter: filter, ...wishes } = input;
    const options = { ...wishes, bufferLength: bufferFor(input, names) };
    const { openCapture, attachCapture } = this.#dependencies.capture;
    const handles: CaptureHandle[] = [];
    try {
      for (const name of names) {
        handles.push(await openCapture({ ...options, filter, interface: name }));
      }
      this.#requireRunning();
    } catch (error) {
      for (const handle of handles) await attachCapture(handle).stop();
      throw error;
    }
    const packetPort = this.config.openPacketPort?.();
    const slicePort = this.config.openSlicePort?.();
    await this.#run({ kind: "live", handles, captureFilter: filter, packetPort, slicePort });
  }

  /** Starts the worker on `plan`, in place of whatever answered before. */
  async #run(plan: WorkerPlan): Promise<void> {
    const { capture, startWorker } = this.#dependencies;
    // Files may be root's own to read, and what waits for permission still has to open captures.
    const givesUpRoot = plan.kind === "live" || this.config.input.kind === "sample";
    if (givesUpRoot) capture.forbidNewPrivileges();
    const worker = await startWorker({
      plan,
      archiveLength: this.config.archiveLength,
      catalog: this.config.catalog,
      onFault: (error) => void this.#fail(error),
    });
    try {
      this.#requireRunning();
      if (givesUpRoot) capture.dropPrivileges();
    } catch (error) {
      await worker.stop();
      throw error;
    }
    const previous = this.#worker ?? this.#idle;
    this.#worker = worker;
    this.#idle = undefined;
    worker.go();
    await this.#session.switchTo(worker.session);
    await previous?.stop();
    if (plan.kind === "live" && !this.#isStopped) this.#watch.start();
  }

  /** Stands in for a worker that ended by accident. */
  async #fail(error: EngineError): Promise<void> {
    this.#dependencies.complain(error.message);
    this.#watch.stop();
    this.#worker = undefined;
    clearTimeout(this.#retry);
    this.#markFailed();
    this.#tell({ state: "failed", problem: error.message, advice: [] });
    await this.#goIdle();
  }

  /** Has the idle answerer say so, from its next answer on. */
  #tell(change: Partial<SourceReport>): void {
    this.#report = { ...this.#report, ...change };
    this.#idle?.session.report(this.#report);
  }

  /** Answers without packets. Its code is most of the program's, and a capture in its worker needs no second copy. */
  async #goIdle(): Promise<void> {
    if (this.#idle !== undefined) return;
    const { Pipeline } = await import("./pipeline.ts");
    const { listInterfaces } = this.#dependencies.capture;
    const idle = new Pipeline({
      mode: MODES[this.config.input.kind],
      archive: undefined,
      analysis: {},
      interfaces: async () => describeInterfaces(await listInterfaces(), new Set()),
    });
    idle.describe(() => this.#report);
    this.#idle = idle;
    idle.start();
    await this.#session.switchTo(idle.session);
  }

  #requireRunning(): void {
    if (this.#isStopped) throw new EngineError("ENGINE_STOPPED", "The engine was stopped.");
  }
}

/** Octets of kernel buffer for each interface; 0 lets the back-end choose. */
function bufferFor({ bufferLength }: LiveInput, names: readonly string[]): number {
  if (bufferLength > 0 || names.length < 2) return bufferLength;
  return Math.floor(SHARED_BUFFER_LENGTH / names.length);
}

function asEngineError(cause: unknown): EngineError {
  if (cause instanceof EngineError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new EngineError("ENGINE_WORKER_FAILED", message, { cause });
}
