/**
 * A live timeline whose window began before the capture: history up to the seam, by the minute, and live
 * buckets from there on, so that each packet is in one of the two. Times are seconds since 1970.
 */
import type { LiveTimeline } from "@wirescope/query";

export interface Join {
  /** Where live buckets take over; a multiple of their width. */
  readonly seam: number;
  /** The present: the last bucket holds it. */
  readonly until: number;
}

/**
 * Puts `earlier` into the buckets of `live` that start before the seam. Each of its wider
 * buckets is spread evenly over those of `live` that it covers and that have begun.
 */
export function joinTimelines(
  live: LiveTimeline,
  earlier: LiveTimeline,
  { seam, until }: Join,
): LiveTimeline {
  const { start, step } = live;
  const length = live.packets[0]?.length ?? Math.floor((until - start) / step) + 1;
  const before = Math.min(length, Math.max(0, Math.ceil((seam - start) / step)));
  const end = start + length * step;
  /* For each bucket before the seam the one of `earlier`, and its share of that. */
  const places = Array.from({ length: before }, (_, i) => {
    const bucket = Math.floor((start + i * step - earlier.start) / earlier.step);
    const from = earlier.start + bucket * earlier.step;
    const covered = Math.min(from + earlier.step, end) - from;
    return { bucket, share: Math.min(1, step / covered) };
  });
  const names = [...new Set([...live.names, ...earlier.names])];
  const columns = (of: "packets" | "bytes"): Float64Array[] =>
    names.map((name) => {
      const [ours, theirs] = [live.names.indexOf(name), earlier.names.indexOf(name)];
      const column = new Float64Array(length);
      const rest = live[of][ours]?.subarray(before);
      if (rest !== undefined) column.set(rest, before);
      for (const [i, { bucket, share }] of places.entries()) {
        column[i] = (earlier[of][theirs]?.[bucket] ?? 0) * share;
      }
      return column;
    });
  return { start, step, names, packets: columns("packets"), bytes: columns("bytes") };
}
