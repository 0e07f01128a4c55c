/**
 * The page's state and every act on it. One question, `{filter, window}`, drives all panels; it is
 * the address, and Back undoes it. Panels read stores and call the methods here.
 */
import type { InterfaceInfo, LiveFrame } from "@wirescope/query";
import type { RateUnit } from "../format/traffic.ts";
import type { ActiveSession } from "../session/active-session.ts";
import type { Slot } from "../theme/palette.ts";
import type { AddressBar } from "./address-bar.ts";
import { Announcer } from "./announcer.ts";
import { applyClause, type ClauseAct } from "./clauses.ts";
import { CoverageNote } from "./coverage-note.ts";
import type { FrameScheduler } from "./frame-scheduler.ts";
import type { Timer } from "./hold.ts";
import { Inspector } from "./inspector.ts";
import { LiveFeed } from "./live-feed.ts";
import { type ListOrder, PacketList } from "./packet-list.ts";
import { Quiet } from "./quiet.ts";
import { StatusPoll } from "./status-poll.ts";
import { Store } from "./store.ts";
import type { ViewState, WindowLength } from "./view-state.ts";
import { formatView, type ParsedView, parseView } from "./view-url.ts";
import { WholeTimeline } from "./whole-timeline.ts";

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
  /** One sentence each; dismissed by the person. */
  readonly notices: Store<readonly string[]>;
  readonly active: Store<ActiveSession>;
  readonly hiddenSlots: Store<ReadonlySet<Slot>> = new Store<ReadonlySet<Slot>>(new Set());
  readonly interfaces: Store<readonly InterfaceInfo[]> = new Store<readonly InterfaceInfo[]>([]);
  readonly order: Store<ListOrder> = new Store<ListOrder>("newest");
  readonly feed: LiveFeed;
  readonly packets: PacketList = new PacketList();
  readonly inspector: Inspector = new Inspector();
  readonly poll: StatusPoll;
  readonly wholeTimeline: WholeTimeline;
  readonly coverage: CoverageNote;
  readonly quiet: Quiet;
  readonly announcer: Announcer;
  readonly #options: DashboardOptions;
  #unknown: ParsedView["unknown"];
  #orderChosen = false;
  #announcedEpoch = 0;
  /** When the session's source was started; another time means that numbers begin anew. */
  #startedAt: string | undefined;

  constructor(options: DashboardOptions) {
    this.#options = options;
    const parsed = parseView(options.addressBar.read());
    this.view = new Store(parsed.view);
    this.notices = new Store(parsed.notices);
    this.#unknown = parsed.unknown;
    this.active = new Store(options.server);
    this.poll = new StatusPoll(options.timer);
    this.announcer = new Announcer(options.timer);
    this.coverage = new CoverageNote(options.timer.now);
    this.quiet = new Quiet(options.clock);
    this.wholeTimeline = new WholeTimeline(options.timer.now);
    this.feed = new LiveFeed(
      options.scheduler,
      (frame) => this.#receive(frame),
      (error) => this.notify(`Live updates stopped: ${error.message}`),
    );
  }

  start(): void {
    this.#options.addressBar.onNavigate(() => this.#navigated());
    this.poll.status.subscribe(() => this.#statusChanged());
    const { connection } = this.#options.server;
    connection.subscribe(() => {
      if (connection.getSnapshot().kind === "connected") void this.poll.refresh();
    });
    this.#follow(this.#options.server);
    const { packet } = this.view.getSnapshot();
    if (packet !== undefined) void this.inspector.open(this.active.getSnapshot().session, packet);
  }

  /** @param filter canonical text of a filter that compiles. */
  setFilter(filter: string): void {
    this.#change({ filter }, "push");
  }

  /** Applies a value's clause, as a click or a menu asks. */
  act(clause: string, act: ClauseAct): void {
    this.setFilter(applyClause(this.view.getSnapshot().filter, clause, act));
  }

  setWindow(window: WindowLength): void {
    this.#change({ window }, "replace");
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

  setPaused(paused: boolean): void {
    this.feed.setPaused(paused);
    const now = this.feed.pause.getSnapshot().paused;
    this.packets.setPaused(now);
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

  notify(sentence: string): void {
    this.notices.update((notices) =>
      notices.includes(sentence) ? notices : [...notices.slice(-3), sentence],
    );
  }

  dismiss(sentence: string): void {
    this.notices.update((notices) => notices.filter((notice) => notice !== sentence));
  }

  #follow(active: ActiveSession): void {
    this.active.set(active);
    this.#startedAt = undefined;
    this.#orderChosen = false;
    this.order.set(active.kind === "file" ? "oldest" : "newest");
    this.feed.open(active.session);
    this.poll.follow(active.session);
    this.coverage.follow(active.session);
    this.quiet.reset();
    this.#ask();
    void this.#loadInterfaces(active);
  }

  #leave(): void {
    const before = this.active.getSnapshot();
    if (before.kind === "file") void before.session.close();
    this.inspector.close();
    this.hiddenSlots.set(new Set());
    this.#change({ filter: "", packet: undefined }, "push");
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
    for (const notice of parsed.notices) this.notify(notice);
    this.#apply(this.view.getSnapshot(), parsed.view);
  }

  #apply(before: ViewState, after: ViewState): void {
    this.view.set(after);
    if (before.filter !== after.filter || before.window !== after.window) this.#ask();
    if (before.packet === after.packet) return;
    if (after.packet === undefined) this.inspector.close();
    else void this.inspector.open(this.active.getSnapshot().session, after.packet);
  }

  /** Puts the page's question to the session. */
  #ask(): void {
    const { filter, window } = this.view.getSnapshot();
    const { session } = this.active.getSnapshot();
    this.feed.subscribe(filter, window);
    this.packets.ask(session, filter, this.order.getSnapshot());
    this.wholeTimeline.ask(this.#isFile() ? session : undefined, filter);
  }

  /** Says once per filter how much it matches, for those who do not see the lists change. */
  #announceMatches(frame: LiveFrame): void {
    if (frame.epoch === this.#announcedEpoch) return;
    this.#announcedEpoch = frame.epoch;
    if (this.view.getSnapshot().filter === "") return;
    const { packets, allPackets } = frame.totals;
    this.announcer.say(`${packets} of ${allPackets} packets match.`);
  }

  #isFile(): boolean {
    const active = this.active.getSnapshot();
    return active.kind === "file" || this.poll.status.getSnapshot()?.mode === "file";
  }

  #applyOrder(order: ListOrder): void {
    if (order === this.order.getSnapshot()) return;
    this.order.set(order);
    const { session } = this.active.getSnapshot();
    this.packets.ask(session, this.view.getSnapshot().filter, order);
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
    this.#startedAt = status.startedAt;
    if (status.mode !== "file") return;
    if (!this.#orderChosen) this.#applyOrder("oldest");
    if (this.wholeTimeline.timeline.getSnapshot() === undefined) {
      this.wholeTimeline.ask(session, this.view.getSnapshot().filter);
    }
  }

  #receive(frame: LiveFrame): void {
    this.#announceMatches(frame);
    this.packets.receive(frame);
    this.quiet.receive(frame);
    void this.coverage.refresh(frame);
    if (this.#isFile()) {
      void this.wholeTimeline.refresh(frame.totals.allPackets, frame.state === "finished");
    }
    const status = this.poll.status.getSnapshot();
    if (status !== undefined && status.state !== frame.state) void this.poll.refresh();
  }
}
