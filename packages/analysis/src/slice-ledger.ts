/**
 * What each flow exchanges in the running minute.
 *
 * Nothing is kept per packet: the first packet of a flow in a minute leaves a mark of what the flow had
 * counted before, and the difference is the flow's slice when the minute is over, or when the flow leaves
 * its table before that. A flow's protocol, name and state are those of that moment.
 *
 * Slices are bounded in number; of more flows, those of the fewest octets are summed by protocol.
 */
import type { FlowHealth } from "./flow-health.ts";
import { BY_PORT, COUNTERS, FLOW_WORDS, META, PROTOCOL_MASK } from "./flow-layout.ts";
import { flowApplication, flowName } from "./flow-name.ts";
import type { FlowTable } from "./flow-table.ts";
import type { NamePool } from "./name-pool.ts";
import type { SliceBatch } from "./slice-batch.ts";
import { SliceCut } from "./slice-cut.ts";
import {
  FIGURE_BYTES,
  FIGURE_FIRST,
  FIGURE_LAST,
  FIGURE_PACKETS,
  FIGURES,
  MINUTE,
  readFigures,
} from "./slice-figures.ts";
import { SliceLeavers } from "./slice-leavers.ts";
import { NEW_FLOW, SliceMarks } from "./slice-marks.ts";
import { createSliceBatch, SliceRows } from "./slice-rows.ts";
import { SliceSums } from "./slice-sums.ts";
import { SlicedFlow } from "./sliced-flow.ts";

/** Flows at most that left their table during the minute and have a slice of their own. */
const MAX_LEAVERS = 8192;

export interface SliceLedgerParts {
  readonly flows: FlowTable;
  readonly health: FlowHealth;
  readonly pool: NamePool;
}

export class SliceLedger {
  /**
   * A flow whose last packet came before this second may not have been seen in the running minute yet:
   * its next packet goes to {@link begin} first.
   */
  horizon: number = Number.POSITIVE_INFINITY;
  readonly #flows: FlowTable;
  readonly #health: FlowHealth;
  readonly #pool: NamePool;
  readonly #limit: number;
  readonly #marks: SliceMarks;
  readonly #leavers: SliceLeavers;
  readonly #sums: SliceSums = new SliceSums();
  /** The sums with the flows that a batch has no room for. */
  readonly #batchSums: SliceSums = new SliceSums();
  readonly #cut: SliceCut = new SliceCut();
  /** One bit for each flow that was seen in the running minute. */
  readonly #active: Uint32Array;
  readonly #markOf: Uint32Array;
  /** Minutes since 1970 of each flow's last slice; 0 for none. */
  readonly #previous: Uint32Array;
  readonly #flow: SlicedFlow = new SlicedFlow();
  readonly #figures: Float64Array = new Float64Array(FIGURES);
  #minute = 0;
  #latest: number = Number.NEGATIVE_INFINITY;

