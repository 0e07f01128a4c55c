/**
 * The page's state and every act on it. One question, `{filter, window, selection}`, drives all panels;
 * it is the address, and Back undoes it. Panels read stores and call the methods here.
 */
import type { Flow, InterfaceInfo, LiveFrame } from "@wirescope/query";
import { type Span, type TimeFormat, timeFormatIn } from "../format/time.ts";
import type { RateUnit } from "../format/traffic.ts";
import type { ActiveSession } from "../session/active-session.ts";
import type { Slot } from "../theme/palette.ts";
import type { AddressBar } from "./address-bar.ts";
import { Announcer } from "./announcer.ts";
import { applyClause, type ClauseAct } from "./clauses.ts";
import { isSameName, nameOf } from "./flow-name.ts";
import type { FrameScheduler } from "./frame-scheduler.ts";
import type { Timer } from "./hold.ts";
import { Inquiry } from "./inquiry.ts";
import { Inspector } from "./inspector.ts";
import { LiveFeed } from "./live-feed.ts";
import { Notices } from "./notices.ts";
import { type ListOrder, PacketList } from "./packet-list.ts";
import { Quiet } from "./quiet.ts";
import { StatusPoll } from "./status-poll.ts";
import { Store } from "./store.ts";
import {
  DEFAULT_WINDOW,
  fitInto,
  isSameSpan,
  isSameWindow,
  LIVE_SECONDS,
  type TimeWindow,
} from "./time-window.ts";
import type { ListKind, PageName, ViewState } from "./view-state.ts";
import { formatView, type ParsedView, parseView } from "./view-url.ts";
import { WholeTimeline } from "./whole-timeline.ts";
import { WindowTravel } from "./window-travel.ts";

export interface DashboardOptions {
  readonly server: ActiveSession;
  readonly addressBar: AddressBar;
  readonly scheduler: FrameScheduler;
  readonly timer: Timer;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Makes a session of a file, read in this browser. */
  readonly openFile: (file: File) => ActiveSession;
}

export class Dashboard {
  readonly view: Store<ViewState>;
  readonly notices: Notices;
  readonly active: Store<ActiveSession>;
  readonly hiddenSlots: Store<ReadonlySet<Slot>> = new Store<ReadonlySet<Slot>>(new Set());
  readonly interfaces: Store<readonly InterfaceInfo[]> = new Store<readonly InterfaceInfo[]>([]);
  readonly order: Store<ListOrder> = new Store<ListOrder>("newest");
  readonly feed: LiveFeed;
  readonly packets: PacketList = new PacketList();
  readonly inspector: Inspector = new Inspector();
  readonly poll: StatusPoll;
  readonly wholeTimeline: WholeTimeline;
  readonly inquiry: Inquiry;
  readonly travel: WindowTravel;
  /** Moment at which the crosshair was left, microseconds since 1970. */
  readonly pin: Store<number | undefined> = new Store<number | undefined>(undefined);
  /** Moments are printed in its zone everywhere. */
  readonly format: Store<TimeFormat>;
  readonly quiet: Quiet;
  readonly announcer: Announcer;
  readonly #options: DashboardOptions;
  #unknown: ParsedView["unknown"];
  #orderChosen = false;
  /** When the session's source was started; another time means that numbers begin anew. */
  #startedAt: string | undefined;

  constructor(options: DashboardOptions) {
    this.#options = options;
    const parsed = parseView(options.addressBar.read());
    this.view = new Store(parsed.view);
    this.notices = new Notices(parsed.notices);
    this.#unknown = parsed.unknown;
    this.active = new Store(options.server);
    this.poll = new StatusPoll(options.timer);
    this.announcer = new Announcer(options.timer);
    this.format = new Store(timeFormatIn(parsed.view.zone));
    this.quiet = new Quiet(options.clock);
    this.wholeTimeline = new WholeTimeline(options.timer.now);
    this.feed = new LiveFeed(
      options.scheduler,
      (frame) => this.#receive(frame),
      (error) => this.notices.add(`Live updates stopped: ${error.message}`),
    );
    this.inquiry = new Inquiry({
      view: this.view,
      feed: this.feed,
      poll: this.poll,
      session: () => this.active.getSnapshot().session,
      isFile: () => this.#isFile(),
      steady: options.timer.now,
      clock: options.clock,
    });
    this.travel = new WindowTravel({
      view: this.view,
      scope: this.inquiry.scope,
      timer: options.timer,
      setWindow: (window) => this.setWindow(window),
    });
  }

