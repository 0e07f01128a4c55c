/** A timeline as the chart draws it: one column per colour slot, stacked from the bottom. */
import type { LiveTimeline } from "@wirescope/query";
import type { RateUnit } from "../format/traffic.ts";
import { SLOTS, type Slot, slotOf } from "../theme/palette.ts";

export interface TrafficStack {
  /** Seconds since 1970 at which each bucket starts. */
  readonly times: Float64Array;
  /** Seconds per bucket. */
  readonly step: number;
  /** Slots that have any traffic, bottom first. */
  readonly slots: readonly Slot[];
  /** Rate of each slot in each bucket, in the stack's unit. */
  readonly rates: readonly Float64Array[];
  /** Running sums from the bottom, hidden slots left out; `tops[i]` is the upper edge of `slots[i]`. */
  readonly tops: readonly Float64Array[];
  /** Members of each slot, as the decoder names them. */
  readonly members: readonly (readonly string[])[];
}

export const EMPTY_STACK: TrafficStack = {
  times: new Float64Array(0),
  step: 1,
  slots: [],
  rates: [],
  tops: [],
  members: [],
};

export function stackTraffic(
  timeline: LiveTimeline,
  unit: RateUnit,
  hidden: ReadonlySet<Slot>,
): TrafficStack {
  const columns = unit === "bits" ? timeline.bytes : timeline.packets;
  const factor = (unit === "bits" ? 8 : 1) / timeline.step;
  const length = columns[0]?.length ?? 0;
  const bySlot = new Map<Slot, { rates: Float64Array; members: string[] }>();
  for (const [i, name] of timeline.names.entries()) {
    const slot = slotOf(name);
    let entry = bySlot.get(slot);
    if (entry === undefined) {
      entry = { rates: new Float64Array(length), members: [] };
      bySlot.set(slot, entry);
    }
    entry.members.push(name);
    const column = columns[i]!;
    for (let bucket = 0; bucket < length; bucket += 1) {
      entry.rates[bucket] = entry.rates[bucket]! + column[bucket]! * factor;
    }
  }
  const slots = SLOTS.filter((slot) => bySlot.has(slot));
  const tops: Float64Array[] = [];
  let below = new Float64Array(length);
  for (const slot of slots) {
    const top = Float64Array.from(below);
    if (!hidden.has(slot)) {
      const { rates } = bySlot.get(slot)!;
      for (let bucket = 0; bucket < length; bucket += 1)
        top[bucket] = top[bucket]! + rates[bucket]!;
    }
    tops.push(top);
    below = top;
  }
  return {
    times: Float64Array.from({ length }, (_, bucket) => timeline.start + bucket * timeline.step),
    step: timeline.step,
    slots,
    rates: slots.map((slot) => bySlot.get(slot)!.rates),
    tops,
    members: slots.map((slot) => bySlot.get(slot)!.members),
  };
}

/** Number of the bucket that holds a time, seconds since 1970. */
export function bucketAt({ times, step }: TrafficStack, seconds: number): number | undefined {
  const bucket = Math.floor((seconds - (times[0] ?? 0)) / step + 1e-6);
  return bucket >= 0 && bucket < times.length ? bucket : undefined;
}

export interface Peak {
  /** Seconds since 1970. */
  readonly time: number;
  readonly rate: number;
  /** Mean over the whole stack, in the same unit. */
  readonly mean: number;
}

/** Highest bucket and mean of what is shown; undefined without traffic. */
export function findPeak(stack: TrafficStack): Peak | undefined {
  const top = stack.tops.at(-1);
  if (top === undefined || top.length === 0) return undefined;
  let best = 0;
  let sum = 0;
  for (let i = 0; i < top.length; i += 1) {
    sum += top[i]!;
    if (top[i]! > top[best]!) best = i;
  }
  return { time: stack.times[best]!, rate: top[best]!, mean: sum / top.length };
}
