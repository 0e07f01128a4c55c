/** The session over a recorder: every question answered from the packets of this process. */
import { FIELDS } from "@wirescope/decode";
import type { Coverage, Extent, HostsPage, Summary, Timeline, Top, Usage } from "./answer.ts";
import { archiveCoverage, formatTime, sinceStart, viewCoverage } from "./coverage.ts";
import { QueryError } from "./errors.ts";
import type { FlowsPage } from "./flow.ts";
import { flowsAnswer } from "./flow-answer.ts";
import { hostsAnswer } from "./host-answer.ts";
import { ROW_LIMIT, requireInteger, requireOneOf, requirePage } from "./limits.ts";
import { LiveFeed } from "./live-feed.ts";
import type { FieldInfo, PacketDataPage, PacketDetail, PacketsPage } from "./packet.ts";
import { findPacketData } from "./packet-data.ts";
import { packetDetail } from "./packet-detail.ts";
import { findPackets } from "./packet-pages.ts";
import { packetRow } from "./packet-row.ts";
import {
  FLOW_SORTS,
  type FlowsQuestion,
  type HostsQuestion,
  METRICS,
  type PacketsQuestion,
  type Scope,
  type TimelineQuestion,
  TOP_DIMENSIONS,
  type TopQuestion,
  type UsageQuestion,
} from "./question.ts";
import { topAnswer } from "./ranked-answer.ts";
import type { Recorder } from "./recorder.ts";
import type { CompiledScope } from "./scope.ts";
import type { LiveStream, Session } from "./session.ts";
import { type SourceReport, STARTING } from "./source-report.ts";
import type { Drops, InterfaceInfo, Status } from "./status.ts";
import { summaryAnswer } from "./summary-answer.ts";
import { timelineAnswer } from "./timeline-answer.ts";
import { formatUnixNanos, toUnixNanos } from "./timestamp.ts";

export interface MemorySessionOptions {
  /** Of Wirescope, as the status shows it. */
  readonly version: string;
  readonly mode: Status["mode"];
  /** Nanoseconds since 1970; the present if left out. */
  readonly startedAt?: bigint;
  /** Interfaces of the machine; those that packets came from if left out. */
  readonly interfaces?: () => Promise<readonly InterfaceInfo[]>;
}

export class MemorySession implements Session {
  readonly #recorder: Recorder;
  readonly #options: MemorySessionOptions;
  /** Nanoseconds since 1970. */
  readonly #startedAt: bigint;
  readonly #feeds = new Set<LiveFeed>();
  #report: SourceReport = STARTING;
  /** Microseconds since 1970 at the last tick. */
  #now: number | undefined;
  #rowsSkipped = 0;
  #isClosed = false;

  constructor(recorder: Recorder, options: MemorySessionOptions) {
    this.#recorder = recorder;
    this.#options = options;
    this.#startedAt = options.startedAt ?? BigInt(Date.now()) * 1_000_000n;
  }

  /** Says what has changed about the source of packets; what is left out stays as it was. */
  report(change: Partial<SourceReport>): void {
    this.#report = { ...this.#report, ...change };
  }