  start(): void {
    this.#options.addressBar.onNavigate(() => this.#navigated());
    this.poll.status.subscribe(() => this.#statusChanged());
    const { connection } = this.#options.server;
    connection.subscribe(() => {
      if (connection.getSnapshot().kind === "connected") void this.poll.refresh();
    });
    this.#follow(this.#options.server);
    const { packet, flow } = this.view.getSnapshot();
    if (packet !== undefined) void this.inspector.open(this.active.getSnapshot().session, packet);
    this.inquiry.showFlow(flow);
  }

  /** @param filter canonical text of a filter that compiles. */
  setFilter(filter: string): void {
    this.#change({ filter }, "push");
  }

  /** Applies a value's clause, as a click or a menu asks. */
  act(clause: string, act: ClauseAct): void {
    this.setFilter(applyClause(this.view.getSnapshot().filter, clause, act));
  }

  /** Shows another stretch of time; a selection ends with it. */
  setWindow(window: TimeWindow): void {
    if (window.kind !== "between") this.setPaused(false);
    this.#change({ window, selection: undefined }, "push");
  }

  /** Lets the page answer for a part of the window; undefined for all of it. */
  select(selection: Span | undefined): void {
    this.#change({ selection }, "push");
  }

  /** Moves the window, as long as it is, to where a selection is. */
  reveal({ from, to }: Span): void {
    const { window, reach } = this.inquiry.scope.getSnapshot();
    const start = Math.round((from + to - (window.to - window.from)) / 2);
    const span = fitInto({ from: start, to: start + window.to - window.from }, reach);
    this.#change({ window: { kind: "between", ...span } }, "push");
  }

  /** Follows the newest again. */
  goLive(): void {
    this.setPaused(false);
    const { window } = this.view.getSnapshot();
    const live = window.kind === "between" ? DEFAULT_WINDOW : window;
    this.#change({ window: live, selection: undefined }, "push");
  }

  setList(list: ListKind): void {
    this.#change({ list }, "replace");
  }

  /** Filters to a flow, and shows a list of what it is made of. */
  showFlow(filter: string, list: ListKind): void {
    this.#change({ filter, list }, "push");
  }

  /** Shows the details of a flow, or hides those that are shown. */
  openFlow(flow: Flow): void {
    const { opened } = this.inquiry.flows;
    if (opened.isShowing(flow)) {
      this.closeFlow();
      return;
    }
    opened.show(flow);
    const entry = this.view.getSnapshot().flow === undefined ? "push" : "replace";
    this.#change({ flow: nameOf(flow), packet: undefined }, entry);
  }

  closeFlow(): void {
    this.#change({ flow: undefined }, "replace");
  }

  /** @param zone IANA name; undefined for this computer's. */
  setZone(zone: string | undefined): void {
    this.#change({ zone }, "replace");
  }

  setPage(page: PageName): void {
    this.#change({ page }, "push");
  }

  /** The newest moment that is shown, microseconds since 1970. */
  get now(): number {
    return this.inquiry.now;
  }

  /** A moment of the day that is called today; undefined for a file, whose days all have dates. */
  get today(): number | undefined {
    return this.#isFile() ? undefined : this.now;
  }

  /** The address of the present view, as a saved file carries it. */
  get address(): string {
    return formatView(this.view.getSnapshot(), this.#unknown);
  }

  /** One step of the view back, as the browser's Back does. */
  undo(): void {
    this.#options.addressBar.back();
  }

  setUnit(unit: RateUnit): void {
    this.#change({ unit }, "replace");
  }

  toggleUnit(): void {
    this.setUnit(this.view.getSnapshot().unit === "bits" ? "packets" : "bits");
  }

  toggleSlot(slot: Slot): void {
    this.hiddenSlots.update((hidden) => {
      const next = new Set(hidden);
      if (!next.delete(slot)) next.add(slot);
      return next;
    });
  }

  setOrder(order: ListOrder): void {
    this.#orderChosen = true;
    this.#applyOrder(order);
  }

  openPacket(number: number): void {
    const entry = this.view.getSnapshot().packet === undefined ? "push" : "replace";
    this.#change({ packet: number }, entry);
  }

  closePacket(): void {
    this.#change({ packet: undefined }, "replace");
  }

  /** Opens the packet before or after the open one in the list. */
  stepPacket(step: 1 | -1): void {
    const { packet } = this.view.getSnapshot();
    if (packet === undefined) return;
    const next = this.packets.neighbour(packet, step);
    if (next !== undefined) this.openPacket(next);
  }

  /** A fixed window stands still anyway. */
  setPaused(paused: boolean): void {
    if (paused && this.view.getSnapshot().window.kind === "between") return;
    this.feed.setPaused(paused);
    const now = this.feed.pause.getSnapshot().paused;
    this.packets.setPaused(now);
    this.inquiry.flows.setHeld(now);
    this.announcer.say(now ? "View paused; recording goes on." : "View is live.");
  }

  togglePause(): void {
    this.setPaused(!this.feed.pause.getSnapshot().paused);
  }

  /** Shows a capture file that was dropped on the page or chosen. */
  openFile(file: File): void {
    this.#leave();
    this.#follow(this.#options.openFile(file));
    this.announcer.say(`Reading ${file.name}.`);
  }

  /** Leaves the file and goes back to what the server shows. */
  closeFile(): void {
    if (this.active.getSnapshot().kind !== "file") return;
    this.#leave();
    this.#follow(this.#options.server);
  }

  #follow(active: ActiveSession): void {
    this.active.set(active);
    this.#startedAt = undefined;
    this.#orderChosen = false;
    this.order.set(active.kind === "file" ? "oldest" : "newest");
    this.feed.open(active.session);
    this.poll.follow(active.session);
    this.inquiry.follow(active.session);
    this.quiet.reset();
    this.#ask();
    void this.#loadInterfaces(active);
  }

  #leave(): void {
    const before = this.active.getSnapshot();
    if (before.kind === "file") void before.session.close();
    this.inspector.close();
    this.hiddenSlots.set(new Set());
    this.pin.set(undefined);
    const whole = { window: DEFAULT_WINDOW, selection: undefined };
    this.#change({ filter: "", packet: undefined, flow: undefined, ...whole }, "push");
  }

