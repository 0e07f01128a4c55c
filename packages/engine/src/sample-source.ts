/**
 * The generated sample, replayed as if it were live: its first minute has passed already when it
 * starts, the rest comes when it is due, over and over with another seed each time.
 */
import type { PacketBatch } from "@wirescope/pcap";
import { SampleReplay } from "@wirescope/sample";
import type { PacketSource } from "./packet-source.ts";

/** Seconds of the sample that have passed when it starts, so that the first chart has a shape. */
const HEAD_START = 60;

const FIRST_SEED = 1;

export interface SampleSourceOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or earlier. */
  readonly wait: (milliseconds: number) => Promise<void>;
}

export class SampleSource implements PacketSource {
  readonly #options: SampleSourceOptions;
  #seed = FIRST_SEED;
  #replay: SampleReplay;
  /** Seconds since 1970 of the newest packet that was handed out. */
  #newest: number;

  constructor(options: SampleSourceOptions) {
    this.#options = options;
    this.#newest = Math.floor(options.now() / 1000) - HEAD_START;
    this.#replay = this.#startRound();
  }

  async next(batch: PacketBatch, timeout: number): Promise<boolean> {
    const due = this.#replay.nextTime ?? this.#newest;
    const wait = due * 1000 - this.#options.now();
    // A packet is handed out when its time has passed, so the wait goes beyond it.
    if (wait >= 0) await this.#options.wait(Math.min(Math.floor(wait) + 1, timeout));
    const goesOn = this.#replay.fill(batch, this.#options.now() / 1000);
    if (batch.count > 0) this.#newest = batch.seconds[batch.count - 1]!;
    if (!goesOn) {
      this.#seed += 1;
      this.#replay = this.#startRound();
    }
    return true;
  }

  #startRound(): SampleReplay {
    return new SampleReplay({ seed: this.#seed, startSeconds: this.#newest + 1 });
  }
}
