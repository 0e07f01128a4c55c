/**
 * Flows that left their table during the running minute, with all that their slices are read from.
 *
 * A full table lets its smaller half go, and takes only larger flows than those from then on: a flood of
 * tiny flows costs each of them a comparison and displaces none that matter.
 */
import { FLOW_DOUBLES, FLOW_WORDS } from "./flow-layout.ts";
import { SliceCut } from "./slice-cut.ts";
import type { SliceMarks } from "./slice-marks.ts";
import { SlicedFlow } from "./sliced-flow.ts";
import { TCP_WORDS } from "./tcp-layout.ts";

export class SliceLeavers {
  readonly capacity: number;
  /** Flows held, in rows `0 … size - 1`. */
  size = 0;
  readonly #doubles: Float64Array;
  readonly #words: Int32Array;
  readonly #counters: Int32Array;
  readonly #isTcp: Uint8Array;
  readonly #markOf: Uint32Array;
  readonly #previous: Uint32Array;
  readonly #applications: Int32Array;
  readonly #names: string[] = [];
  readonly #marks: SliceMarks;
  readonly #drop: (flow: SlicedFlow) => void;
  readonly #cut: SliceCut = new SliceCut();
  readonly #held: SlicedFlow = new SlicedFlow();
  /** Flows of fewer octets are not taken; grows while the minute lasts. */
  #least = 0;

  /** `drop` is told of each flow that finds no room, valid until it returns. */
  constructor(capacity: number, marks: SliceMarks, drop: (flow: SlicedFlow) => void) {
    this.capacity = capacity;
    this.#doubles = new Float64Array(capacity * FLOW_DOUBLES);
    this.#words = new Int32Array(this.#doubles.buffer);
    this.#counters = new Int32Array(capacity * TCP_WORDS);
    this.#isTcp = new Uint8Array(capacity);
    this.#markOf = new Uint32Array(capacity);
    this.#previous = new Uint32Array(capacity);
    this.#applications = new Int32Array(capacity);
    this.#marks = marks;
    this.#drop = drop;
  }

  get memoryLength(): number {
    return (
      this.#doubles.byteLength +
      this.#counters.byteLength +
      this.#isTcp.byteLength +
      this.#markOf.byteLength +
      this.#previous.byteLength +
      this.#applications.byteLength
    );
  }

  /** Whether there is room for a flow of so many octets. */
  takes(octets: number): boolean {
    return octets >= this.#least;
  }

  /** Copies a flow that {@link takes} has room for. */
  add(flow: SlicedFlow): void {
    if (this.size === this.capacity) this.#halve();
    const row = this.size++;
    this.#names[row] = flow.name;
    this.#applications[row] = flow.application;
    this.#previous[row] = flow.previous;
    this.#markOf[row] = flow.mark;
    copyWords(flow.words, flow.row * FLOW_WORDS, this.#words, row * FLOW_WORDS, FLOW_WORDS);
    const isTcp = flow.countersAt >= 0;
    this.#isTcp[row] = isTcp ? 1 : 0;
    if (!isTcp) return;
    copyWords(flow.counters, flow.countersAt, this.#counters, row * TCP_WORDS, TCP_WORDS);
  }

  /** Makes `flow` the one in a row. */
  read(row: number, flow: SlicedFlow): void {
    flow.doubles = this.#doubles;
    flow.words = this.#words;
    flow.row = row;
    flow.mark = this.#markOf[row]!;
    flow.previous = this.#previous[row]!;
    flow.counters = this.#counters;
    flow.countersAt = this.#isTcp[row] === 1 ? row * TCP_WORDS : -1;
    flow.name = this.#names[row]!;
    flow.application = this.#applications[row]!;
  }

  clear(): void {
    this.size = 0;
    this.#least = 0;
    this.#names.length = 0;
  }

  #halve(): void {
    const flow = this.#held;
    const marks = this.#marks.doubles;
    for (let row = 0; row < this.size; row++) {
      this.read(row, flow);
      this.#cut.note(flow.octets(marks));
    }
    this.#cut.settle(this.capacity >>> 1);
    let kept = 0;
    for (let row = 0; row < this.size; row++) {
      this.read(row, flow);
      const octets = flow.octets(marks);
      if (this.#cut.keeps(octets)) {
        this.#move(row, kept++);
      } else {
        this.#least = Math.max(this.#least, octets + 1);
        this.#drop(flow);
      }
    }
    this.size = kept;
    this.#names.length = kept;
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.#names[to] = this.#names[from]!;
    this.#applications[to] = this.#applications[from]!;
    this.#previous[to] = this.#previous[from]!;
    this.#markOf[to] = this.#markOf[from]!;
    this.#isTcp[to] = this.#isTcp[from]!;
    const words = this.#words;
    copyWords(words, from * FLOW_WORDS, words, to * FLOW_WORDS, FLOW_WORDS);
    const counters = this.#counters;
    copyWords(counters, from * TCP_WORDS, counters, to * TCP_WORDS, TCP_WORDS);
  }
}

/** `set` and `copyWithin` cost more for so few, and the former a view besides. */
function copyWords(
  from: Int32Array,
  fromAt: number,
  to: Int32Array,
  toAt: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) to[toAt + i] = from[fromAt + i]!;
}
