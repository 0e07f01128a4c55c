/** Timelines as answers and as the columns of live frames. */
import type { Timeline as Buckets, TimelineWindow } from "@wirescope/analysis";
import { protocolInfo } from "@wirescope/decode";
import type { Coverage, Timeline, TimelineSeries } from "./answer.ts";
import { viewCoverage } from "./coverage.ts";
import type { LiveTimeline } from "./live-frame.ts";
import type { Recorder } from "./recorder.ts";
import type { CompiledScope, TimeWindow } from "./scope.ts";
import { formatTimestamp } from "./timestamp.ts";
import type { View } from "./view.ts";

/** Buckets of an answer when the asker does not say how wide they are. */
export const BUCKET_LIMIT = 600;
/** Buckets that are enough for a range. */
const FINE_BUCKETS = 100;
/** Series of a live frame before the rest is joined into one. */
export const SERIES_LIMIT = 12;
export const OTHER_NAME = "Other";

/** Widths that are easily read, as multiples of the width that the buckets are counted in. */
const MULTIPLES = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600];

/**
 * All buckets, joined as `step` asks for: to the multiple of the counted width that comes nearest, or,
 * for undefined, so that there are at most {@link BUCKET_LIMIT}.
 */
export function wholeWindow(buckets: Buckets, step: number | undefined): TimelineWindow {
  const first = Math.round(buckets.start / buckets.step);
  return alignedWindow(buckets, { first, end: first + buckets.length }, step);
}

/** Buckets from number `first` up to, without, `end`, joined at edges that are multiples of the joined width. */
function alignedWindow(
  buckets: Buckets,
  { first, end }: { readonly first: number; readonly end: number },
  step: number | undefined,
): TimelineWindow {
  const joined = joinedBuckets(buckets.step, end - first, step);
  const firstGroup = Math.floor(first / joined);
  const groups = end === first ? 0 : Math.ceil(end / joined) - firstGroup;
  return buckets.window(firstGroup * joined, groups, joined, { first, end });
}

/**
 * The buckets of a limited range, if they tell exactly what is inside it: its edges must be edges of
 * buckets, and none of its packets may have left the window. Undefined otherwise.
 */
export function rangeWindow(
  buckets: Buckets,
  range: TimeWindow,
  step: number | undefined,
): TimelineWindow | undefined {
  const firstHeld = Math.round(buckets.start / buckets.step);
  const endHeld = firstHeld + buckets.length;
  const from = bucketEdge(buckets.step, range.fromSeconds, range.fromNanoseconds);
  const to = bucketEdge(buckets.step, range.toSeconds, range.toNanoseconds);
  if (from < firstHeld && buckets.packetsOutside > 0) return undefined;
  const first = Math.min(Math.max(from, firstHeld), endHeld);
  const end = Math.max(Math.min(to, endHeld), first);
  if (!Number.isInteger(first) || !Number.isInteger(end)) return undefined;
  return alignedWindow(buckets, { first, end }, step);
}

export interface TimelineRequest {
  readonly by: "protocol" | "total";
  /** Seconds per bucket. */
  readonly step: number | undefined;
}

/**
 * The timeline of a scope. For a range, the buckets of the unfiltered view do where they are fine
 * enough, and where packets that they counted are no longer held.
 */
export async function timelineAnswer(
  recorder: Recorder,
  scope: CompiledScope,
  { by, step }: TimelineRequest,
): Promise<Timeline> {
  const { main } = recorder;
  const counted = main.analysis.timeline;
  const window =
    scope.filter.empty && !scope.whole ? rangeWindow(counted, scope.window, step) : undefined;
  const known = window && answerOf(window, by, viewCoverage(recorder, main));
  if (known !== undefined && isFineEnough(known, counted.step, step)) return known;
  return recorder.use(scope, (view) => {
    const coverage = timelineCoverage(recorder, view);
    if (known !== undefined && coverage.kind !== "exact") return known;
    return answerOf(wholeWindow(view.analysis.timeline, step), by, coverage);
  });
}

