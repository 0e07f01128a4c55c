/**
 * Packets and octets over time, per protocol, in a fixed number of buckets.
 *
 * Buckets lie in a ring and are numbered from 1970. A sliding timeline keeps the newest of them; a
 * fitting one keeps all, and joins neighbours whenever the span outgrows the ring. Empty buckets
 * cost no time, whatever gaps and corrupt time stamps there are. Each protocol that was seen has a ring of its
 * own; a bucket is a pair of counters in it, so that a packet touches one cache line.
 */
import { PROTOCOL_COUNT } from "@wirescope/decode";
import type { TimelineOptions } from "./options.ts";
import { bucketIndex, ONE_SECOND, stepRatio, stepSeconds } from "./time-step.ts";

/**
 * Packets in a row that are all older than a sliding window, after which the clock is taken to have
 * been set back and the window starts anew.
 */
const STRAY_LIMIT = 1000;

export interface TimelineSeries {
  /** Protocol code. */
  readonly protocol: number;
  readonly packets: Float64Array;
  /** Octets on the wire. */
  readonly bytes: Float64Array;
}

/** A stretch of the timeline as columns, one value per bucket; the series add up to the totals. */
export interface TimelineWindow {
  /** Seconds since 1970 at which the first bucket starts. */
  readonly start: number;
  /** Seconds per bucket. */
  readonly step: number;
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  /** Protocols that have packets in the window, by code. */
  readonly series: readonly TimelineSeries[];
}

export class Timeline {
  readonly #length: number;
  readonly #slides: boolean;
  #step: number;
  /** Numbers of the first and last bucket held; first > last while there is none. */
  #first = 0;
  #last = -1;
  /** Place of the first bucket in the ring. */
  #firstSlot = 0;
  /** Rings by protocol code, undefined for those not seen yet: pairs of packets and octets. */
  readonly #rings: (Float64Array | undefined)[] = new Array(PROTOCOL_COUNT).fill(undefined);
  /** Codes of the protocols seen. */
  readonly #protocols: number[] = [];
  /** Packets and octets that fell before a sliding window or left it. */
  #packetsOutside = 0;
  #bytesOutside = 0;
  #strays = 0;
  /** Second of the packet before and the place of its bucket; NaN while that says nothing. */
  #recentSeconds = Number.NaN;
  #recentSlot = 0;
  /** Some bucket has left the sliding window. */
  #hasSlid = false;

  constructor(options: TimelineOptions) {
    this.#slides = options.kind === "sliding";
    this.#length = options.kind === "sliding" ? options.seconds : options.buckets;
    this.#step = options.kind === "sliding" ? ONE_SECOND : 0;
  }

