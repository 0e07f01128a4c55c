// @ts-check
/** Holds work against the bounds of time and memory. */

/** Longest that one packet or one slice of a file may take, in milliseconds of CPU time. */
export const MAX_STEP_MS = 50;
/** Growth of the heap over a run that is taken for none, in octets. */
const MAX_GROWTH = 48 * 1024 * 1024;

/**
 * Milliseconds of CPU time that `work` takes, the least of three tries: others may have the machine.
 *
 * @param {() => void} work
 */
export function leastTime(work) {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Watches the heap from the first time that it is asked, when tables have come to their size. */
export class HeapWatch {
  #first = 0;
  #last = 0;

  look() {
    if (globalThis.gc === undefined) throw new Error("Run this with node --expose-gc.");
    globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    this.#last = heapUsed + arrayBuffers;
    if (this.#first === 0) this.#first = this.#last;
  }

  /** Octets that the heap has grown by. */
  get growth() {
    return this.#last - this.#first;
  }

  get isSteady() {
    return this.growth <= MAX_GROWTH;
  }
}
