/**
 * The packet rows that the page holds: typed columns, found by frame number, the oldest arrival
 * overwritten first. Rows come from live frames and from pages; both look the same afterwards.
 */
import type { LiveRows, PacketRow } from "@wirescope/query";
import { parseIso } from "../format/time.ts";

/** About 10 MB with the strings of ordinary traffic. */
export const ROW_CAPACITY = 50_000;

/** One row, as a list shows it. */
export interface Row {
  readonly number: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly length: number;
  readonly protocol: string;
  readonly protocolByPort: boolean;
  readonly source: string;
  readonly destination: string;
  readonly info: string;
}

export class RowStore {
  readonly #capacity: number;
  readonly #slots = new Map<number, number>();
  readonly #number: Float64Array;
  readonly #time: Float64Array;
  readonly #length: Uint32Array;
  readonly #byPort: Uint8Array;
  readonly #protocol: string[] = [];
  readonly #source: string[] = [];
  readonly #destination: string[] = [];
  readonly #info: string[] = [];
  #next = 0;

  constructor(capacity: number = ROW_CAPACITY) {
    this.#capacity = capacity;
    this.#number = new Float64Array(capacity);
    this.#time = new Float64Array(capacity);
    this.#length = new Uint32Array(capacity);
    this.#byPort = new Uint8Array(capacity);
  }

  get size(): number {
    return this.#slots.size;
  }

  has(number: number): boolean {
    return this.#slots.has(number);
  }

  get(number: number): Row | undefined {
    const slot = this.#slots.get(number);
    if (slot === undefined) return undefined;
    return {
      number,
      time: this.#time[slot]!,
      length: this.#length[slot]!,
      protocol: this.#protocol[slot]!,
      protocolByPort: this.#byPort[slot] === 1,
      source: this.#source[slot]!,
      destination: this.#destination[slot]!,
      info: this.#info[slot]!,
    };
  }

  addLive(rows: LiveRows): void {
    for (let i = 0; i < rows.number.length; i += 1) {
      const slot = this.#claim(rows.number[i]!);
      this.#time[slot] = rows.time[i]!;
      this.#length[slot] = rows.length[i]!;
      this.#byPort[slot] = rows.protocolByPort[i]!;
      this.#protocol[slot] = rows.protocol[i]!;
      this.#source[slot] = rows.source[i]!;
      this.#destination[slot] = rows.destination[i]!;
      this.#info[slot] = rows.info[i]!;
    }
  }

  addPage(rows: readonly PacketRow[]): void {
    for (const row of rows) {
      const slot = this.#claim(row.number);
      this.#time[slot] = parseIso(row.timestamp);
      this.#length[slot] = row.length;
      this.#byPort[slot] = row.protocolByPort ? 1 : 0;
      this.#protocol[slot] = row.protocol;
      this.#source[slot] = row.source;
      this.#destination[slot] = row.destination;
      this.#info[slot] = row.info;
    }
  }

  /** Forgets every row, for numbers that mean other packets from now on. */
  clear(): void {
    this.#slots.clear();
    this.#number.fill(0);
    this.#next = 0;
  }

  #claim(number: number): number {
    const present = this.#slots.get(number);
    if (present !== undefined) return present;
    const slot = this.#next;
    this.#next = (slot + 1) % this.#capacity;
    if (this.#slots.get(this.#number[slot]!) === slot) this.#slots.delete(this.#number[slot]!);
    this.#number[slot] = number;
    this.#slots.set(number, slot);
    return slot;
  }
}
