/** Captures on one or more interfaces. */
import type { MessagePort } from "node:worker_threads";
import {
  attachCapture,
  type CaptureHandle,
  type CaptureSource,
  listInterfaces,
} from "@wirescope/capture";
import { RingArchive, type SourceReport } from "@wirescope/query";
import { describeInterfaces } from "../interface-info.ts";
import { type Losses, MinuteFeed } from "../minute-feed.ts";
import { PacketTap } from "../packet-tap.ts";
import { Pipeline } from "../pipeline.ts";
import type { Keeping, Run } from "./run.ts";

/**
 * Octets that the tables of the analysis have for themselves. What they take beyond, in a flood of new flows or hosts, the
 * packets in memory give twice over: the minute that history writes grows with the tables, and the process stays as small.
 */
const TABLES_LENGTH = 24 * 1024 * 1024;

export interface LiveRunOptions extends Keeping {
  readonly handles: readonly CaptureHandle[];
  /** As given; empty for none. */
  readonly captureFilter: string;
  /** To whoever keeps packets on disk. */
  readonly packetPort: MessagePort | undefined;
  /** To history. */
  readonly slicePort: MessagePort | undefined;
}

export class LiveRun implements Run {
  readonly pipeline: Pipeline;
  readonly #captures: readonly CaptureSource[];
  readonly #captureFilter: string;
  readonly #tap: PacketTap | undefined;
  readonly #feed: MinuteFeed | undefined;
  readonly #ended: Set<CaptureSource> = new Set();
  #reading: Promise<unknown> | undefined;

  /** Attaches to the captures; reads nothing yet. */
  constructor(options: LiveRunOptions) {
    this.#captures = options.handles.map(attachCapture);
    this.#captureFilter = options.captureFilter;
    this.#tap = options.packetPort && new PacketTap(options.packetPort);
    const names = new Set(options.handles.map(({ interfaceName }) => interfaceName));
    this.#feed =
      options.slicePort &&
      new MinuteFeed({
        port: options.slicePort,
        run: Math.floor(Date.now() / 1000),
        interfaces: [...names],
        losses: () => this.#losses(),
        peek: () => this.pipeline.recorder.minutes?.peek(),
      });
    this.pipeline = new Pipeline({
      mode: "live",
      archive: new RingArchive(options.archiveLength, () => this.#lentToTables()),
      catalog: options.catalog,
      analysis: {},
      onMinute: this.#feed && ((traffic) => this.#feed?.send(traffic)),
      interfaces: async () => describeInterfaces(await listInterfaces(), names),
    });
    this.pipeline.describe(() => this.#report());
  }

  async read(): Promise<void> {
    if (this.#tap !== undefined) {
      this.pipeline.recorder.numberFrom(await this.#tap.begun);
      this.#tap.start();
    }
    this.pipeline.recorder.minutes?.begin();
    this.pipeline.start();
    this.#reading = Promise.all(this.#captures.map((capture) => this.#readCapture(capture)));
    await this.#reading;
  }

  #lentToTables(): number {
    return 2 * Math.max(0, this.pipeline.recorder.main.analysis.memoryLength - TABLES_LENGTH);
  }

  async stop(): Promise<void> {
    await this.pipeline.stop();
    await Promise.all(this.#captures.map((capture) => capture.stop()));
    await this.#reading;
    this.#tap?.stop();
  }

  async #readCapture(capture: CaptureSource): Promise<void> {
    const interfaces = [capture.interface];
    const { recorder } = this.pipeline;
    await this.pipeline.drain(capture, (batch) => {
      recorder.feed(batch, interfaces);
      const first = recorder.lastNumber + 1 - batch.count;
      this.#tap?.take(batch, first, recorder.interfaces, recorder.interfaceNumber(interfaces, 0));
    });
    this.#ended.add(capture);
    if (this.#ended.size === this.#captures.length) recorder.minutes?.close();
  }

  #report(): Partial<SourceReport> {
    const isOver = this.#ended.size === this.#captures.length;
    return {
      state: isOver ? "failed" : "running",
      problem: this.#problem(),
      sources: this.#captures.map((capture) => capture.interface.name ?? "?"),
      backend: this.#captures[0]?.backend,
      captureFilter: this.#captureFilter === "" ? undefined : this.#captureFilter,
      ...this.#losses(),
      packetsUnwritten: this.#tap?.missing ?? 0,
    };
  }

  #losses(): Losses {
    let kernelDrops = 0;
    let interfaceDrops = 0;
    for (const capture of this.#captures) {
      const counts = capture.counts();
      kernelDrops += counts.kernelDropped;
      interfaceDrops += counts.interfaceDropped;
    }
    return { kernelDrops, interfaceDrops };
  }

  /** What is wrong with the first capture that is not well. */
  #problem(): string | undefined {
    for (const capture of this.#captures) {
      const name = capture.interface.name ?? "?";
      if (capture.problem !== undefined) return capture.problem.message;
      if (this.#ended.has(capture)) return `The capture on ${name} has ended.`;
      if (!capture.isUp()) return `${name} is down; capture goes on by itself when it is up again.`;
    }
    return undefined;
  }
}
