/** Replays the generated sample as if it were live. */
import { setTimeout as wait } from "node:timers/promises";
import { RingArchive } from "@wirescope/query";
import { SAMPLE_INTERFACE } from "@wirescope/sample";
import { Pipeline } from "../pipeline.ts";
import { SampleSource } from "../sample-source.ts";
import type { Keeping, Run } from "./run.ts";

export class SampleRun implements Run {
  readonly pipeline: Pipeline;
  readonly #source = new SampleSource({
    now: Date.now,
    wait: (milliseconds) => wait(milliseconds),
  });

  constructor({ archiveLength, catalog }: Keeping) {
    this.pipeline = new Pipeline({
      mode: "demo",
      archive: new RingArchive(archiveLength),
      catalog,
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
