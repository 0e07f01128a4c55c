/**
 * What the page asks for its window and its selection: resolves both to moments, decides what live
 * frames answer and what has to be asked, and asks again while the end is the present.
 */
import { EVERYTHING, type Session, type TimeRange } from "@wirescope/query";
import { formatIso, parseIso, type Span } from "../format/time.ts";
import type { ExportScope } from "../session/exporter.ts";
import { Answers, type AnswersQuestion } from "./answers.ts";
import { ExtentOverview } from "./extent-overview.ts";
import { FlowList, type FlowListQuestion } from "./flow-list.ts";
import type { FlowName } from "./flow-name.ts";
import { HistoryExtent, oldestHeld, oldestPacket, recordedBefore } from "./history-extent.ts";
import { HostNames } from "./host-names.ts";
import type { LiveFeed } from "./live-feed.ts";
import {
  type Horizon,
  liveSince,
  rangeOf,
  reachesEarlier,
  type Scope,
  scopeOf,
  windowScope,
} from "./scope.ts";
import type { StatusPoll } from "./status-poll.ts";
import { Store } from "./store.ts";
import { LIVE_SECONDS, MINUTE, SECOND, stepFor } from "./time-window.ts";
import type { ViewState } from "./view-state.ts";

/** Milliseconds after which a window of up to so many seconds is asked about again. */
const REFRESHES: readonly (readonly [upTo: number, wait: number])[] = [
  [LIVE_SECONDS, 5000],
  [86_400, 15_000],
  [Number.POSITIVE_INFINITY, 60_000],
];

/** Microseconds by which a window may begin earlier than was asked without being asked about again. */
const REACH_TOLERANCE = SECOND;

/** What the panels answer for at present. */
export interface ShownScope extends Scope {
  /** What the timeline shows. */
  readonly window: Span;
  /** From the oldest that is held to the newest. */
  readonly reach: Span;
  /** True when live frames, or the whole of a file, make the timeline. */
  readonly liveTimeline: boolean;
  /**
   * Where a live timeline takes over from history, since its window began before the live figures do.
   * Undefined where it needs no history.
   */
  readonly seam: number | undefined;
}

export interface InquiryOptions {
  readonly view: Store<ViewState>;
  readonly feed: LiveFeed;
  readonly poll: StatusPoll;
  readonly session: () => Session;
  readonly isFile: () => boolean;
  /** Milliseconds of a steady clock. */
  readonly steady: () => number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

export class Inquiry {
  readonly history: HistoryExtent;
  readonly overview: ExtentOverview;
  readonly names: HostNames = new HostNames();
  readonly answers: Answers = new Answers(this.names);
  readonly flows: FlowList = new FlowList();
  /** Renewed with every question and every asking again. */
  readonly scope: Store<ShownScope>;
  readonly #options: InquiryOptions;
  /** Steady clock, milliseconds. */
  #askedAt = 0;
  /** Nothing more arrives, and what is shown was asked since. */
  #settled = false;

