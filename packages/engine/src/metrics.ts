/** What the pipeline counts about itself; posted to the main thread once a second. */

export interface PipelineMetrics {
  readonly batches: number;
  readonly packets: number;
  /** Milliseconds spent on feeding batches, and on the longest one. */
  readonly feedTime: number;
  readonly longestFeed: number;
}

/** The same in the making, inside the worker. */
export class PipelineMeter {
  #batches = 0;
  #packets = 0;
  #feedTime = 0;
  #longestFeed = 0;

  /** Counts one batch that took `milliseconds`. */
  count(packets: number, milliseconds: number): void {
    this.#batches += 1;
    this.#packets += packets;
    this.#feedTime += milliseconds;
    if (milliseconds > this.#longestFeed) this.#longestFeed = milliseconds;
  }

  read(): PipelineMetrics {
    return {
      batches: this.#batches,
      packets: this.#packets,
      feedTime: this.#feedTime,
      longestFeed: this.#longestFeed,
    };
  }
}
