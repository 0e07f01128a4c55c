/**
 * A live timeline whose window began before the capture: history up to the seam, by the minute, and live
 * buckets from there on, so that each packet is in one of the two. Times are seconds since 1970.
 */
import type { LiveTimeline } from "@wirescope/query";

export interface Join {
  /** Since when live buckets count everything. */
  readonly seam: number;
  /** The last moment that the answer of history counts. */
  readonly counted: number;
  /** The present: the last bucket holds it. */
  readonly until: number;
}

/**
 * Puts `earlier` into the buckets of `live` that start before the seam. Each of its wider buckets is spread
 * evenly over those that it covers. The one that holds the seam counts what live buckets show as well:
 * that is taken off it, and the rest is what was before the seam.
 */
export function joinTimelines(
  live: LiveTimeline,
  earlier: LiveTimeline,
  { seam, counted, until }: Join,
): LiveTimeline {
  const { start, step } = live;
  const length = live.packets[0]?.length ?? Math.floor((until - start) / step) + 1;
  const before = Math.min(length, Math.max(0, Math.ceil((seam - start) / step)));
  const border = start + before * step;
  /* For each bucket before the border the one of `earlier`, and its share of that. */
  const places = Array.from({ length: before }, (_, i) => {
    const bucket = Math.floor((start + i * step - earlier.start) / earlier.step);
    const from = earlier.start + bucket * earlier.step;
    const covered = Math.min(from + earlier.step, border) - from;
    return { bucket, share: Math.min(1, step / covered) };
  });
  const last = places.at(-1)?.bucket ?? -1;
  const both = Math.min(earlier.start + (last + 1) * earlier.step, counted);
  const names = [...new Set([...live.names, ...earlier.names])];
  const columns = (of: "packets" | "bytes"): Float64Array[] =>
    names.map((name) => {
      const [ours, theirs] = [live.names.indexOf(name), earlier.names.indexOf(name)];
      const column = new Float64Array(length);
      const shown = live[of][ours]?.subarray(before);
      if (shown !== undefined) column.set(shown, before);
      const twice = shown === undefined ? 0 : sumUpTo(shown, (both - border) / step);
      for (const [i, { bucket, share }] of places.entries()) {
        const value = (earlier[of][theirs]?.[bucket] ?? 0) - (bucket === last ? twice : 0);
        column[i] = Math.max(0, value) * share;
      }
      return column;
    });
  return { start, step, names, packets: columns("packets"), bytes: columns("bytes") };
}

/** Of the first buckets, the last of them in part. */
function sumUpTo(column: Float64Array, buckets: number): number {
  let sum = 0;
  for (const [i, value] of column.entries()) sum += value * Math.min(1, Math.max(0, buckets - i));
  return sum;
}
