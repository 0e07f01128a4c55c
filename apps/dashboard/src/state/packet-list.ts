/**
 * The live packet table's model: which packet stands at which position, what is missing, and what
 * may move.
 *
 * Without a filter positions follow from frame numbers, so any place in millions of packets is one
 * page away. With a filter the matches are listed as they become known ({@link MatchIndex}), and so
 * are the packets of a limited stretch of time, which live frames add nothing to. Either way the list shows a snapshot that is *taken* only while the list follows: a held or paused list
 * keeps every position, and counts what arrived since.
 */
import {
  type Coverage,
  EVERYTHING,
  type LiveFrame,
  type PacketsPage,
  type Session,
  type TimeRange,
} from "@wirescope/query";
import { MatchIndex } from "./match-index.ts";
import { type Row, RowStore } from "./row-store.ts";
import { Store } from "./store.ts";

export const PAGE_ROWS = 200;

export type ListOrder = "newest" | "oldest";

export interface PacketListQuestion {
  readonly filter: string;
  /** A limited stretch of time; undefined for all that is held, with what arrives. */
  readonly range: TimeRange | undefined;
  readonly order: ListOrder;
}

/** What stands at a position. */
export type Line =
  | { readonly kind: "row"; readonly row: Row }
  /** Known to exist, on its way. */
  | { readonly kind: "loading"; readonly number: number }
  /** No longer held by the session. */
  | { readonly kind: "gone"; readonly number: number }
  /** Matches that were not sent live; `before` is the frame that follows them. */
  | { readonly kind: "gap"; readonly before: number };

export interface PacketListState {
  /** Grows with every change of any line. */
  readonly version: number;
  readonly order: ListOrder;
  readonly length: number;
  /** Matching packets that arrived since the list was taken. */
  readonly arrived: number;
  readonly held: boolean;
  /** Packets that are listed, without the place of those that are not fetched yet. */
  readonly listed: number;
  /** Packets of a limited range, as far as they are counted. */
  readonly matching: number | undefined;
  /** What the last page could look at; undefined until one came. */
  readonly coverage: Coverage | undefined;
  /** True when the list is known to its end. */
  readonly complete: boolean;
  /** The last failure of a page, until one succeeds. */
  readonly failure: string | undefined;
}

export class PacketList {
  readonly state: Store<PacketListState>;
  readonly rows: RowStore = new RowStore();
  #session: Session | undefined;
  #filter = "";
  #range: TimeRange | undefined;
  #order: ListOrder = "newest";
  #index = new MatchIndex();
  #absent = new Set<number>();
  #version = 0;
  #held = false;
  #paused = false;
  #failure: string | undefined;
  /** Newest counts, and those that the shown snapshot rests on. */
  #latest = { first: 0, last: 0, matching: 0, entries: 0 };
  #taken = { first: 0, last: 0, matching: 0, entries: 0 };
  #asking = false;
  /** Oldest first, matches after the last listed one are fetched on the way down. */
  #tailOpen = false;
  #tailCursor: number | undefined;
  #matching: number | undefined;
  #coverage: Coverage | undefined;
  #visible: readonly [number, number] = [0, 0];
  #question = 0;