  constructor(options: InquiryOptions) {
    this.#options = options;
    this.history = new HistoryExtent(options.steady);
    this.overview = new ExtentOverview(options.steady);
    this.scope = new Store(this.#resolve());
    this.history.extent.subscribe(() => this.reconsider());
  }

  /** The newest moment that is shown, microseconds since 1970. */
  get now(): number {
    const { feed, poll, clock } = this.#options;
    const { paused, at } = feed.pause.getSnapshot();
    if (paused) return at;
    const frame = feed.shown.getSnapshot()?.watermark;
    if (frame !== undefined && frame > 0) return frame;
    const watermark = poll.status.getSnapshot()?.watermark;
    return watermark ? parseIso(watermark) : clock() * 1000;
  }

  /** Range of the packet list; undefined for all that is held, with what arrives. */
  get packetRange(): TimeRange | undefined {
    const scope = this.scope.getSnapshot();
    return scope.follows ? undefined : rangeOf(scope, 1);
  }

  /** What the panels answer for; everything where the figures since the start do. */
  get range(): TimeRange {
    const { scope } = this.#question();
    return scope ?? { from: undefined, to: undefined };
  }

  /** Range and filter of what the page answers for, as an export takes them. */
  get exportScope(): ExportScope {
    const { filter } = this.#options.view.getSnapshot();
    const { span, follows } = this.scope.getSnapshot();
    if (follows && this.#options.isFile()) return { filter };
    const from = formatIso(span.from);
    return follows ? { from, filter } : { from, to: formatIso(span.to), filter };
  }

  /** Another session: nothing is known of it yet. */
  follow(session: Session): void {
    this.#settled = false;
    this.names.forget();
    this.history.follow(session);
    this.overview.follow(session);
  }

  /** Asks what the view has become. */
  ask(): void {
    this.#renew();
    const question = this.#question();
    this.answers.ask(question);
    this.flows.ask(flowsOf(question));
  }

  /** Shows the details of the flow that the view names, or none. */
  showFlow(name: FlowName | undefined): void {
    if (name === undefined) this.flows.opened.close();
    else void this.flows.opened.find(flowsOf(this.#question()), name);
  }

  /**
   * Called with every frame: asks again when the answers have aged, and once more after the last packet.
   *
   * @param finished nothing more arrives.
   */
  refresh(finished: boolean): void {
    const { feed, view, steady } = this.#options;
    const { window, follows } = this.scope.getSnapshot();
    if (feed.pause.getSnapshot().paused || view.getSnapshot().window.kind === "between") return;
    const seconds = (window.to - window.from) / SECOND;
    const wait = REFRESHES.find(([upTo]) => seconds <= upTo)![1];
    const isLast = finished && !this.#settled;
    if (!isLast && (finished || steady() - this.#askedAt < wait)) return;
    this.#settled = finished;
    this.#renew();
    const question = this.#question();
    this.answers.refresh(question);
    if (follows) this.flows.refresh(flowsOf(question));
  }

  /** What is held, or who captures, has changed: that may decide who answers. */
  reconsider(): void {
    const before = this.scope.getSnapshot();
    const after = this.#resolve();
    void this.overview.refresh(after.reach);
    const same =
      before.live === after.live &&
      before.liveTimeline === after.liveTimeline &&
      minuteOf(before.seam) === minuteOf(after.seam) &&
      before.span.from - after.span.from < REACH_TOLERANCE;
    if (same) this.scope.set(after);
    else this.ask();
  }

  #renew(): void {
    this.#askedAt = this.#options.steady();
    this.scope.set(this.#resolve());
  }

  #question(): AnswersQuestion {
    const { filter, window } = this.#options.view.getSnapshot();
    const scope = this.scope.getSnapshot();
    const step = stepFor((scope.window.to - scope.window.from) / SECOND);
    const ask = (span: Span, follows: boolean): TimeRange =>
      rangeOf({ span, follows, live: false }, step ?? 1);
    const isWholeFile = scope.follows && this.#options.isFile();
    const present = isWholeFile ? EVERYTHING : ask(scope.span, scope.follows);
    return {
      session: this.#options.session(),
      filter,
      step,
      scope: scope.live ? undefined : present,
      window:
        scope.liveTimeline && scope.seam === undefined
          ? undefined
          : ask(scope.window, window.kind !== "between"),
      present,
    };
  }

  #resolve(): ShownScope {
    const { window, selection } = this.#options.view.getSnapshot();
    const horizon = this.#horizon();
    const isShort = window.kind === "last" && window.seconds <= LIVE_SECONDS;
    const isLive = isShort && !horizon.isHistory && !horizon.isFile;
    const shown = windowScope(window, horizon).span;
    const { startedAt } = horizon;
    const isJoined = isLive && startedAt !== undefined && reachesEarlier(shown, horizon);
    return {
      ...scopeOf(window, selection, horizon),
      window: shown,
      reach: windowScope({ kind: "all" }, horizon).span,
      liveTimeline: isLive || (horizon.isFile && window.kind !== "between"),
      seam: isJoined ? startedAt : undefined,
    };
  }

  #horizon(): Horizon {
    const status = this.#options.poll.status.getSnapshot();
    const extent = this.history.extent.getSnapshot();
    const startedAt =
      status &&
      liveSince({
        filter: this.#options.view.getSnapshot().filter,
        startedAt: parseIso(status.startedAt),
        oldestPacket: oldestPacket(extent),
        forgotten: this.#options.feed.shown.getSnapshot()?.totals.packetsForgotten ?? 0,
      });
    return {
      isFile: this.#options.isFile(),
      isHistory: status?.mode === "history",
      newest: this.now,
      startedAt,
      oldest: oldestHeld(extent),
      earlier: startedAt === undefined ? undefined : recordedBefore(extent, startedAt),
    };
  }
}

/** What history is asked for changes with the minute of the seam. */
function minuteOf(seam: number | undefined): number | undefined {
  return seam === undefined ? undefined : Math.floor(seam / MINUTE);
}

function flowsOf({ session, filter, present }: AnswersQuestion): FlowListQuestion {
  return { session, filter, range: present };
}
