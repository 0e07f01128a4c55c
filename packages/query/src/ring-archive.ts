/**
 * The newest packets in memory, up to a budget of octets; the oldest go first.
 *
 * Memory comes in slabs, each with its own columns, so that a process that sees little traffic stays
 * small and forgetting is dropping a slab: no per-packet bookkeeping, no allocation once the budget
 * is reached.
 */
import type { PacketBatch } from "@wirescope/pcap";
import { isLater, type PacketArchive, type PacketPage, type PacketTime } from "./packet-archive.ts";

/** Octets of a slab, columns included. */
export const SLAB_LENGTH: number = 4 << 20;

/** Packets a slab has columns for: as many 64-octet packets as fit beside them. */
const SLAB_ROWS = 1 << 15;
const ROW_LENGTH = 30;
const COLUMNS_LENGTH = SLAB_ROWS * ROW_LENGTH;
/** Octets of packets in a slab; of a longer packet only so many are kept. */
export const SLAB_DATA_LENGTH: number = SLAB_LENGTH - COLUMNS_LENGTH;

export const DEFAULT_BUDGET: number = 64 << 20;
/**
 * The least that is useful: with one slab being refilled, the others hold 10,000 packets of 1,500
 * octets.
 */
export const MIN_BUDGET: number = 6 * SLAB_LENGTH;

/** Up to this length, copying by words beats making a subarray for `set`, and allocates nothing. */
const WORD_COPY_LIMIT = 256;

export class RingArchive implements PacketArchive {
  /** Oldest first; the last is being filled. */
  readonly #slabs: Slab[] = [];
  readonly #budget: number;
  readonly #lent: () => number;
  #current: Slab | undefined;
  #forgottenCount = 0;
  #forgottenUntil: PacketTime | undefined;

  /**
   * @param budget octets, rounded down to slabs and up to {@link MIN_BUDGET}
   * @param lent octets of the budget that something else needs at present; asked before each slab
   */
  constructor(budget: number = DEFAULT_BUDGET, lent: () => number = () => 0) {
    this.#budget = budget;
    this.#lent = lent;
  }

  get firstNumber(): number {
    return this.#slabs[0]?.firstNumber ?? 0;
  }

  get lastNumber(): number {
    const slab = this.#current;
    return slab === undefined ? 0 : slab.firstNumber + slab.count - 1;
  }

  get forgottenCount(): number {
    return this.#forgottenCount;
  }

  get oldestTime(): PacketTime | undefined {
    const slab = this.#slabs[0];
    if (slab === undefined) return undefined;
    return { seconds: slab.seconds[0]!, nanoseconds: slab.nanoseconds[0]! };
  }

  get forgottenUntil(): PacketTime | undefined {
    return this.#forgottenUntil;
  }

  /** Octets of memory in use. */
  get size(): number {
    return this.#slabs.length * SLAB_LENGTH;
  }

  /** Hot. */
  append(batch: PacketBatch, firstNumber: number, interfaceId: Uint32Array): void {
    let row = 0;
    while (row < batch.count) {
      const slab = this.#current;
      const next = slab === undefined ? row : slab.append(batch, row, interfaceId);
      if (next < batch.count) this.#openSlab(firstNumber + next);
      row = next;
    }
  }

  page(number: number): PacketPage | undefined {
    if (number < this.firstNumber || number > this.lastNumber) return undefined;
    let low = 0;
    let high = this.#slabs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#slabs[middle]!.firstNumber <= number) low = middle;
      else high = middle - 1;
    }
    return this.#slabs[low];
  }

  #openSlab(firstNumber: number): void {
    const capacity = Math.floor(Math.max(this.#budget - this.#lent(), MIN_BUDGET) / SLAB_LENGTH);
    let slab: Slab | undefined;
    while (this.#slabs.length >= capacity) {
      slab = this.#slabs.shift() as Slab;
      this.#forgottenCount += slab.count;
      const latest = slab.latestTime();
      if (this.#forgottenUntil === undefined || isLater(latest, this.#forgottenUntil)) {
        this.#forgottenUntil = latest;
      }
    }
    slab ??= new Slab();
    slab.open(firstNumber);
    this.#slabs.push(slab);
    this.#current = slab;
  }
}

