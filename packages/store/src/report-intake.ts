/** The end of the port at which reports of the capture arrive. */

import type { MessagePort } from "node:worker_threads";
import type { CaptureMessage, HistoryMessage, MinuteReport } from "@wirescope/query";
import { withinTime } from "./pause.ts";
import type { RunningMinute } from "./running-minute.ts";

/** Milliseconds that the capture may take to tell its running minute. */
const PEEK_PATIENCE = 1000;

export class ReportIntake {
  readonly #port: MessagePort;
  readonly #asked = new Map<number, (minute: RunningMinute | undefined) => void>();
  #nextId = 1;

  /** @param write resolves when there is room for another report */
  constructor(port: MessagePort, write: (run: number, report: MinuteReport) => Promise<void>) {
    this.#port = port;
    port.on("message", (message: CaptureMessage) => {
      if (message.kind === "minute") {
        void write(message.run, message.report).then(() => this.#send({ kind: "taken" }));
        return;
      }
      const { id, run, report } = message;
      this.#asked.get(id)?.(report && { run, report });
    });
  }

  /** The minute that is not over; undefined where nothing is captured, or it takes too long to tell. */
  async peek(): Promise<RunningMinute | undefined> {
    const id = this.#nextId++;
    let running: RunningMinute | undefined;
    const told = new Promise<void>((resolve) => {
      this.#asked.set(id, (minute) => {
        running = minute;
        resolve();
      });
    });
    this.#send({ kind: "peek", id });
    await withinTime(told, PEEK_PATIENCE);
    this.#asked.delete(id);
    return running;
  }

  close(): void {
    this.#port.close();
  }

  #send(message: HistoryMessage): void {
    this.#port.postMessage(message);
  }
}
