/** Lets many readers in, or one writer alone; a writer that waits goes before readers that come later. */
export class Gate {
  #readers = 0;
  /** Ends with the writers that are inside or wait. */
  #writers: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #allOut: (() => void) | undefined;

  async shared<T>(work: () => Promise<T>): Promise<T> {
    while (this.#waiting > 0) await this.#writers;
    this.#readers++;
    try {
      return await work();
    } finally {
      this.#readers--;
      if (this.#readers === 0) this.#allOut?.();
    }
  }

  exclusive<T>(work: () => Promise<T>): Promise<T> {
    this.#waiting++;
    const turn = this.#writers.then(async () => {
      if (this.#readers > 0) {
        await new Promise<void>((resolve) => {
          this.#allOut = resolve;
        });
      }
      try {
        return await work();
      } finally {
        this.#waiting--;
      }
    });
    this.#writers = turn.catch(() => {
      // Whoever waits for the turn is told; the next one only waits for its end.
    });
    return turn;
  }
}
