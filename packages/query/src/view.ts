/**
 * The analysis of the packets of one scope: the unfiltered one that always exists, and those that
 * questions and live pages ask for. A view takes packets in the order of their frame numbers.
 */
import type { Analysis } from "@wirescope/analysis";
import type { Packet } from "@wirescope/decode";
import type { PacketTime } from "./packet-archive.ts";
import { beginsAfter, type CompiledScope, isInside } from "./scope.ts";

/** Newest matching frame numbers that a view remembers, for the rows of live frames. */
const RECENT_LIMIT = 512;

export class View {
  readonly scope: CompiledScope;
  readonly analysis: Analysis;
  /** Frame number of the next packet to look at. */
  next = 1;
  /** Packets that belong to the scope. */
  matchedCount = 0;
  /** Packets that were no longer held when the view came to them. */
  missedCount = 0;
  /** True when some of the missed ones lie between packets that were looked at. */
  hasGaps = false;
  /** Questions and live streams that are using the view; it stays while there are any. */
  userCount = 0;
  /** Live streams among the users. */
  streamCount = 0;
  /** True while it is fed with each packet as it comes; otherwise it works through the archive. */
  isCurrent = false;
  /** True when feeding it took too long: it then always works through the archive. */
  isSlow = false;
  /** True once it has come to the newest packet for the first time. */
  hasCaughtUp = false;
  /** Time of the first packet that was looked at. */
  firstSeen: PacketTime | undefined;
  /** Why packets could not be read, from when on the view can't go on. */
  failure: unknown;
  /** No packet before this time is missing; undefined when that is not known. */
  #missedUntil: PacketTime | undefined;
  readonly #recent: Float64Array = new Float64Array(RECENT_LIMIT);
  #waiting: Waiting[] = [];

  constructor(scope: CompiledScope, analysis: Analysis) {
    this.scope = scope;
    this.analysis = analysis;
  }

  /** Whether a packet that comes fresh from `decode` belongs to the scope. Hot. */
  accepts(packet: Packet): boolean {
    const { window, filter } = this.scope;
    return (
      isInside(window, packet.seconds, packet.nanoseconds) &&
      (filter.empty || filter.matches(packet))
    );
  }

  /** Takes a packet of the scope. Hot. */
  add(packet: Packet): void {
    this.#recent[this.matchedCount % RECENT_LIMIT] = packet.number;
    this.matchedCount++;
    this.analysis.add(packet);
  }

  /** Passes over packets that are no longer held, the latest of them at `until` if that is known. */
  miss(count: number, until: PacketTime | undefined): void {
    this.next += count;
    this.missedCount += count;
    if (this.firstSeen !== undefined) this.hasGaps = true;
    this.#missedUntil = until;
  }

  /** True when every packet of the scope was there to be looked at. */
  get isComplete(): boolean {
    return this.missedCount === 0 || beginsAfter(this.scope.window, this.#missedUntil);
  }

  /** Frame numbers of the newest `limit` packets, oldest first, at most {@link RECENT_LIMIT}. */
  newest(limit: number): number[] {
    const count = Math.min(limit, this.matchedCount, RECENT_LIMIT);
    const numbers: number[] = [];
    if (this.scope.whole) {
      for (let number = this.next - count; number < this.next; number++) numbers.push(number);
      return numbers;
    }
    for (let i = this.matchedCount - count; i < this.matchedCount; i++) {
      numbers.push(this.#recent[i % RECENT_LIMIT]!);
    }
    return numbers;
  }

  /** Resolves when the view has looked at frame `number`. */
  reached(number: number): Promise<void> {
    if (this.next > number) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ number, resolve, reject });
    });
  }

  /** Tells those who wait for a frame that was looked at by now. */
  settle(): void {
    const reached = this.#waiting.filter(({ number }) => this.next > number);
    if (reached.length === 0) return;
    this.#waiting = this.#waiting.filter(({ number }) => this.next <= number);
    for (const { resolve } of reached) resolve();
  }

  /** Tells all who wait that the view can't go on. */
  fail(error: unknown): void {
    this.failure = error;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { reject } of waiting) reject(error);
  }
}

interface Waiting {
  /** Frame number. */
  readonly number: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
