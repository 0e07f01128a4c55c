/**
 * Packets, octets both ways and flows of anything that has a key: what services, conversations and
 * names have in common.
 *
 * Counters arrive in portions, when flows settle, not per packet.
 */
import {
  type MemberCounts,
  type Ranking,
  type RankMetric,
  type RankTotal,
  rankingOf,
  TopRows,
} from "./ranking.ts";
import { LAST_SECONDS, RecordTable, WEIGHT_A, WEIGHT_B } from "./record-table.ts";

const PACKETS = 3;
const FLOWS = 4;
const DOUBLES = 5;

export interface TrafficCounts {
  readonly packets: number;
  /** Octets on the wire. What "out" is, the table says. */
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly flows: number;
  readonly lastSeconds: number;
}

export class TrafficTable {
  /** Records of the members. */
  readonly table: RecordTable;
  /** Direction means something: rankings tell it, see {@link Ranking}. */
  readonly #directed: boolean;

  constructor(
    table: { keyWords: number; words: number; capacity: number; directed: boolean },
    seed: number,
    leave?: (row: number) => void,
  ) {
    const shape = { keyWords: table.keyWords, doubles: DOUBLES, words: table.words };
    this.table = new RecordTable(shape, table.capacity, seed, leave);
    this.#directed = table.directed;
  }

  /** Members held. */
  get size(): number {
    return this.table.size;
  }

  /** Members since the start, as {@link RecordTable.seen} counts them. */
  get seen(): number {
    return this.table.seen;
  }

  get evicted(): number {
    return this.table.evicted;
  }

  /** Adds a portion that ended at `seconds`; row -1 stands for a member turned away. */
  add(
    row: number,
    packets: number,
    bytesOut: number,
    bytesIn: number,
    flows: number,
    seconds: number,
  ): void {
    if (row < 0) return;
    const doubles = this.table.doubles;
    const base = row * this.table.doubleStride;
    const isNew = doubles[base + PACKETS] === 0;
    doubles[base + PACKETS]! += packets;
    doubles[base + WEIGHT_A]! += bytesOut;
    doubles[base + WEIGHT_B]! += bytesIn;
    doubles[base + FLOWS]! += flows;
    if (isNew || seconds > doubles[base + LAST_SECONDS]!) doubles[base + LAST_SECONDS] = seconds;
  }

  counts(row: number): TrafficCounts {
    const doubles = this.table.doubles;
    const base = row * this.table.doubleStride;
    return {
      packets: doubles[base + PACKETS]!,
      bytesOut: doubles[base + WEIGHT_A]!,
      bytesIn: doubles[base + WEIGHT_B]!,
      flows: doubles[base + FLOWS]!,
      lastSeconds: doubles[base + LAST_SECONDS]!,
    };
  }

  /** The members with most traffic; `total` is all that was counted, of members or not. */
  top(metric: RankMetric, limit: number, total: Omit<RankTotal, "members">): Ranking {
    const { table } = this;
    const top = new TopRows(limit);
    let members = 0;
    for (let row = 0; row < table.used; row++) {
      const base = row * table.doubleStride;
      const packets = table.doubles[base + PACKETS]!;
      if (packets === 0) continue;
      members++;
      if (metric === "bytes") {
        top.offer(row, table.doubles[base + WEIGHT_A]! + table.doubles[base + WEIGHT_B]!);
      } else {
        top.offer(row, metric === "packets" ? packets : table.doubles[base + FLOWS]!);
      }
    }
    if (this.evicted > 0) members = Math.max(members, this.seen);
    return rankingOf(top.take(), { ...total, members }, (row, counts) => this.#read(row, counts));
  }

  #read(row: number, counts: MemberCounts): void {
    const doubles = this.table.doubles;
    const base = row * this.table.doubleStride;
    counts.packets = doubles[base + PACKETS]!;
    counts.bytes = doubles[base + WEIGHT_A]! + doubles[base + WEIGHT_B]!;
    counts.flows = doubles[base + FLOWS]!;
    counts.bytesIn = this.#directed ? doubles[base + WEIGHT_B]! : counts.bytes;
  }
}