class Slab implements PacketPage {
  firstNumber = 0;
  count = 0;
  readonly view: DataView<ArrayBuffer>;
  readonly start: Uint32Array<ArrayBuffer>;
  readonly capturedLength: Uint32Array<ArrayBuffer>;
  readonly originalLength: Uint32Array<ArrayBuffer>;
  readonly seconds: Float64Array<ArrayBuffer>;
  readonly nanoseconds: Uint32Array<ArrayBuffer>;
  readonly interfaceId: Uint32Array<ArrayBuffer>;
  readonly linkType: Uint16Array<ArrayBuffer>;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  /** Octets of packets so far. */
  #used = 0;

  constructor() {
    const buffer = new ArrayBuffer(SLAB_LENGTH);
    let offset = SLAB_DATA_LENGTH;
    const place = (width: number): number => {
      offset += SLAB_ROWS * width;
      return offset - SLAB_ROWS * width;
    };
    this.seconds = new Float64Array(buffer, place(8), SLAB_ROWS);
    this.start = new Uint32Array(buffer, place(4), SLAB_ROWS);
    this.capturedLength = new Uint32Array(buffer, place(4), SLAB_ROWS);
    this.originalLength = new Uint32Array(buffer, place(4), SLAB_ROWS);
    this.nanoseconds = new Uint32Array(buffer, place(4), SLAB_ROWS);
    this.interfaceId = new Uint32Array(buffer, place(4), SLAB_ROWS);
    this.linkType = new Uint16Array(buffer, place(2), SLAB_ROWS);
    this.#bytes = new Uint8Array(buffer, 0, SLAB_DATA_LENGTH);
    this.view = new DataView(buffer, 0, SLAB_DATA_LENGTH);
  }

  open(firstNumber: number): void {
    this.firstNumber = firstNumber;
    this.count = 0;
    this.#used = 0;
  }

  /** Takes rows from `row` on until one does not fit, and returns that row. Hot. */
  append(batch: PacketBatch, row: number, interfaceId: Uint32Array): number {
    const { count, capturedLength } = batch;
    // Fields of `this` in locals: a property load per packet costs as much as the copy.
    const starts = this.start;
    const capturedLengths = this.capturedLength;
    const source = batch.view;
    const target = this.view;
    let used = this.#used;
    let to = this.count;
    let from = row;
    for (; from < count && to < SLAB_ROWS; from++) {
      let length = capturedLength[from]!;
      if (length > SLAB_DATA_LENGTH - used) {
        if (used > 0) break;
        length = SLAB_DATA_LENGTH;
      }
      starts[to] = used;
      capturedLengths[to] = length;
      let at = batch.start[from]!;
      if (length > WORD_COPY_LIMIT) {
        this.#bytes.set(batch.bytes.subarray(at, at + length), used);
        used += length;
      } else {
        const end = at + length;
        for (; at + 4 <= end; at += 4) {
          target.setUint32(used, source.getUint32(at, true), true);
          used += 4;
        }
        for (; at < end; at++) target.setUint8(used++, source.getUint8(at));
      }
      to++;
    }
    const first = this.count;
    this.originalLength.set(batch.originalLength.subarray(row, from), first);
    this.seconds.set(batch.seconds.subarray(row, from), first);
    this.nanoseconds.set(batch.nanoseconds.subarray(row, from), first);
    this.interfaceId.set(interfaceId.subarray(row, from), first);
    this.linkType.set(batch.linkType.subarray(row, from), first);
    this.#used = used;
    this.count = to;
    return from;
  }

  latestTime(): PacketTime {
    let seconds = this.seconds[0]!;
    let nanoseconds = this.nanoseconds[0]!;
    for (let row = 1; row < this.count; row++) {
      const second = this.seconds[row]!;
      if (second < seconds) continue;
      const nanosecond = this.nanoseconds[row]!;
      if (second === seconds && nanosecond <= nanoseconds) continue;
      seconds = second;
      nanoseconds = nanosecond;
    }
    return { seconds, nanoseconds };
  }
}