/** The part of a timeline answer that summaries share. */
export function toTimeline(window: TimelineWindow): Omit<Timeline, "series" | "coverage"> {
  const { start, step, packets, bytes } = window;
  return {
    start: packets.length === 0 ? null : formatSeconds(start),
    step,
    packets: Array.from(packets),
    bytes: Array.from(bytes),
  };
}

/** The last `seconds` up to `until` (seconds since 1970), in at most {@link BUCKET_LIMIT} buckets. */
export function slidingWindow(buckets: Buckets, seconds: number, until: number): TimelineWindow {
  return buckets.newest(seconds, BUCKET_LIMIT, until);
}

/** Series by protocol, most octets first. */
function protocolSeries(window: TimelineWindow): TimelineSeries[] {
  return window.series
    .map(({ protocol, packets, bytes }) => ({
      name: protocolInfo(protocol).name,
      packets: Array.from(packets),
      bytes: Array.from(bytes),
    }))
    .sort((a, b) => sum(b.bytes) - sum(a.bytes));
}

/** The window with its largest series by octets, and one more for all the others. */
export function liveTimeline(window: TimelineWindow): LiveTimeline {
  const ranked = [...window.series].sort((a, b) => sum(b.bytes) - sum(a.bytes));
  const shown = ranked.slice(0, SERIES_LIMIT);
  const names = shown.map(({ protocol }) => protocolInfo(protocol).name);
  const packets = shown.map((series) => series.packets);
  const bytes = shown.map((series) => series.bytes);
  if (ranked.length > SERIES_LIMIT) {
    const rest = ranked.slice(SERIES_LIMIT);
    names.push(OTHER_NAME);
    packets.push(added(rest.map((series) => series.packets)));
    bytes.push(added(rest.map((series) => series.bytes)));
  }
  return { start: window.start, step: window.step, names, packets, bytes };
}

function answerOf(window: TimelineWindow, by: "protocol" | "total", coverage: Coverage): Timeline {
  return {
    ...toTimeline(window),
    series: by === "protocol" ? protocolSeries(window) : [],
    coverage,
  };
}

/** Whether counting the range anew could not show more: buckets of a second do, or a hundred. */
function isFineEnough(known: Timeline, counted: number, step: number | undefined): boolean {
  if (step !== undefined) return step >= counted;
  return counted <= 1 || known.packets.length >= FINE_BUCKETS;
}

/** A sliding timeline forgets what the totals still count. */
function timelineCoverage(recorder: Recorder, view: View): Coverage {
  const coverage = viewCoverage(recorder, view);
  const { timeline } = view.analysis;
  if (timeline.packetsOutside === 0 || coverage.kind !== "exact") return coverage;
  const from = formatSeconds(timeline.start);
  const note = `The timeline begins at ${from}; ${timeline.packetsOutside} packets outside it are counted in the totals only.`;
  return { ...coverage, kind: "retained", from, note };
}

/** Of seconds since 1970 that are multiples of a bucket's width, a millisecond or more. */
function formatSeconds(time: number): string {
  const seconds = Math.floor(time);
  return formatTimestamp(seconds, Math.round((time - seconds) * 1000) * 1_000_000);
}

/** How many of `count` buckets, each of `width` seconds, to join into one: see {@link wholeWindow}. */
export function joinedBuckets(width: number, count: number, step: number | undefined): number {
  if (step !== undefined) return Math.max(1, Math.round(step / width));
  const needed = Math.ceil(count / BUCKET_LIMIT);
  return MULTIPLES.find((multiple) => multiple >= needed) ?? needed;
}

/** Number of the bucket that begins at a time; a fraction when the time lies inside a bucket. */
function bucketEdge(step: number, seconds: number, nanoseconds: number): number {
  if (step >= 1) return (seconds + (nanoseconds > 0 ? 0.5 : 0)) / step;
  const perSecond = Math.round(1 / step);
  return seconds * perSecond + nanoseconds / (1_000_000_000 / perSecond);
}

function added(columns: readonly Float64Array[]): Float64Array {
  const total = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns) {
    for (let i = 0; i < total.length; i++) total[i]! += column[i]!;
  }
  return total;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
