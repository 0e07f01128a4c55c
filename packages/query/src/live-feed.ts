/** One live stream: what a page asked for, how many frames it may still be sent, and building them. */
import { identify, Packet, summarize } from "@wirescope/decode";
import { QueryError } from "./errors.ts";
import { requireInteger } from "./limits.ts";
import type { LiveFrame, LiveRows, LiveTotals } from "./live-frame.ts";
import { encodeLiveFrame } from "./live-frame-encoder.ts";
import { loadPacket } from "./packet-archive.ts";
import { withPort } from "./packet-row.ts";
import { EVERYTHING } from "./range.ts";
import { liveApplications, liveRanking } from "./ranked-answer.ts";
import type { Recorder } from "./recorder.ts";
import type { LiveStream, Subscription } from "./session.ts";
import { liveTimeline, slidingWindow, wholeWindow } from "./timeline-answer.ts";
import type { View } from "./view.ts";

/** Frames that a page may have asked for and not got; more grants are ignored. */
const CREDIT_LIMIT = 8;
/** Seconds without a packet after which a flow is not active. */
const ACTIVE_SECONDS = 60;

/** What the session tells a frame beside the recorder's counts. */
export interface FrameContext {
  /** Microseconds since 1970: the present when live, undefined to use the newest packet. */
  readonly now: number | undefined;
  readonly state: LiveFrame["state"];
  /** 0 … 1. */
  readonly progress: number;
  readonly kernelDrops: number;
  readonly interfaceDrops: number;
}

export interface FeedListeners {
  readonly onFrame: (frame: ArrayBuffer) => void;
  readonly onProblem: (problem: QueryError, epoch: number) => void;
  readonly onClose: (feed: LiveFeed) => void;
}

export class LiveFeed implements LiveStream {
  /** Rows that were not sent, since the stream was opened. */
  rowsSkipped = 0;
  readonly #recorder: Recorder;
  readonly #listeners: FeedListeners;
  readonly #packet = new Packet();
  #subscription: Subscription | undefined;
  #view: View | undefined;
  #epoch = 0;
  #credit = 0;
  #isSending = false;
  /** Packets of the view that rows were made for or skipped; undefined before the first frame. */
  #shownCount: number | undefined;

  constructor(recorder: Recorder, listeners: FeedListeners) {
    this.#recorder = recorder;
    this.#listeners = listeners;
  }

  subscribe(subscription: Subscription, epoch: number): void {
    this.#leaveView();
    this.#epoch = epoch;
    try {
      requireInteger("window", subscription.window, 1, 3600);
      requireInteger("topLimit", subscription.topLimit, 1, 100);
      requireInteger("rowLimit", subscription.rowLimit, 0, 500);
      const scope = this.#recorder.compile({ range: EVERYTHING, filter: subscription.filter });
      this.#view = this.#recorder.watch(scope);
      this.#subscription = subscription;
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      this.#listeners.onProblem(error, epoch);
    }
  }

  grant(): void {
    this.#credit = Math.min(this.#credit + 1, CREDIT_LIMIT);
  }

  close(): void {
    this.#leaveView();
    this.#listeners.onClose(this);
  }