  constructor() {
    this.state = new Store(this.#snapshot());
  }

  /** Frame numbers mean other packets from now on, as after a restart of the server. */
  forget(): void {
    this.rows.clear();
    this.#session = undefined;
  }

  /** Starts over for another session or question. */
  ask(session: Session, { filter, range, order }: PacketListQuestion): void {
    const sameSession = session === this.#session;
    if (!sameSession) this.rows.clear();
    this.#session = session;
    this.#filter = filter;
    this.#range = range;
    this.#order = order;
    this.#question += 1;
    this.#asking = false;
    this.#tailOpen = order === "oldest" && this.#isIndexed;
    this.#tailCursor = undefined;
    this.#matching = undefined;
    this.#coverage = undefined;
    this.#index = new MatchIndex();
    this.#absent = new Set();
    this.#failure = undefined;
    this.#latest = sameSession
      ? { ...this.#latest, matching: 0, entries: 0 }
      : { first: 0, last: 0, matching: 0, entries: 0 };
    this.#taken = this.#latest;
    this.#publish();
    if (this.#isIndexed) void this.#fetchFirst();
  }

  setHeld(held: boolean): void {
    this.#held = held;
    this.#takeIfFree();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    this.#takeIfFree();
  }

  /** Takes over what a frame of the present question says. */
  receive(frame: LiveFrame): void {
    this.rows.addLive(frame.rows);
    if (this.#range !== undefined) return;
    const { totals } = frame;
    if (this.#filter !== "") this.#append(frame);
    this.#latest = {
      first: totals.firstHeld,
      last: totals.lastHeld,
      matching: totals.packets,
      entries: this.#index.length,
    };
    this.#takeIfFree();
  }

  /** @param position from 0 at the top of the list. */
  line(position: number): Line | undefined {
    if (!this.#isIndexed) return this.#describe(this.#numberAt(position));
    const entry = this.#entryAt(position);
    if (entry === undefined) return undefined;
    return entry < 0 ? { kind: "gap", before: -entry } : this.#describe(entry);
  }

  /** Frame number at a position; undefined for gaps and outside of the list. */
  numberAt(position: number): number | undefined {
    const line = this.line(position);
    if (line === undefined || line.kind === "gap") return undefined;
    return line.kind === "row" ? line.row.number : line.number;
  }

  /** Position of a frame number, -1 when the list does not show it. */
  positionOf(number: number): number {
    const { first, last, entries } = this.#taken;
    if (!this.#isIndexed) {
      if (number < first || number > last) return -1;
      return this.#order === "newest" ? last - number : number - first;
    }
    const index = this.#index.indexOf(number);
    if (index < 0 || index >= entries) return -1;
    return this.#order === "newest" ? entries - 1 - index : index;
  }

  /** The packet before (-1) or after (1) another one in the list. */
  neighbour(number: number, step: 1 | -1): number | undefined {
    let position = this.positionOf(number);
    if (position < 0) return undefined;
    const { length } = this.state.getSnapshot();
    for (position += step; position >= 0 && position < length; position += step) {
      const found = this.numberAt(position);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Fetches what the positions `[from, to)` lack; the gaps at the list's ends are filled as well. */
  show(from: number, to: number): void {
    this.#visible = [from, to];
    void this.#fetchVisible();
  }

  /** Fetches the matches in the gap before a frame. */
  async fillGap(before: number): Promise<void> {
    await this.#fetch(before, "backward", before);
  }

  /** Whether positions are those of listed matches, and not of frame numbers. */
  get #isIndexed(): boolean {
    return this.#filter !== "" || this.#range !== undefined;
  }

  #append(frame: LiveFrame): void {
    if (this.#tailOpen) return;
    const { rows } = frame;
    const unknown = this.#index.length === 0 && frame.totals.packets > rows.number.length;
    this.#index.append(rows.number, rows.skipped > 0 || unknown);
    const dropped = this.#held || this.#paused ? 0 : this.#index.dropBefore(frame.totals.firstHeld);
    if (dropped > 0) this.#absent.clear();
  }

  #takeIfFree(): void {
    if (!this.#held && !this.#paused) this.#taken = this.#latest;
    this.#publish();
  }

  #describe(number: number | undefined): Line | undefined {
    if (number === undefined) return undefined;
    const row = this.rows.get(number);
    if (row !== undefined) return { kind: "row", row };
    return { kind: this.#absent.has(number) ? "gone" : "loading", number };
  }

  #numberAt(position: number): number | undefined {
    const { first, last } = this.#taken;
    if (last === 0 || position < 0 || position > last - first) return undefined;
    return this.#order === "newest" ? last - position : first + position;
  }

  #entryAt(position: number): number | undefined {
    const { entries } = this.#taken;
    if (position < 0 || position >= entries) return undefined;
    return this.#index.at(this.#order === "newest" ? entries - 1 - position : position);
  }

  #length(): number {
    const { first, last, entries } = this.#taken;
    if (this.#isIndexed) return entries;
    return last === 0 ? 0 : last - first + 1;
  }

  /** The first page of matches: the newest, which live frames continue, or the oldest. */
  async #fetchFirst(): Promise<void> {
    if (this.#tailOpen) {
      await this.#fetchTail();
      return;
    }
    const page = await this.#page(undefined, "backward");
    if (page === undefined) return;
    const live = this.#index;
    this.#index = new MatchIndex();
    this.#index.append(ascending(page), page.cursor !== undefined);
    for (let i = 0; i < live.length; i += 1) {
      const entry = live.at(i);
      // The page overlaps with the first live rows, so only later gaps stay.
      if (entry > 0) this.#index.append([entry], i > 1 && live.at(i - 1) < 0);
    }
    this.#indexChanged(0);
  }

  async #fetchTail(): Promise<void> {
    this.#asking = true;
    const question = this.#question;
    const page = await this.#page(this.#tailCursor, "forward");
    if (question !== this.#question) return;
    this.#asking = false;
    if (page === undefined) return;
    this.#tailCursor = page.cursor;
    this.#tailOpen = page.cursor !== undefined;
    const before = this.#index.length;
    this.#index.append(ascending(page), false);
    this.#indexChanged(this.#index.length - before);
    await this.#fetchVisible();
  }

  async #fetchVisible(): Promise<void> {
    if (this.#asking) return;
    const [from, to] = this.#visible;
    for (let position = from; position < to; position += 1) {
      const line = this.line(position);
      if (line === undefined) break;
      if (line.kind === "loading") {
        const backward = this.#order === "newest";
        await this.#fetch(
          line.number + (backward ? 1 : -1),
          backward ? "backward" : "forward",
          undefined,
          line.number,
        );
        return;
      }
      if (line.kind === "gap" && this.#isOldestGap(position)) {
        await this.fillGap(line.before);
        return;
      }
    }
    if (this.#tailOpen && to >= this.#length()) await this.#fetchTail();
  }

  #isOldestGap(position: number): boolean {
    return position === (this.#order === "newest" ? this.#taken.entries - 1 : 0);
  }

  async #fetch(
    cursor: number,
    direction: "forward" | "backward",
    gap: number | undefined,
    wanted?: number,
  ): Promise<void> {
    this.#asking = true;
    const question = this.#question;
    const page = await this.#page(cursor, direction);
    if (question !== this.#question) return;
    this.#asking = false;
    if (page === undefined) return;
    if (gap !== undefined) {
      this.#indexChanged(this.#index.fill(gap, ascending(page), page.cursor === undefined));
    }
    if (wanted !== undefined && !this.rows.has(wanted)) this.#absent.add(wanted);
    this.#publish();
    await this.#fetchVisible();
  }

  /** A page with rows, or the last one: stretches without a match are passed over. */
  async #page(
    cursor: number | undefined,
    direction: "forward" | "backward",
  ): Promise<PacketsPage | undefined> {
    let page = await this.#stretch(cursor, direction);
    while (page !== undefined && page.packets.length === 0 && page.cursor !== undefined) {
      page = await this.#stretch(page.cursor, direction);
    }
    return page;
  }

  async #stretch(
    cursor: number | undefined,
    direction: "forward" | "backward",
  ): Promise<PacketsPage | undefined> {
    const question = this.#question;
    try {
      const page = await this.#session!.packets({
        range: this.#range ?? EVERYTHING,
        filter: this.#filter,
        cursor,
        direction,
        limit: PAGE_ROWS,
      });
      if (question !== this.#question) return undefined;
      this.rows.addPage(page.packets);
      this.#failure = undefined;
      this.#matching = page.matching;
      this.#coverage = page.coverage;
      return page;
    } catch (error) {
      if (question !== this.#question) return undefined;
      this.#failure = error instanceof Error ? error.message : String(error);
      this.#asking = false;
      this.#publish();
      return undefined;
    }
  }

  /** Entries that came in below the newest end belong to the shown snapshot at once. */
  #indexChanged(grown: number): void {
    const { length } = this.#index;
    this.#latest = { ...this.#latest, entries: length };
    const follows = !this.#held && !this.#paused;
    this.#taken = {
      ...this.#taken,
      entries: follows || this.#taken.entries === 0 ? length : this.#taken.entries + grown,
    };
    this.#publish();
  }

  #snapshot(): PacketListState {
    return {
      version: this.#version,
      order: this.#order,
      length: this.#length(),
      arrived: Math.max(0, this.#latest.matching - this.#taken.matching),
      held: this.#held,
      listed: this.#length() - (this.#isIndexed && this.#index.isOpen ? 1 : 0),
      matching: this.#matching,
      coverage: this.#coverage,
      complete: this.#coverage !== undefined && !this.#tailOpen && !this.#index.isOpen,
      failure: this.#failure,
    };
  }

  #publish(): void {
    this.#version += 1;
    this.state.set(this.#snapshot());
  }
}

function ascending(page: PacketsPage): number[] {
  return page.packets.map((row) => row.number).sort((a, b) => a - b);
}
