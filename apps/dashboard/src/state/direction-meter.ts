/** Rates of both directions, from counts that only grow: the difference over the last few seconds. */
import type { Direction } from "./figures.ts";

const SPAN_SECONDS = 3;

interface Sample {
  readonly micros: number;
  readonly traffic: Direction;
}

export class DirectionMeter {
  #epoch = 0;
  #samples: Sample[] = [];

  /**
   * @param epoch counts of another subscription are not comparable.
   * @param micros time of the counts.
   * @returns bits per second; NaN until there are two moments to compare.
   */
  measure(epoch: number, micros: number, traffic: Direction): Direction {
    if (epoch !== this.#epoch) this.#samples = [];
    this.#epoch = epoch;
    const last = this.#samples.at(-1);
    if (last === undefined || micros > last.micros) this.#samples.push({ micros, traffic });
    while ((this.#samples[1]?.micros ?? Infinity) <= micros - SPAN_SECONDS * 1e6) {
      this.#samples.shift();
    }
    const first = this.#samples[0]!;
    const seconds = (micros - first.micros) / 1e6;
    if (seconds <= 0) return { received: Number.NaN, sent: Number.NaN };
    return {
      received: (Math.max(0, traffic.received - first.traffic.received) * 8) / seconds,
      sent: (Math.max(0, traffic.sent - first.traffic.sent) * 8) / seconds,
    };
  }
}