  /** Seconds per bucket; changes only in a fitting timeline, and only to larger values. */
  get step(): number {
    return stepSeconds(this.#step);
  }

  /** Seconds since 1970 at which the first bucket held starts; 0 while empty. */
  get start(): number {
    return this.#first * this.step;
  }

  /** Buckets held, up to the newest packet's. */
  get length(): number {
    return this.#last - this.#first + 1;
  }

  /** Packets that no bucket holds: what left a sliding window, or came too late for it. */
  get packetsOutside(): number {
    return this.#packetsOutside;
  }

  /** Octets of {@link packetsOutside}. */
  get bytesOutside(): number {
    return this.#bytesOutside;
  }

  get memoryLength(): number {
    return this.#protocols.length * this.#length * 2 * Float64Array.BYTES_PER_ELEMENT;
  }

  add(protocol: number, seconds: number, nanoseconds: number, bytes: number): void {
    let slot = this.#recentSlot;
    if (seconds !== this.#recentSeconds) {
      slot = this.#find(seconds, nanoseconds);
      if (slot < 0) {
        this.#packetsOutside++;
        this.#bytesOutside += bytes;
        return;
      }
    }
    const counts = this.#rings[protocol] ?? this.#addRing(protocol);
    counts[2 * slot]!++;
    counts[2 * slot + 1]! += bytes;
  }

  /**
   * Moves packets that lie between two times to another protocol. Only where both times fall into one
   * bucket is it known where they went; over more than one, they stay what they were taken for then.
   */
  move(
    from: number,
    to: number,
    packets: number,
    bytes: number,
    firstSeconds: number,
    firstNanoseconds: number,
    lastSeconds: number,
    lastNanoseconds: number,
  ): void {
    const index = bucketIndex(this.#step, firstSeconds, firstNanoseconds);
    if (index !== bucketIndex(this.#step, lastSeconds, lastNanoseconds)) return;
    if (index < this.#first || index > this.#last) return;
    const source = this.#rings[from];
    if (source === undefined) return;
    const target = this.#rings[to] ?? this.#addRing(to);
    const at = 2 * this.#slotOf(index);
    source[at]! -= packets;
    source[at + 1]! -= bytes;
    target[at]! += packets;
    target[at + 1]! += bytes;
  }

  /** All that is held. */
  all(): TimelineWindow {
    return this.window(this.#first, this.length, 1);
  }

  /**
   * The newest buckets.
   *
   * @param seconds Length of the stretch, up to and including the newest bucket's.
   * @param maxBuckets Buckets at most; neighbours are joined until there are no more, at edges that
   * are whole multiples of the joined width.
   * @param until Seconds since 1970 that the stretch reaches up to; the newest bucket if left out.
   */
  newest(seconds: number, maxBuckets: number, until?: number): TimelineWindow {
    const step = this.step;
    const end = until === undefined ? this.#last : Math.floor(until / step);
    const count = Math.max(1, Math.round(seconds / step));
    const joined = Math.max(1, Math.ceil(count / maxBuckets));
    const lastGroup = Math.floor(end / joined);
    const groups = Math.ceil(count / joined);
    return this.window((lastGroup - groups + 1) * joined, groups, joined);
  }

  /**
   * Columns over buckets from number `first`, `count` of them, each of `joined` neighbours. Buckets that
   * are not held are zero, as are those outside `within`, whose end is exclusive.
   */
  window(
    first: number,
    count: number,
    joined: number,
    within: { readonly first: number; readonly end: number } = { first, end: Infinity },
  ): TimelineWindow {
    const packets = new Float64Array(count);
    const bytes = new Float64Array(count);
    const series: TimelineSeries[] = [];
    const from = Math.max(first, within.first, this.#first);
    const to = Math.min(first + count * joined, within.end, this.#last + 1) - 1;
    for (const protocol of this.#protocols) {
      const counts = this.#rings[protocol]!;
      const one = { protocol, packets: new Float64Array(count), bytes: new Float64Array(count) };
      let any = false;
      for (let index = from; index <= to; index++) {
        const at = 2 * this.#slotOf(index);
        if (counts[at] === 0) continue;
        const place = Math.floor((index - first) / joined);
        one.packets[place]! += counts[at]!;
        one.bytes[place]! += counts[at + 1]!;
        packets[place]! += counts[at]!;
        bytes[place]! += counts[at + 1]!;
        any = true;
      }
      if (any) series.push(one);
    }
    series.sort((a, b) => a.protocol - b.protocol);
    return { start: first * this.step, step: this.step * joined, packets, bytes, series };
  }

  /** Place of the bucket of a time, made where there is room for it, else -1. */
  #find(seconds: number, nanoseconds: number): number {
    const index = bucketIndex(this.#step, seconds, nanoseconds);
    const slot =
      index >= this.#first && index <= this.#last
        ? this.#slotOf(index)
        : this.#reach(index, seconds, nanoseconds);
    if (slot >= 0) {
      this.#strays = 0;
      this.#recentSlot = slot;
      // Below a second per bucket, packets of one second go to several.
      this.#recentSeconds = this.#step >= ONE_SECOND ? seconds : Number.NaN;
    }
    return slot;
  }

  #slotOf(index: number): number {
    const slot = this.#firstSlot + (index - this.#first);
    return slot >= this.#length ? slot - this.#length : slot;
  }

  /** Makes room for a bucket outside the span; its place, or -1 where a sliding window is past it. */
  #reach(index: number, seconds: number, nanoseconds: number): number {
    if (this.#last < this.#first) {
      this.#first = index;
      this.#last = index;
      return this.#firstSlot;
    }
    if (this.#slides) return this.#slide(index);
    let wanted = index;
    while (Math.max(wanted, this.#last) - Math.min(wanted, this.#first) >= this.#length) {
      this.#coarsen();
      wanted = bucketIndex(this.#step, seconds, nanoseconds);
    }
    if (wanted < this.#first) {
      this.#firstSlot -= this.#first - wanted;
      if (this.#firstSlot < 0) this.#firstSlot += this.#length;
      this.#first = wanted;
    } else if (wanted > this.#last) {
      this.#last = wanted;
    }
    return this.#slotOf(wanted);
  }

  #slide(index: number): number {
    if (index < this.#first) {
      // The window may not be full yet: it can grow backwards over what was never held.
      if (this.#last - index < this.#length && !this.#hasSlid) {
        this.#firstSlot -= this.#first - index;
        if (this.#firstSlot < 0) this.#firstSlot += this.#length;
        this.#first = index;
        return this.#firstSlot;
      }
      if (++this.#strays < STRAY_LIMIT) return -1;
      this.#clear(this.length);
      this.#first = index;
      this.#last = index;
      this.#hasSlid = false;
      return this.#firstSlot;
    }
    const gone = Math.min(index - this.#length + 1 - this.#first, this.length);
    if (gone > 0) {
      this.#hasSlid = true;
      this.#clear(gone);
    }
    this.#first = Math.max(this.#first, index - this.#length + 1);
    this.#last = index;
    return this.#slotOf(index);
  }

  /** Empties the `count` oldest buckets and moves the ring's start past them. */
  #clear(count: number): void {
    this.#recentSeconds = Number.NaN;
    for (let i = 0; i < count; i++) {
      const at = 2 * this.#firstSlot;
      for (const protocol of this.#protocols) {
        const counts = this.#rings[protocol]!;
        this.#packetsOutside += counts[at]!;
        this.#bytesOutside += counts[at + 1]!;
        counts.fill(0, at, at + 2);
      }
      this.#firstSlot = this.#firstSlot + 1 === this.#length ? 0 : this.#firstSlot + 1;
      this.#first++;
    }
  }

  /**
   * Joins neighbours into buckets of the next width, in place: a bucket never moves away from the first, so
   * what it moves to has been moved before.
   */
  #coarsen(): void {
    const ratio = stepRatio(this.#step);
    const first = Math.floor(this.#first / ratio);
    for (const protocol of this.#protocols) this.#join(this.#rings[protocol]!, ratio, first);
    this.#last = Math.floor(this.#last / ratio);
    this.#first = first;
    this.#step++;
  }

  /** Adds up `ratio` neighbours each; `first` is what the first bucket's number becomes. */
  #join(counts: Float64Array, ratio: number, first: number): void {
    for (let index = this.#first; index <= this.#last; index++) {
      const from = 2 * this.#slotOf(index);
      if (counts[from] === 0) continue;
      const to = 2 * this.#slotOf(this.#first + (Math.floor(index / ratio) - first));
      if (to === from) continue;
      counts[to]! += counts[from]!;
      counts[to + 1]! += counts[from + 1]!;
      counts[from] = 0;
      counts[from + 1] = 0;
    }
  }

  #addRing(protocol: number): Float64Array {
    const ring = new Float64Array(this.#length * 2);
    this.#rings[protocol] = ring;
    this.#protocols.push(protocol);
    return ring;
  }
}
