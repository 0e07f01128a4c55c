/**
 * Lets timers and messages of a thread run while packets never pause: a loop over promises that are
 * always settled keeps Node's event loop from turning.
 */
import { setImmediate } from "node:timers/promises";

/** Milliseconds after which the event loop gets its turn; a late message then costs less than a frame. */
const LONGEST_TURN = 8;

export class TurnTaker {
  #began = performance.now();

  isDue(): boolean {
    return performance.now() - this.#began >= LONGEST_TURN;
  }

  /** Resolves after the event loop has turned once. */
  async take(): Promise<void> {
    await setImmediate();
    this.#began = performance.now();
  }
}
