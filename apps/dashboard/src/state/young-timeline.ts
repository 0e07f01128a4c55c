/**
 * The timeline of a capture that is younger than its window: from when it started, so that the first
 * minutes fill the chart instead of a strip at its right edge.
 */
import type { LiveTimeline } from "@wirescope/query";

/** Seconds that are shown at least. */
const LEAST_SECONDS = 60;

/**
 * Leaves out the buckets before `startedAt`, seconds since 1970, but never so many that less than a
 * minute is left.
 */
export function sinceStart(timeline: LiveTimeline, startedAt: number): LiveTimeline {
  const { start, step, packets, bytes } = timeline;
  const length = packets[0]?.length ?? 0;
  const before = Math.floor((startedAt - start) / step);
  const most = length - Math.ceil(LEAST_SECONDS / step);
  const cut = Math.min(before, most);
  if (!(cut > 0)) return timeline;
  return {
    ...timeline,
    start: start + cut * step,
    packets: packets.map((column) => column.subarray(cut)),
    bytes: bytes.map((column) => column.subarray(cut)),
  };
}
