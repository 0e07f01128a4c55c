/**
 * Packets from sources into a recorder, live frames out of its session at a steady pace, questions
 * answered in between: the loop of the worker.
 *
 * Nothing is queued between source and recorder. A batch is taken when the one before is done, so a
 * backlog waits where it is bounded and counted: in the kernel's ring, or in the file.
 */
import { randomInt } from "node:crypto";
import type { AnalysisOptions } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import { PacketBatch } from "@wirescope/pcap";
import {
  createPause,
  type InterfaceInfo,
  MemorySession,
  type MinuteTraffic,
  type PacketArchive,
  Recorder,
  type SourceReport,
  type Status,
} from "@wirescope/query";
import { NEXT_TIMEOUT, TICK_INTERVAL } from "./config.ts";
import { PipelineMeter } from "./metrics.ts";
import type { PacketSource } from "./packet-source.ts";
import { VERSION } from "./version.ts";

/** Milliseconds after which the loop lets questions and ticks have their turn. */
const TURN_LENGTH = 5;

/** Part of the thread's time that live frames may take. */
const FRAME_SHARE = 0.2;

export interface PipelineOptions {
  readonly mode: Status["mode"];
  /** Undefined keeps no packets. */
  readonly archive: PacketArchive | undefined;
  readonly analysis: Partial<AnalysisOptions>;
  /** What is known beforehand; answers leave it out without one. */
  readonly catalog?: Catalog | undefined;
  /** Told of each minute of the capture that is over. */
  readonly onMinute?: ((traffic: MinuteTraffic) => void) | undefined;
  /** The machine's interfaces; those of the packets if left out. */
  readonly interfaces?: () => Promise<readonly InterfaceInfo[]>;
}

export class Pipeline {
  readonly recorder: Recorder;
  readonly session: MemorySession;
  readonly meter: PipelineMeter = new PipelineMeter();
  readonly #pause = createPause();
  #report: () => Partial<SourceReport> = () => ({});
  #ticks: NodeJS.Timeout | undefined;
  #turnStart = 0;
  #framesAgainAt = 0;
  #stopped = false;

  constructor(options: PipelineOptions) {
    const { mode, archive, catalog, interfaces, onMinute } = options;
    // Seeded at random, so that nobody can choose addresses that collide in the tables.
    const analysis = { hashSeed: randomInt(2 ** 32), ...options.analysis };
    this.recorder = new Recorder({
      archive,
      analysis,
      catalog,
      minutes: onMinute && { onClose: onMinute, now: () => Date.now() / 1000 },
      clock: () => performance.now(),
    });
    this.session = new MemorySession(this.recorder, {
      version: VERSION,
      mode,
      ...(interfaces === undefined ? {} : { interfaces }),
    });
  }

  /** Has `report` asked, now and before each frame, what the source has to say. */
  describe(report: () => Partial<SourceReport>): void {
    this.#report = report;
    this.session.report(report());
  }

  /** Sends live frames from now on. */
  start(): void {
    this.tick();
    this.#ticks = setInterval(() => this.tick(), TICK_INTERVAL);
  }

  /** Takes the source's report and sends the frames that are granted; also when something ends. */
  tick(): void {
    this.session.report(this.#report());
    this.recorder.minutes?.turnByClock();
    if (performance.now() >= this.#framesAgainAt) void this.#sendFrames();
  }

  /** Frames that are costly, as in a flood of hosts, come less often: packets go first. */
  async #sendFrames(): Promise<void> {
    const start = performance.now();
    await this.session.tick(Date.now() * 1000);
    this.#framesAgainAt = start + (performance.now() - start) / FRAME_SHARE;
  }

  /** Feeds everything that `source` has until it ends or the pipeline is stopped. */
  async drain(source: PacketSource, feed: (batch: PacketBatch) => void): Promise<void> {
    const batch = new PacketBatch();
    while (!this.#stopped && (await source.next(batch, NEXT_TIMEOUT))) {
      if (batch.count === 0) continue;
      const start = performance.now();
      feed(batch);
      const end = performance.now();
      this.meter.count(batch.count, end - start);
      if (end - this.#turnStart > TURN_LENGTH) {
        await this.#pause();
        this.#turnStart = performance.now();
      }
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#ticks);
    await this.session.close();
  }
}
