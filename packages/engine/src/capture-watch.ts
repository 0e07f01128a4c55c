/** Looks after a capture for the person at the terminal, who may have no page open. */
import type { Status } from "@wirescope/query";

/** Milliseconds between two looks at a capture. */
export const WATCH_INTERVAL = 1000;

export interface CaptureWatchOptions {
  readonly status: () => Promise<Pick<Status, "state" | "problem">>;
  /** Told each problem once, when it comes up. */
  readonly complain: (sentence: string) => void;
  /** Called when nothing is captured any more. */
  readonly onFailed: () => void;
}

export class CaptureWatch {
  readonly #options: CaptureWatchOptions;
  #timer: NodeJS.Timeout | undefined;
  #told: string | undefined;

  constructor(options: CaptureWatchOptions) {
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.#look(), WATCH_INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    const status = await this.#options.status().catch(() => undefined);
    if (status === undefined || this.#timer === undefined) return;
    const { state, problem } = status;
    if (problem !== undefined && problem !== this.#told) this.#options.complain(problem);
    this.#told = problem;
    if (state !== "failed") return;
    this.stop();
    this.#options.onFailed();
  }
}
