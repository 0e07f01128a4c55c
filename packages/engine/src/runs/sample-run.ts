/** Replays the generated sample as if it were live. */
import { setTimeout as wait } from "node:timers/promises";
import { RingArchive } from "@wirescope/query";
import { SAMPLE_INTERFACE } from "@wirescope/sample";
import { Pipeline } from "../pipeline.ts";
import { SampleSource } from "../sample-source.ts";
import type { Run } from "./run.ts";

export class SampleRun implements Run {
  readonly pipeline: Pipeline;
  readonly #source = new SampleSource({
    now: Date.now,
    wait: (milliseconds) => wait(milliseconds),
  });

  /** `archiveLength` is in octets. */
  constructor(archiveLength: number) {
    this.pipeline = new Pipeline({
      mode: "demo",
      archive: new RingArchive(archiveLength),
      analysis: {},
    });
    this.pipeline.describe(() => ({ state: "running", sources: ["sample"], backend: "sample" }));
  }

  async read(): Promise<void> {
    const interfaces = [SAMPLE_INTERFACE];
    this.pipeline.start();
    await this.pipeline.drain(this.#source, (batch) =>
      this.pipeline.recorder.feed(batch, interfaces),
    );
  }

  stop(): Promise<void> {
    return this.pipeline.stop();
  }
}
