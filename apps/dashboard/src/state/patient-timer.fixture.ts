/** A timer whose time is up when a test says so. */
import type { Timer } from "./hold.ts";

export class PatientTimer implements Timer {
  readonly #waiting = new Set<() => void>();

  /** Callbacks that wait. */
  get waiting(): number {
    return this.#waiting.size;
  }

  now(): number {
    return 0;
  }

  after(_milliseconds: number, callback: () => void): () => void {
    this.#waiting.add(callback);
    return () => void this.#waiting.delete(callback);
  }

  /** Calls whatever waits. */
  elapse(): void {
    const due = [...this.#waiting];
    this.#waiting.clear();
    for (const callback of due) callback();
  }
}
