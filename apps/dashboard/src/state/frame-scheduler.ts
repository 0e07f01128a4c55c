/**
 * One paint for all that arrives between two of them: work asked for under the same key replaces the
 * earlier one, and everything runs in one animation frame. A hidden tab gets no animation frames, so
 * nothing is drawn there and only the newest work runs on return.
 */
export class FrameScheduler {
  readonly #request: (callback: () => void) => void;
  readonly #pending = new Map<string, () => void>();
  #requested = false;

  constructor(request: (callback: () => void) => void) {
    this.#request = request;
  }

  schedule(key: string, work: () => void): void {
    this.#pending.set(key, work);
    if (this.#requested) return;
    this.#requested = true;
    this.#request(() => this.#run());
  }

  #run(): void {
    this.#requested = false;
    const work = [...this.#pending.values()];
    this.#pending.clear();
    for (const run of work) run();
  }
}