  /**
   * Sends a frame to each live stream that was granted one. The owner calls it at the pace at which
   * pages move, 4 times a second, with the present in microseconds since 1970.
   */
  async tick(now: number): Promise<void> {
    this.#now = now;
    const { state, progress, kernelDrops, interfaceDrops } = this.#report;
    const context = {
      now: this.#options.mode === "file" ? undefined : now,
      state,
      progress: progress ?? 1,
      kernelDrops,
      interfaceDrops,
    };
    await Promise.all(Array.from(this.#feeds, (feed) => feed.send(context)));
  }

  async status(): Promise<Status> {
    this.#requireOpen();
    const { kernelDrops: _, interfaceDrops: __, packetsUnwritten: ___, ...report } = this.#report;
    const { totals } = this.#recorder.main.analysis;
    return {
      version: this.#options.version,
      mode: this.#options.mode,
      ...report,
      startedAt: formatUnixNanos(this.#startedAt),
      packets: totals.packets,
      wireBytes: totals.wireBytes,
      drops: this.#drops(),
      watermark: this.#watermark(),
    };
  }

  async interfaces(): Promise<readonly InterfaceInfo[]> {
    this.#requireOpen();
    if (this.#options.interfaces !== undefined) return this.#options.interfaces();
    return this.#recorder.interfaces.map(({ name, description }, index) => ({
      name: name ?? String(index),
      description,
      addresses: [],
      up: true,
      loopback: false,
      defaultRoute: false,
      capturing: true,
    }));
  }

  async summary(question: Scope): Promise<Summary> {
    this.#requireOpen();
    const recorder = this.#recorder;
    return recorder.use(recorder.compile(question), (view) => ({
      files: recorder.files.map((file) => file.summary()),
      ...summaryAnswer(view.analysis, recorder.catalog),
      drops: this.#drops(),
      coverage: this.#cover(viewCoverage(recorder, view), question),
    }));
  }

  async timeline(question: TimelineQuestion): Promise<Timeline> {
    this.#requireOpen();
    const { by, step } = question;
    requireOneOf("by", by, ["protocol", "total"]);
    if (step !== undefined && !(step > 0 && Number.isFinite(step))) {
      throw new QueryError("QUERY_BAD_LIMIT", `step is ${step}; it has to be seconds above 0.`);
    }
    const scope = this.#recorder.compile(question);
    const timeline = await timelineAnswer(this.#recorder, scope, { by, step });
    return { ...timeline, coverage: this.#cover(timeline.coverage, question) };
  }

  async top(question: TopQuestion): Promise<Top> {
    this.#requireOpen();
    requireOneOf("by", question.by, TOP_DIMENSIONS);
    requireOneOf("metric", question.metric, METRICS);
    requireInteger("limit", question.limit, 1, ROW_LIMIT);
    return this.#recorder.use(this.#recorder.compile(question), (view) => ({
      ...topAnswer(view.analysis, question, this.#recorder.catalog),
      coverage: this.#cover(viewCoverage(this.#recorder, view), question),
    }));
  }

  async flows(question: FlowsQuestion): Promise<FlowsPage> {
    this.#requireOpen();
    requireOneOf("sort", question.sort, FLOW_SORTS);
    requireInteger("limit", question.limit, 1, ROW_LIMIT);
    return this.#recorder.use(this.#recorder.compile(question), (view) => ({
      ...flowsAnswer(view.analysis, question, this.#recorder.catalog),
      coverage: this.#cover(viewCoverage(this.#recorder, view), question),
    }));
  }

  async hosts(question: HostsQuestion): Promise<HostsPage> {
    this.#requireOpen();
    requireInteger("limit", question.limit, 1, ROW_LIMIT);
    return this.#recorder.use(this.#recorder.compile(question), (view) => ({
      ...hostsAnswer(view.analysis, question, this.#recorder.catalog),
      coverage: this.#cover(viewCoverage(this.#recorder, view), question),
    }));
  }

  async packets(question: PacketsQuestion): Promise<PacketsPage> {
    this.#requireOpen();
    requirePage(question);
    const recorder = this.#recorder;
    const scope = recorder.compile(question);
    const { cursor, direction, limit } = question;
    const found = await findPackets(recorder, {
      ...{ scope, cursor, direction, limit },
      take: (packet) => packetRow(packet, recorder.interfaces),
    });
    return { ...found, matching: recorder.matchingHeld(scope), ...this.#held(scope) };
  }

  async packetData(question: PacketsQuestion): Promise<PacketDataPage> {
    this.#requireOpen();
    requirePage(question);
    const scope = this.#recorder.compile(question);
    const { cursor, direction, limit } = question;
    const found = await findPacketData(this.#recorder, { scope, cursor, direction, limit });
    return { ...found, ...this.#held(scope) };
  }

  async packet(number: number): Promise<PacketDetail | undefined> {
    this.#requireOpen();
    requireInteger("number", number, 1, Number.MAX_SAFE_INTEGER, "QUERY_BAD_CURSOR");
    const found = this.#recorder.archive?.page(number);
    const page = found instanceof Promise ? await found : found;
    if (page === undefined) return undefined;
    return packetDetail(page, number - page.firstNumber, this.#recorder);
  }

  async fields(): Promise<readonly FieldInfo[]> {
    this.#requireOpen();
    return FIELDS.map(({ name, type, description }) => ({ name, type, description }));
  }

  async extent(): Promise<Extent> {
    this.#requireOpen();
    const { kind, from, to } = archiveCoverage(this.#recorder, this.#recorder.main.scope.window);
    const packets = kind === "none" || !from || !to ? undefined : { from, to };
    return { packets, flows: undefined, hours: undefined, gaps: [], problem: undefined };
  }

  async usage(_question: UsageQuestion): Promise<Usage> {
    this.#requireOpen();
    throw new QueryError("QUERY_NO_HISTORY", "Usage is known from history only, and none is kept.");
  }

  live(
    onFrame: (frame: ArrayBuffer) => void,
    onProblem?: (problem: QueryError, epoch: number) => void,
  ): LiveStream {
    this.#requireOpen();
    const feed = new LiveFeed(this.#recorder, {
      onFrame,
      onProblem: (problem, epoch) => onProblem?.(problem, epoch),
      onClose: () => {
        if (this.#feeds.delete(feed)) this.#rowsSkipped += feed.rowsSkipped;
      },
    });
    this.#feeds.add(feed);
    return feed;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const feed of this.#feeds) feed.close();
  }

  #held(scope: CompiledScope): Pick<PacketsPage, "held" | "coverage"> {
    const { archive } = this.#recorder;
    return {
      held: { first: archive?.firstNumber ?? 0, last: archive?.lastNumber ?? 0 },
      coverage: this.#cover(archiveCoverage(this.#recorder, scope.window), scope),
    };
  }

  /** A capture has seen nothing before it began; a file tells all that there is. */
  #cover(coverage: Coverage, { range }: Pick<Scope, "range">): Coverage {
    if (this.#options.mode !== "live") return coverage;
    const { first } = this.#recorder.main.analysis.totals;
    const earliest = first && toUnixNanos(first.seconds, first.nanoseconds);
    const isEarlier = earliest !== undefined && earliest < this.#startedAt;
    return sinceStart(coverage, range, isEarlier ? earliest : this.#startedAt);
  }

  #watermark(): string | null {
    const { last } = this.#recorder.main.analysis.totals;
    if (this.#options.mode !== "file" && this.#now !== undefined) {
      return formatUnixNanos(BigInt(Math.round(this.#now)) * 1000n);
    }
    return formatTime(last) ?? null;
  }

  #drops(): Drops {
    const { archive, main } = this.#recorder;
    const { flows, hosts, names } = main.analysis;
    const { kernelDrops, interfaceDrops, packetsUnwritten } = this.#report;
    let rowsSkipped = this.#rowsSkipped;
    for (const feed of this.#feeds) rowsSkipped += feed.rowsSkipped;
    return {
      kernel: kernelDrops,
      interface: interfaceDrops,
      packetsForgotten: archive?.forgottenCount ?? 0,
      packetsUnwritten,
      flowsEvicted: flows.evicted,
      hostsEvicted: hosts.evicted,
      namesEvicted: names.evicted,
      rowsSkipped,
    };
  }

  #requireOpen(): void {
    if (this.#isClosed) throw new QueryError("QUERY_CLOSED", "The session is closed.");
  }
}