  /**
   * Sends a frame if one is granted and the one before is on its way. Packets that can't be read are a
   * problem of the subscription, never a rejection.
   */
  async send(context: FrameContext): Promise<void> {
    const view = this.#view;
    const subscription = this.#subscription;
    if (view === undefined || subscription === undefined) return;
    if (this.#credit === 0 || this.#isSending) return;
    this.#isSending = true;
    try {
      if (view.failure !== undefined) throw view.failure;
      const rows = await this.#takeRows(view, subscription.rowLimit);
      if (this.#subscription !== subscription) return;
      this.#credit--;
      this.#listeners.onFrame(encodeLiveFrame(this.#build(view, subscription, rows, context)));
    } catch (cause) {
      if (this.#subscription !== subscription) return;
      this.#leaveView();
      const reason = cause instanceof Error ? cause.message : String(cause);
      this.#listeners.onProblem(
        new QueryError("QUERY_FAILED", `Packets can't be read: ${reason}`, undefined, { cause }),
        this.#epoch,
      );
    } finally {
      this.#isSending = false;
    }
  }

  #leaveView(): void {
    if (this.#view !== undefined) this.#recorder.unwatch(this.#view);
    this.#view = undefined;
    this.#subscription = undefined;
    this.#shownCount = undefined;
  }

  #build(
    view: View,
    { window, topLimit }: Subscription,
    rows: LiveRows,
    context: FrameContext,
  ): LiveFrame {
    const { analysis } = view;
    const newest = this.#recorder.main.analysis.totals.last;
    const newestTime = newest === undefined ? 0 : newest.seconds * 1e6 + newest.nanoseconds / 1e3;
    const watermark = Math.max(context.now ?? 0, newestTime);
    const slides = analysis.options.timeline.kind === "sliding";
    return {
      epoch: this.#epoch,
      watermark,
      state: context.state,
      progress: context.progress,
      totals: this.#totals(view, watermark / 1e6, context),
      timeline: liveTimeline(
        slides
          ? slidingWindow(analysis.timeline, window, watermark / 1e6)
          : wholeWindow(analysis.timeline, undefined),
      ),
      protocols: liveRanking(analysis, "protocol", topLimit),
      applications: liveApplications(analysis, topLimit, this.#recorder.catalog),
      sources: liveRanking(analysis, "source", topLimit),
      destinations: liveRanking(analysis, "destination", topLimit),
      hosts: liveRanking(analysis, "host", topLimit),
      services: liveRanking(analysis, "service", topLimit),
      rows,
    };
  }

  #totals(view: View, seconds: number, context: FrameContext): LiveTotals {
    const { analysis } = view;
    const { main, archive } = this.#recorder;
    return {
      packets: analysis.totals.packets,
      bytes: analysis.totals.wireBytes,
      allPackets: main.analysis.totals.packets,
      allBytes: main.analysis.totals.wireBytes,
      activeFlows: analysis.activeFlows(seconds - ACTIVE_SECONDS),
      flows: analysis.totals.flowsSeen,
      hosts: analysis.hosts.seen,
      malformed: analysis.totals.malformed,
      kernelDrops: context.kernelDrops,
      interfaceDrops: context.interfaceDrops,
      rowsSkipped: this.rowsSkipped,
      packetsForgotten: archive?.forgottenCount ?? 0,
      firstHeld: archive?.firstNumber ?? 0,
      lastHeld: archive?.lastNumber ?? 0,
    };
  }

  /**
   * Rows of the newest packets since the last frame. A view that is still working through what was
   * there before it gives none, and its first rows are then simply the newest.
   */
  async #takeRows(view: View, limit: number): Promise<LiveRows> {
    if (view !== this.#recorder.main && !view.hasCaughtUp) return emptyRows();
    const fresh = this.#shownCount === undefined ? undefined : view.matchedCount - this.#shownCount;
    this.#shownCount = view.matchedCount;
    const found = await this.#loadRows(view.newest(Math.min(limit, fresh ?? limit)));
    const skipped = fresh === undefined ? 0 : fresh - found.number.length;
    this.rowsSkipped += skipped;
    return { ...found, skipped };
  }

  /** Rows of those of `numbers` that are still held. */
  async #loadRows(numbers: readonly number[]): Promise<LiveRows> {
    const { archive } = this.#recorder;
    const packet = this.#packet;
    const rows = new RowColumns();
    for (const number of numbers) {
      const found = archive?.page(number);
      const page = found instanceof Promise ? await found : found;
      if (page === undefined) continue;
      loadPacket(page, number - page.firstNumber, packet);
      rows.add(packet);
    }
    return rows.finish();
  }
}

class RowColumns {
  readonly #number: number[] = [];
  readonly #time: number[] = [];
  readonly #length: number[] = [];
  readonly #protocolByPort: number[] = [];
  readonly #protocol: string[] = [];
  readonly #source: string[] = [];
  readonly #destination: string[] = [];
  readonly #info: string[] = [];

  /** `packet` comes fresh from `decode`. */
  add(packet: Packet): void {
    const { source, destination, protocol, info } = summarize(packet);
    identify(packet);
    this.#number.push(packet.number);
    this.#time.push(packet.seconds * 1e6 + packet.nanoseconds / 1e3);
    this.#length.push(packet.originalLength);
    this.#protocolByPort.push(packet.protocolByPort ? 1 : 0);
    this.#protocol.push(protocol);
    this.#source.push(withPort(source, packet.sourcePort));
    this.#destination.push(withPort(destination, packet.destinationPort));
    this.#info.push(info);
  }

  finish(): LiveRows {
    return {
      number: Float64Array.from(this.#number),
      time: Float64Array.from(this.#time),
      length: Uint32Array.from(this.#length),
      protocolByPort: Uint8Array.from(this.#protocolByPort),
      protocol: this.#protocol,
      source: this.#source,
      destination: this.#destination,
      info: this.#info,
      skipped: 0,
    };
  }
}

function emptyRows(): LiveRows {
  return new RowColumns().finish();
}
