/**
 * Hands each minute of a capture to history, and shows it the running one when asked.
 *
 * Capture never waits: while history has {@link REPORTS_IN_FLIGHT} reports that it has not taken, further
 * ones are dropped, and the next one that goes says how many were.
 */
import type { MessagePort } from "node:worker_threads";
import { sliceBuffers } from "@wirescope/analysis";
import {
  type CaptureMessage,
  type HistoryMessage,
  type MinuteReport,
  type MinuteTraffic,
  REPORTS_IN_FLIGHT,
} from "@wirescope/query";

/** What the captures have lost since they began. */
export interface Losses {
  readonly kernelDrops: number;
  readonly interfaceDrops: number;
}

export interface MinuteFeedOptions {
  readonly port: MessagePort;
  /** Seconds since 1970 at which the capture began. */
  readonly run: number;
  /** Names of the interfaces that are captured on. */
  readonly interfaces: readonly string[];
  readonly losses: () => Losses;
  /** The running minute. */
  readonly peek: () => MinuteTraffic | undefined;
}

export class MinuteFeed {
  readonly #options: MinuteFeedOptions;
  #inFlight = 0;
  #reportsLost = 0;
  /** Losses that earlier reports told of. */
  #told: Losses = { kernelDrops: 0, interfaceDrops: 0 };

  constructor(options: MinuteFeedOptions) {
    this.#options = options;
    options.port.on("message", (message: HistoryMessage) => this.#receive(message));
  }

  /** Sends a minute that is over. */
  send(traffic: MinuteTraffic): void {
    const losses = this.#options.losses();
    if (this.#inFlight === REPORTS_IN_FLIGHT) {
      this.#reportsLost++;
      return;
    }
    this.#inFlight++;
    const report = this.#complete(traffic, losses);
    this.#post({ kind: "minute", run: this.#options.run, report });
    this.#told = losses;
    this.#reportsLost = 0;
  }

  #receive(message: HistoryMessage): void {
    if (message.kind === "taken") {
      this.#inFlight--;
      return;
    }
    const traffic = this.#options.peek();
    const report =
      traffic === undefined ? undefined : this.#complete(traffic, this.#options.losses());
    this.#post({ kind: "running", id: message.id, run: this.#options.run, report });
  }

  #complete(traffic: MinuteTraffic, losses: Losses): MinuteReport {
    return {
      ...traffic,
      kernelDrops: losses.kernelDrops - this.#told.kernelDrops,
      interfaceDrops: losses.interfaceDrops - this.#told.interfaceDrops,
      reportsLost: this.#reportsLost,
      interfaces: this.#options.interfaces,
    };
  }

  #post(message: CaptureMessage): void {
    const { report } = message;
    const buffers = report === undefined ? [] : sliceBuffers(report.slices);
    this.#options.port.postMessage(message, buffers);
  }
}
