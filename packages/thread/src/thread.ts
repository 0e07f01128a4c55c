/** A worker thread as whoever starts it sees it: its orders and reports, its end, and its accidents. */
import { type MessagePort, type ResourceLimits, Worker } from "node:worker_threads";

export interface ThreadOptions<Report> {
  /** Built code: the thread does not run under a test runner's flags, even when its starter does. */
  readonly entry: URL;
  readonly name: string;
  /** What the thread finds as its `workerData`. */
  readonly data: object;
  /** Ports in `data`, which the thread owns from now on. */
  readonly ports: readonly MessagePort[];
  /** Of its heap; array buffers lie outside it. */
  readonly limits: ResourceLimits;
  readonly onReport: (report: Report) => void;
}

export class Thread<Order, Report> {
  /**
   * Rejects when the thread ends without being asked to, with what it threw or an Error that tells its
   * exit code; pending for good otherwise.
   */
  readonly failed: Promise<never>;
  /** Resolves when it has ended, however it did. */
  readonly ended: Promise<void>;
  readonly #worker: Worker;
  #isStopping = false;

  constructor({ entry, name, data, ports, limits, onReport }: ThreadOptions<Report>) {
    this.#worker = new Worker(entry, {
      workerData: data,
      transferList: [...ports],
      resourceLimits: limits,
      execArgv: [],
      name,
    });
    this.#worker.on("message", onReport);
    let cause: Error | undefined;
    this.#worker.on("error", (error: Error) => {
      cause = error;
    });
    this.ended = new Promise((resolve) => {
      this.#worker.once("exit", () => resolve());
    });
    this.failed = new Promise((_resolve, reject) => {
      this.#worker.once("exit", (code) => {
        if (!this.#isStopping) reject(cause ?? new Error(`The thread ended with ${code}.`));
      });
    });
    // Whoever doesn't listen has stopped it or been told already.
    this.failed.catch(() => {});
  }

  /** Ports among `transfer` belong to the thread from now on. */
  order(order: Order, transfer: readonly MessagePort[] = []): void {
    this.#worker.postMessage(order, [...transfer]);
  }

  /** Its end is no accident any more: it has said that it can't go on. */
  dismiss(): void {
    this.#isStopping = true;
  }

  /**
   * Gives the last order; resolves when the thread has ended, by force after `timeout` milliseconds. Safe to
   * call twice.
   */
  async stop(order: Order, timeout: number): Promise<void> {
    this.dismiss();
    this.order(order);
    const timer = setTimeout(() => void this.#worker.terminate(), timeout);
    await this.ended;
    clearTimeout(timer);
  }
}