  /** @param limit Slices of a minute at most, beside one for each protocol. */
  constructor(parts: SliceLedgerParts, limit: number) {
    this.#flows = parts.flows;
    this.#health = parts.health;
    this.#pool = parts.pool;
    this.#limit = limit;
    const { capacity } = parts.flows;
    this.#marks = new SliceMarks(capacity);
    this.#leavers = new SliceLeavers(Math.min(MAX_LEAVERS, limit), this.#marks, (flow) =>
      this.#sum(flow, this.#sums),
    );
    this.#active = new Uint32Array(Math.ceil(capacity / 32));
    this.#markOf = new Uint32Array(capacity);
    this.#previous = new Uint32Array(capacity);
  }

  get memoryLength(): number {
    return (
      this.#marks.memoryLength +
      this.#leavers.memoryLength +
      this.#sums.memoryLength +
      this.#batchSums.memoryLength +
      this.#active.byteLength +
      this.#markOf.byteLength +
      this.#previous.byteLength
    );
  }

  /** Begins the minute at `minute`, seconds since 1970 and a multiple of 60. Nothing is in it yet. */
  start(minute: number): void {
    this.#minute = minute;
    // Once the clock was put back, flows may have been seen later than now, in another minute.
    this.horizon = minute > this.#latest ? minute : Number.POSITIVE_INFINITY;
    this.#latest = Math.max(this.#latest, minute);
  }

  /** A new flow has come to a row. */
  open(row: number): void {
    this.#active[row >>> 5]! |= 1 << (row & 31);
    this.#markOf[row] = NEW_FLOW;
    this.#previous[row] = 0;
  }

  /** A packet of a known flow comes, and is not counted yet. */
  begin(row: number, seconds: number, nanoseconds: number): void {
    const bit = 1 << (row & 31);
    if ((this.#active[row >>> 5]! & bit) !== 0) return;
    this.#active[row >>> 5]! |= bit;
    const { doubles, words } = this.#flows;
    const { pool } = this.#health.tcp;
    const counters = words[row * FLOW_WORDS + COUNTERS]! - 1;
    this.#markOf[row] =
      counters < 0
        ? this.#marks.take(doubles, row, undefined, 0, seconds, nanoseconds)
        : this.#marks.take(
            doubles,
            row,
            pool.chunk(counters),
            pool.baseOf(counters),
            seconds,
            nanoseconds,
          );
  }

  /** A packet came that is not the latest of its flow. */
  extendBack(row: number, seconds: number, nanoseconds: number): void {
    const mark = this.#markOf[row]!;
    if (mark !== NEW_FLOW) this.#marks.extendBack(mark, seconds, nanoseconds);
  }

  /** A flow is about to leave its row. */
  leave(row: number): void {
    const bit = 1 << (row & 31);
    if ((this.#active[row >>> 5]! & bit) === 0) return;
    this.#active[row >>> 5]! &= ~bit;
    const flow = this.#flow;
    this.#read(row, flow);
    if (this.#leavers.takes(flow.octets(this.#marks.doubles))) {
      this.#readName(flow);
      this.#leavers.add(flow);
    } else {
      this.#sum(flow, this.#sums);
    }
  }

  /** Counts a packet that has no flow. Hot. */
  addWithoutFlow(
    protocol: number,
    byPort: boolean,
    bytes: number,
    seconds: number,
    nanoseconds: number,
  ): void {
    const figures = this.#figures;
    figures.fill(0);
    figures[FIGURE_PACKETS] = 1;
    figures[FIGURE_BYTES] = bytes;
    figures[FIGURE_FIRST] = seconds;
    figures[FIGURE_FIRST + 1] = nanoseconds;
    figures[FIGURE_LAST] = seconds;
    figures[FIGURE_LAST + 1] = nanoseconds;
    this.#sums.add(protocol, byPort, figures);
  }

  /** Slices of the running minute as far as it has come; changes nothing. */
  peek(): SliceBatch {
    const sums = this.#batchSums;
    sums.copyFrom(this.#sums);
    const rows = this.#choose(sums);
    const sumRows = sums.rows();
    const places = new Map<string, number>([["", 0]]);
    const texts: string[] = [""];
    const count = rows.length + sumRows.length;
    const written = new SliceRows(createSliceBatch(this.#minute, count, texts, sums.flows));
    const flow = this.#flow;
    const figures = this.#figures;
    for (let at = 0; at < rows.length; at++) {
      const reference = rows[at]!;
      this.#read(reference, flow);
      if (reference >= 0) this.#readName(flow);
      let place = places.get(flow.name);
      if (place === undefined) {
        place = texts.push(flow.name) - 1;
        places.set(flow.name, place);
      }
      readFigures(flow, this.#marks, this.#minute, figures);
      written.writeFlow(at, flow, figures, place);
    }
    for (let i = 0; i < sumRows.length; i++) {
      const row = sumRows[i]!;
      const byPort = (row & 1) !== 0;
      written.writeSum(rows.length + i, row >>> 1, byPort, sums.figures, row * FIGURES);
    }
    return written.batch;
  }

  /** Slices of the minute that is over. Another one has to be started. */
  close(): SliceBatch {
    const batch = this.peek();
    const minutes = this.#minute / MINUTE;
    const active = this.#active;
    for (let i = 0; i < active.length; i++) {
      for (let bits = active[i]!; bits !== 0; bits &= bits - 1) {
        this.#previous[lowestRow(i, bits)] = minutes;
      }
    }
    active.fill(0);
    this.#marks.clear();
    this.#leavers.clear();
    this.#sums.clear();
    return batch;
  }

  /** The flows that have slices of their own; adds all others to `sums`. */
  #choose(sums: SliceSums): Int32Array {
    const all = this.#seen();
    if (all.length <= this.#limit) return all;
    const flow = this.#flow;
    const marks = this.#marks.doubles;
    for (let i = 0; i < all.length; i++) {
      this.#read(all[i]!, flow);
      this.#cut.note(flow.octets(marks));
    }
    this.#cut.settle(this.#limit);
    let kept = 0;
    for (let i = 0; i < all.length; i++) {
      this.#read(all[i]!, flow);
      if (this.#cut.keeps(flow.octets(marks))) all[kept++] = all[i]!;
      else this.#sum(flow, sums);
    }
    return all.subarray(0, kept);
  }

  /** Every flow of the minute: its row in the table, or the complement of its row among the leavers. */
  #seen(): Int32Array {
    const active = this.#active;
    let count = this.#leavers.size;
    for (let i = 0; i < active.length; i++) {
      for (let bits = active[i]!; bits !== 0; bits &= bits - 1) count++;
    }
    const all = new Int32Array(count);
    let at = 0;
    while (at < this.#leavers.size) all[at] = ~at++;
    for (let i = 0; i < active.length; i++) {
      for (let bits = active[i]!; bits !== 0; bits &= bits - 1) all[at++] = lowestRow(i, bits);
    }
    return all;
  }

  /** Makes `flow` the one that a reference of {@link #seen} stands for; for one in the table without its name. */
  #read(reference: number, flow: SlicedFlow): void {
    if (reference < 0) {
      this.#leavers.read(~reference, flow);
      return;
    }
    const { doubles, words } = this.#flows;
    const { pool } = this.#health.tcp;
    flow.doubles = doubles;
    flow.words = words;
    flow.row = reference;
    flow.mark = this.#markOf[reference]!;
    flow.previous = this.#previous[reference]!;
    const counters = words[reference * FLOW_WORDS + COUNTERS]! - 1;
    flow.countersAt = counters < 0 ? -1 : pool.baseOf(counters);
    if (counters >= 0) flow.counters = pool.chunk(counters);
  }

  #readName(flow: SlicedFlow): void {
    const base = flow.row * FLOW_WORDS;
    flow.name = flowName(this.#pool, flow.words, base) ?? "";
    flow.application = flowApplication(this.#pool, flow.words, base);
  }

  #sum(flow: SlicedFlow, sums: SliceSums): void {
    const meta = flow.words[flow.row * FLOW_WORDS + META]!;
    readFigures(flow, this.#marks, this.#minute, this.#figures);
    sums.add(meta & PROTOCOL_MASK, (meta & BY_PORT) !== 0, this.#figures);
    sums.flows++;
  }
}

/** Row of the lowest of the bits in word `index` of a bitmap. */
function lowestRow(index: number, bits: number): number {
  return (index << 5) | (31 - Math.clz32(bits & -bits));
}
