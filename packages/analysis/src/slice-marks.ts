/**
 * What flows had counted when their first packet of the running minute came: what they have counted
 * since is their slice.
 *
 * Flows that are older than the minute take a mark each. Those that begin in it have mark 0, which is
 * all zeros, so that a flood of new flows costs nothing here.
 */
import { BYTES, FLOW_DOUBLES, PACKETS, PAYLOAD } from "./flow-layout.ts";
import { HEALTH_WORDS } from "./slice-health.ts";

/** Doubles of a mark, and the same as words. */
export const MARK_DOUBLES = 14;
export const MARK_WORDS = 28;

/* Doubles. Packets, octets and payload per direction, as in a flow's record. */
export const MARK_PACKETS = 0;
export const MARK_BYTES = 2;
export const MARK_PAYLOAD = 4;
/** Of the flow's first packet in the minute; so are the nanoseconds. Mark 0 has neither. */
export const MARK_FIRST_SECONDS = 6;

/* Words. */
export const MARK_FIRST_NANOSECONDS = 14;
/** Counters of a TCP connection in the order of `HEALTH_COUNTERS`. */
export const MARK_HEALTH = 15;

/** Mark of the flows that began in the minute. */
export const NEW_FLOW = 0;

export class SliceMarks {
  /** Double `f` of mark `m` is `doubles[m * MARK_DOUBLES + f]`. */
  readonly doubles: Float64Array;
  /** Word `w` of mark `m` is `words[m * MARK_WORDS + w]`; the same memory. */
  readonly words: Uint32Array;
  #next: number = NEW_FLOW + 1;

  /** @param capacity Flows that can be older than the minute: as many as are held at a time. */
  constructor(capacity: number) {
    this.doubles = new Float64Array((capacity + 1) * MARK_DOUBLES);
    this.words = new Uint32Array(this.doubles.buffer);
  }

  get memoryLength(): number {
    return this.doubles.byteLength;
  }

  /**
   * Notes what the flow in `row` has, and when its next packet came.
   *
   * @param counters Counters of its connection, from `base` on; undefined for what is not TCP.
   */
  take(
    flows: Float64Array,
    row: number,
    counters: Int32Array | undefined,
    base: number,
    seconds: number,
    nanoseconds: number,
  ): number {
    const mark = this.#next++;
    const { doubles, words } = this;
    const d = mark * MARK_DOUBLES;
    const w = mark * MARK_WORDS;
    const f = row * FLOW_DOUBLES;
    doubles[d + MARK_PACKETS] = flows[f + PACKETS]!;
    doubles[d + MARK_PACKETS + 1] = flows[f + PACKETS + 1]!;
    doubles[d + MARK_BYTES] = flows[f + BYTES]!;
    doubles[d + MARK_BYTES + 1] = flows[f + BYTES + 1]!;
    doubles[d + MARK_PAYLOAD] = flows[f + PAYLOAD]!;
    doubles[d + MARK_PAYLOAD + 1] = flows[f + PAYLOAD + 1]!;
    doubles[d + MARK_FIRST_SECONDS] = seconds;
    words[w + MARK_FIRST_NANOSECONDS] = nanoseconds;
    const at = w + MARK_HEALTH;
    for (let i = 0; i < HEALTH_WORDS.length; i++) {
      words[at + i] = counters === undefined ? 0 : counters[base + HEALTH_WORDS[i]!]!;
    }
    return mark;
  }

  /** Moves the first time back for a packet that came late. */
  extendBack(mark: number, seconds: number, nanoseconds: number): void {
    const d = mark * MARK_DOUBLES + MARK_FIRST_SECONDS;
    const w = mark * MARK_WORDS + MARK_FIRST_NANOSECONDS;
    const first = this.doubles[d]!;
    if (seconds > first || (seconds === first && nanoseconds >= this.words[w]!)) return;
    this.doubles[d] = seconds;
    this.words[w] = nanoseconds;
  }

  /** Forgets all marks. */
  clear(): void {
    this.#next = NEW_FLOW + 1;
  }
}
