/** A worker thread as whoever starts it sees it: its orders and reports, its end, and its accidents. */
import { MessageChannel, type MessagePort, type ResourceLimits, Worker } from "node:worker_threads";

export interface ThreadOptions<Start> {
  /** Built code: the thread does not run under a test runner's flags, even when its starter does. */
  readonly entry: URL;
  readonly name: string;
  /** What the thread finds as its `workerData`, besides `port`. */
  readonly data: Omit<Start, "port">;
  /** Ports in `data`, which the thread owns from now on. */
  readonly ports: readonly MessagePort[];
  /** Of its heap; array buffers lie outside it. */
  readonly limits: ResourceLimits;
  /** What the thread's end is to its starter, from what it threw or an Error that tells its exit code. */
  readonly accident: (cause: Error) => Error;
}

/**
 * @template Start what the thread finds as its `workerData`
 * @template Order what it is told
 * @template Report what it tells
 */
export class Thread<Start extends { readonly port: MessagePort }, Order, Report> {
  /** For questions: the thread has the other end as `port`. Closed when the thread has ended. */
  readonly port: MessagePort;
  /** Rejects with the accident when the thread ends without being asked to; pending for good otherwise. */
  readonly failed: Promise<never>;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  #isStopping = false;

  constructor({ entry, name, data, ports, limits, accident }: ThreadOptions<Start>) {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.#worker = new Worker(entry, {
      workerData: { ...data, port: port2 },
      transferList: [port2, ...ports],
      resourceLimits: limits,
      execArgv: [],
      name,
    });
    let cause: Error | undefined;
    this.#worker.on("error", (error: Error) => {
      cause = error;
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        port1.close();
        resolve();
      });
    });
    this.failed = new Promise((_resolve, reject) => {
      this.#worker.once("exit", (code) => {
        if (this.#isStopping) return;
        reject(accident(cause ?? new Error(`The thread ended with ${code}.`)));
      });
    });
    // Whoever doesn't listen has stopped it or been told already.
    this.failed.catch(() => {});
  }

  /** Ports among `transfer` belong to the thread from now on. */
  order(order: Order, transfer: readonly MessagePort[] = []): void {
    this.#worker.postMessage(order, [...transfer]);
  }

  /** Has `listener` called with every report. */
  onReport(listener: (report: Report) => void): void {
    this.#worker.on("message", listener);
  }

  /**
   * Resolves at the first report that is the one waited for. Rejects when the thread ends before, and with
   * what `isAwaited` throws: the thread has then said that it can't go on, and its end is no accident any more.
   */
  async reported(isAwaited: (report: Report) => boolean): Promise<void> {
    const report = new Promise<void>((resolve, reject) => {
      const take = (told: Report): void => {
        try {
          if (!isAwaited(told)) return;
          resolve();
        } catch (error) {
          this.#isStopping = true;
          reject(error);
        }
        this.#worker.off("message", take);
      };
      this.onReport(take);
    });
    await Promise.race([report, this.failed]);
  }

  /**
   * Gives the last order; resolves when the thread has ended, by force after `timeout` milliseconds. Safe to
   * call twice.
   */
  async stop(order: Order, timeout: number): Promise<void> {
    this.#isStopping = true;
    this.order(order);
    const timer = setTimeout(() => void this.#worker.terminate(), timeout);
    await this.ended;
    clearTimeout(timer);
  }
}

/**
 * The built `file` beside the module at `starter`, its `import.meta.url`. Node runs built code only; tests of
 * the sources use what was built last.
 */
export function builtBeside(starter: string, file: string): URL {
  return new URL(
    file,
    starter.endsWith(".ts") ? starter.replace(/^(.*)\/src\//, "$1/dist/") : starter,
  );
}