  async #loadInterfaces(active: ActiveSession): Promise<void> {
    const interfaces = await active.session.interfaces().catch(() => []);
    if (active === this.active.getSnapshot()) this.interfaces.set(interfaces);
  }

  #change(part: Partial<ViewState>, entry: "push" | "replace"): void {
    const before = this.view.getSnapshot();
    const after = { ...before, ...part };
    const search = formatView(after, this.#unknown);
    if (search === formatView(before, this.#unknown)) return;
    this.#options.addressBar.write(search, entry);
    this.#apply(before, after);
  }

  #navigated(): void {
    const parsed = parseView(this.#options.addressBar.read());
    this.#unknown = parsed.unknown;
    for (const notice of parsed.notices) this.notices.add(notice);
    this.#apply(this.view.getSnapshot(), parsed.view);
  }

  #apply(before: ViewState, after: ViewState): void {
    this.view.set(after);
    if (before.zone !== after.zone) this.format.set(timeFormatIn(after.zone));
    const sameTime =
      isSameWindow(before.window, after.window) && isSameSpan(before.selection, after.selection);
    if (before.filter !== after.filter || !sameTime) this.#ask();
    if (!isSameName(before.flow, after.flow)) this.inquiry.showFlow(after.flow);
    if (before.packet === after.packet) return;
    if (after.packet === undefined) this.inspector.close();
    else void this.inspector.open(this.active.getSnapshot().session, after.packet);
  }

  /** Puts the page's question to the session. */
  #ask(): void {
    const { filter, window } = this.view.getSnapshot();
    const { session } = this.active.getSnapshot();
    const seconds = window.kind === "last" ? window.seconds : LIVE_SECONDS;
    this.feed.subscribe(filter, Math.min(LIVE_SECONDS, Math.max(1, Math.round(seconds))));
    this.wholeTimeline.ask(this.#isFile() ? session : undefined, filter);
    this.inquiry.ask();
    this.#askPackets();
  }

  #askPackets(): void {
    const { filter } = this.view.getSnapshot();
    const { session } = this.active.getSnapshot();
    const range = this.inquiry.packetRange;
    this.packets.ask(session, { filter, range, order: this.order.getSnapshot() });
  }

  #isFile(): boolean {
    const active = this.active.getSnapshot();
    return active.kind === "file" || this.poll.status.getSnapshot()?.mode === "file";
  }

  #applyOrder(order: ListOrder): void {
    if (order === this.order.getSnapshot()) return;
    this.order.set(order);
    this.#askPackets();
  }

  #statusChanged(): void {
    const status = this.poll.status.getSnapshot();
    if (status === undefined) return;
    const { session } = this.active.getSnapshot();
    if (this.#startedAt !== undefined && this.#startedAt !== status.startedAt) {
      this.packets.forget();
      this.closePacket();
      this.#ask();
    }
    // Packets stay where they are captured, so that a list of them would be empty.
    if (this.#startedAt === undefined && status.mode === "history") this.setList("flows");
    this.#startedAt = status.startedAt;
    this.inquiry.reconsider();
    if (status.mode !== "file") return;
    if (!this.#orderChosen) this.#applyOrder("oldest");
    if (this.wholeTimeline.timeline.getSnapshot() === undefined) {
      this.wholeTimeline.ask(session, this.view.getSnapshot().filter);
    }
  }

  #receive(frame: LiveFrame): void {
    this.announcer.sayMatches(frame, this.view.getSnapshot().filter);
    for (const hosts of [frame.hosts, frame.sources, frame.destinations])
      this.inquiry.names.learn(hosts);
    this.packets.receive(frame);
    this.quiet.receive(frame);
    void this.inquiry.history.refresh(frame.state === "finished");
    this.inquiry.refresh(frame.state === "finished");
    if (this.#isFile()) {
      void this.wholeTimeline.refresh(frame.totals.allPackets, frame.state === "finished");
    }
    const status = this.poll.status.getSnapshot();
    if (status !== undefined && status.state !== frame.state) void this.poll.refresh();
  }
}
