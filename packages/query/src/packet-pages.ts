/** Pages of packets out of an archive, in either direction, searched by filter and range. */
import { Packet } from "@wirescope/decode";
import type { CaptureInterface } from "@wirescope/pcap";
import { loadPacket, type PacketLookup, type PacketPage } from "./packet-archive.ts";
import type { Pause } from "./pause.ts";
import type { PacketsQuestion } from "./question.ts";
import { type CompiledScope, isInside } from "./scope.ts";

/**
 * Packets looked at for one page. A filter that matches next to nothing in a large file then gives a
 * short page with a cursor to go on from, instead of keeping the asker waiting for minutes.
 */
const SCAN_LIMIT = 4_000_000;
/** What a step over packets that need not be looked at counts as. */
const STEP_COST = 256;
/** Milliseconds of searching between turns of other work. */
const SLICE = 10;
const CLOCK_MASK = 255;

/** Where packets are looked for, and how the thread is shared meanwhile. */
export interface PacketHoldings {
  readonly archive: PacketLookup | undefined;
  /** What the archive's pages number. */
  readonly interfaces: readonly CaptureInterface[];
  readonly pause: Pause;
  /** Milliseconds. */
  readonly clock: () => number;
}

export interface PageRequest<T> extends Pick<PacketsQuestion, "cursor" | "direction" | "limit"> {
  readonly scope: CompiledScope;
  /** Makes an item of a packet, which is borrowed. */
  readonly take: (packet: Packet) => T;
  /** True when nothing more goes into the page, whatever the limit says. */
  readonly isFull?: () => boolean;
  /** Packets that are looked at; 4,000,000 if left out. */
  readonly scanLimit?: number;
}

export interface FoundPackets<T> {
  /** In the order of the walk: oldest first forward, newest first backward. */
  readonly packets: readonly T[];
  /** Frame number to go on from, undefined when the walk came to the end. */
  readonly cursor: number | undefined;
}

export async function findPackets<T>(
  holdings: PacketHoldings,
  request: PageRequest<T>,
): Promise<FoundPackets<T>> {
  const search = new PacketSearch(holdings, request);
  await search.run();
  return { packets: search.packets, cursor: search.cursor };
}

class PacketSearch<T> {
  readonly packets: T[] = [];
  cursor: number | undefined;
  readonly #holdings: PacketHoldings;
  readonly #request: PageRequest<T>;
  readonly #scanLimit: number;
  readonly #step: 1 | -1;
  readonly #packet = new Packet();
  #deadline: number;
  #scanned = 0;

  constructor(holdings: PacketHoldings, request: PageRequest<T>) {
    this.#holdings = holdings;
    this.#request = request;
    this.#scanLimit = request.scanLimit ?? SCAN_LIMIT;
    this.#step = request.direction === "forward" ? 1 : -1;
    this.#deadline = holdings.clock() + SLICE;
  }

  async run(): Promise<void> {
    const { archive, clock, pause } = this.#holdings;
    if (archive === undefined || archive.lastNumber === 0) return;
    let next = this.#firstNumber(archive.firstNumber, archive.lastNumber);
    for (;;) {
      if (this.#step > 0) next = Math.max(next, archive.firstNumber);
      if (next < archive.firstNumber || next > archive.lastNumber) return;
      if (this.#isFull() || this.#scanned >= this.#scanLimit) {
        this.cursor = next - this.#step;
        return;
      }
      const place = archive.seek === undefined ? next : archive.seek(next, this.#step, this.scope);
      if (place === undefined) return;
      if (place === next) {
        const found = archive.page(next);
        const page = found instanceof Promise ? await found : found;
        if (page !== undefined) next = this.#searchPage(page, next, archive.lastNumber);
        // Forgotten meanwhile: the next oldest is the place to go on, if there is one that way.
        else if (this.#step < 0 || next >= archive.firstNumber) return;
      } else {
        next = place;
        this.#scanned += STEP_COST;
      }
      if (clock() < this.#deadline) continue;
      await pause();
      this.#deadline = clock() + SLICE;
    }
  }

  get scope(): CompiledScope {
    return this.#request.scope;
  }

  #firstNumber(first: number, last: number): number {
    const { cursor } = this.#request;
    if (this.#step > 0) return cursor === undefined ? first : cursor + 1;
    return cursor === undefined ? last : Math.min(cursor - 1, last);
  }

  #isFull(): boolean {
    const { limit, isFull } = this.#request;
    return this.packets.length >= limit || isFull?.() === true;
  }

  /** Searches from frame `number` to the end of the page, and returns the next frame to look at. */
  #searchPage(page: PacketPage, number: number, lastNumber: number): number {
    const { scope, take } = this.#request;
    const { clock } = this.#holdings;
    const packet = this.#packet;
    const end = Math.min(page.count, lastNumber + 1 - page.firstNumber);
    let row = number - page.firstNumber;
    for (; row >= 0 && row < end && !this.#isFull(); row += this.#step) {
      this.#scanned++;
      if ((this.#scanned & CLOCK_MASK) === 0 && clock() >= this.#deadline) break;
      if (!isInside(scope.window, page.seconds[row]!, page.nanoseconds[row]!)) continue;
      loadPacket(page, row, packet);
      if (!scope.filter.empty && !scope.filter.matches(packet)) continue;
      this.packets.push(take(packet));
    }
    return page.firstNumber + row;
  }
}
