/** The largest members of a table, and what they leave out. */

/** Ranked rows as columns, largest first. Rows are valid until the next packet is added. */
export interface Ranking {
  /** Row of each member in its table (the protocol's code for protocols). */
  readonly rows: Uint32Array;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  readonly flows: Float64Array;
  /** Of `bytes`, those towards the member; equal to `bytes` where direction means nothing. */
  readonly bytesIn: Float64Array;
  /**
   * All that the rows leave out, so that rows and other add up to everything that was counted.
   * `members` are those that exist and are not listed, with those that left a full table.
   */
  readonly other: {
    readonly packets: number;
    readonly bytes: number;
    readonly flows: number;
    readonly members: number;
  };
}

export type RankMetric = "packets" | "bytes" | "flows";

/** What everything comes to: members listed or not, members that left, traffic of no member. */
export interface RankTotal {
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  readonly members: number;
}

/** Counters of one member. */
export class MemberCounts {
  packets = 0;
  bytes = 0;
  flows = 0;
  bytesIn = 0;
}

/**
 * Selects the `limit` rows with the largest values out of any number that are offered: a binary heap
 * with the smallest kept row on top, so that most offers cost one comparison.
 */
export class TopRows {
  readonly #limit: number;
  readonly #rows: number[] = [];
  readonly #values: number[] = [];

  readonly #tie: (row: number) => number;

  /** `tie` orders rows of equal value, lower first; by row if left out. */
  constructor(limit: number, tie: (row: number) => number = identity) {
    this.#limit = limit;
    this.#tie = tie;
  }

  /** The order of the offers doesn't matter. */
  offer(row: number, value: number): void {
    const size = this.#rows.length;
    if (size < this.#limit) {
      this.#rows.push(row);
      this.#values.push(value);
      this.#rise(size);
      return;
    }
    if (size === 0 || value < this.#values[0]!) return;
    if (value === this.#values[0] && this.#tie(row) > this.#tie(this.#rows[0]!)) return;
    this.#rows[0] = row;
    this.#values[0] = value;
    this.#sink(size);
  }

  /** The selected rows, largest value first. Empties the selection. */
  take(): number[] {
    const sorted: number[] = new Array<number>(this.#rows.length);
    for (let size = this.#rows.length; size > 0; size--) {
      sorted[size - 1] = this.#rows[0]!;
      this.#swap(0, size - 1);
      this.#sink(size - 1);
    }
    this.#rows.length = 0;
    this.#values.length = 0;
    return sorted;
  }

  /** True when the row at heap place `a` ranks below the one at `b`. */
  #below(a: number, b: number): boolean {
    const difference = this.#values[a]! - this.#values[b]!;
    if (difference !== 0) return difference < 0;
    return this.#tie(this.#rows[a]!) > this.#tie(this.#rows[b]!);
  }

  #rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#below(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  #sink(size: number): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const right = left + 1;
      const child = right < size && this.#below(right, left) ? right : left;
      if (!this.#below(child, at)) return;
      this.#swap(at, child);
      at = child;
    }
  }

  #swap(a: number, b: number): void {
    const row = this.#rows[a]!;
    this.#rows[a] = this.#rows[b]!;
    this.#rows[b] = row;
    const value = this.#values[a]!;
    this.#values[a] = this.#values[b]!;
    this.#values[b] = value;
  }
}

function identity(row: number): number {
  return row;
}

/** Lays out a ranking of `rows`, whose counters `read` writes into the record it is given. */
export function rankingOf(
  rows: readonly number[],
  total: RankTotal,
  read: (row: number, counts: MemberCounts) => void,
): Ranking {
  const packets = new Float64Array(rows.length);
  const bytes = new Float64Array(rows.length);
  const flows = new Float64Array(rows.length);
  const bytesIn = new Float64Array(rows.length);
  const other = { ...total, members: total.members - rows.length };
  const counts = new MemberCounts();
  rows.forEach((row, i) => {
    read(row, counts);
    packets[i] = counts.packets;
    bytes[i] = counts.bytes;
    flows[i] = counts.flows;
    bytesIn[i] = counts.bytesIn;
    other.packets -= counts.packets;
    other.bytes -= counts.bytes;
    other.flows -= counts.flows;
  });
  return { rows: Uint32Array.from(rows), packets, bytes, flows, bytesIn, other };
}
