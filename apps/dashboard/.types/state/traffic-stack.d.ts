/** A timeline as the chart draws it: one column per colour slot, stacked from the bottom. */
import type { LiveTimeline } from "@wirescope/query";
import type { RateUnit } from "../format/traffic.ts";
import { type Slot } from "../theme/palette.ts";
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
export declare const EMPTY_STACK: TrafficStack;
export declare function stackTraffic(
  timeline: LiveTimeline,
  unit: RateUnit,
  hidden: ReadonlySet<Slot>,
): TrafficStack;
export interface Peak {
  /** Seconds since 1970. */
  readonly time: number;
  readonly rate: number;
  /** Mean over the whole stack, in the same unit. */
  readonly mean: number;
}
/** Highest bucket and mean of what is shown; undefined without traffic. */
export declare function findPeak(stack: TrafficStack): Peak | undefined;
//# sourceMappingURL=traffic-stack.d.ts.map
