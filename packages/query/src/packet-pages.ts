/** Pages of packets out of an archive, in either direction, searched by filter and range. */
import { Packet } from "@wirescope/decode";
import type { PacketRow } from "./answer.ts";
import { loadPacket, type PacketPage } from "./packet-archive.ts";
import { packetRow } from "./packet-row.ts";
import type { Recorder } from "./recorder.ts";
import { type CompiledScope, isInside } from "./scope.ts";

/**
 * Packets looked at for one page. A filter that matches next to nothing in a large file then gives a
 * short page with a cursor to go on from, instead of keeping the asker waiting for minutes.
 */
const SCAN_LIMIT = 4_000_000;
/** Milliseconds of searching between turns of other work. */
const SLICE = 10;
const CLOCK_MASK = 255;

export interface PageRequest {
  readonly scope: CompiledScope;
  readonly cursor: number | undefined;
  readonly direction: "forward" | "backward";
  readonly limit: number;
}

export interface FoundPackets {
  /** In the order of the walk: oldest first forward, newest first backward. */
  readonly packets: readonly PacketRow[];
  /** Frame number to go on from, undefined when the walk came to the end. */
  readonly cursor: number | undefined;
}

export async function findPackets(recorder: Recorder, request: PageRequest): Promise<FoundPackets> {
  const search = new PacketSearch(recorder, request);
  await search.run();
  return { packets: search.packets, cursor: search.cursor };
}

class PacketSearch {
  readonly packets: PacketRow[] = [];
  cursor: number | undefined;
  readonly #recorder: Recorder;
  readonly #request: PageRequest;
  readonly #step: 1 | -1;
  readonly #packet = new Packet();
  #deadline: number;
  #scanned = 0;

  constructor(recorder: Recorder, request: PageRequest) {
    this.#recorder = recorder;
    this.#request = request;
    this.#step = request.direction === "forward" ? 1 : -1;
    this.#deadline = recorder.clock() + SLICE;
  }

  async run(): Promise<void> {
    const { archive, clock, pause } = this.#recorder;
    if (archive === undefined || archive.lastNumber === 0) return;
    let next = this.#firstNumber(archive.firstNumber, archive.lastNumber);
    for (;;) {
      if (this.#step > 0) next = Math.max(next, archive.firstNumber);
      if (next < archive.firstNumber || next > archive.lastNumber) return;
      if (this.packets.length >= this.#request.limit || this.#scanned >= SCAN_LIMIT) {
        this.cursor = next - this.#step;
        return;
      }
      const found = archive.page(next);
      const page = found instanceof Promise ? await found : found;
      if (page === undefined) return;
      next = this.#searchPage(page, next, archive.lastNumber);
      if (clock() < this.#deadline) continue;
      await pause();
      this.#deadline = clock() + SLICE;
    }
  }

  #firstNumber(first: number, last: number): number {
    const { cursor } = this.#request;
    if (this.#step > 0) return cursor === undefined ? first : cursor + 1;
    return cursor === undefined ? last : Math.min(cursor - 1, last);
  }

  /** Searches from frame `number` to the end of the page, and returns the next frame to look at. */
  #searchPage(page: PacketPage, number: number, lastNumber: number): number {
    const { scope, limit } = this.#request;
    const { clock, interfaces } = this.#recorder;
    const packet = this.#packet;
    const end = Math.min(page.count, lastNumber + 1 - page.firstNumber);
    let row = number - page.firstNumber;
    for (; row >= 0 && row < end && this.packets.length < limit; row += this.#step) {
      this.#scanned++;
      if ((this.#scanned & CLOCK_MASK) === 0 && clock() >= this.#deadline) break;
      if (!isInside(scope.window, page.seconds[row]!, page.nanoseconds[row]!)) continue;
      loadPacket(page, row, packet);
      if (!scope.filter.empty && !scope.filter.matches(packet)) continue;
      this.packets.push(packetRow(packet, interfaces));
    }
    return page.firstNumber + row;
  }
}
