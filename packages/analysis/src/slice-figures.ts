/**
 * The numbers of a slice in one row of doubles: what a flow counted since its mark, or the sum of several.
 */
import {
  BYTES,
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  PACKETS,
  PAYLOAD,
} from "./flow-layout.ts";
import { HEALTH_WORDS } from "./slice-health.ts";
import {
  MARK_BYTES,
  MARK_DOUBLES,
  MARK_FIRST_NANOSECONDS,
  MARK_FIRST_SECONDS,
  MARK_HEALTH,
  MARK_PACKETS,
  MARK_PAYLOAD,
  MARK_WORDS,
  NEW_FLOW,
  type SliceMarks,
} from "./slice-marks.ts";
import type { SlicedFlow } from "./sliced-flow.ts";

/** Seconds of a minute. */
export const MINUTE = 60;

/* Where things lie in a row. Packets, octets and payload per direction, the originator's first. */
export const FIGURE_PACKETS = 0;
export const FIGURE_BYTES = 2;
export const FIGURE_PAYLOAD = 4;
/** First and last packet: seconds since 1970 and nanoseconds. */
export const FIGURE_FIRST = 6;
export const FIGURE_LAST = 8;
/** In the order of `HEALTH_COUNTERS`. */
export const FIGURE_HEALTH = 10;
export const FIGURES = 22;

/** Reads what a flow counted in the minute that begins at `minute` into row 0 of `figures`. */
export function readFigures(
  flow: SlicedFlow,
  marks: SliceMarks,
  minute: number,
  figures: Float64Array,
): void {
  const { doubles, words, mark } = flow;
  const d = flow.row * FLOW_DOUBLES;
  const w = flow.row * FLOW_WORDS;
  const md = mark * MARK_DOUBLES;
  const mw = mark * MARK_WORDS;
  const since = marks.doubles;
  for (let side = 0; side < 2; side++) {
    figures[FIGURE_PACKETS + side] =
      doubles[d + PACKETS + side]! - since[md + MARK_PACKETS + side]!;
    figures[FIGURE_BYTES + side] = doubles[d + BYTES + side]! - since[md + MARK_BYTES + side]!;
    figures[FIGURE_PAYLOAD + side] =
      doubles[d + PAYLOAD + side]! - since[md + MARK_PAYLOAD + side]!;
  }
  if (mark === NEW_FLOW) {
    figures[FIGURE_FIRST] = doubles[d + FIRST_SECONDS]!;
    figures[FIGURE_FIRST + 1] = words[w + FIRST_NANOSECONDS]!;
  } else {
    figures[FIGURE_FIRST] = since[md + MARK_FIRST_SECONDS]!;
    figures[FIGURE_FIRST + 1] = marks.words[mw + MARK_FIRST_NANOSECONDS]!;
  }
  const last = doubles[d + LAST_SECONDS]!;
  // When the clock was put back the flow's last packet lies behind the minute.
  const isInside = last < minute + MINUTE;
  figures[FIGURE_LAST] = isInside ? last : minute + MINUTE - 1;
  figures[FIGURE_LAST + 1] = isInside ? words[w + LAST_NANOSECONDS]! : 999_999_999;
  const { counters, countersAt } = flow;
  for (let i = 0; i < HEALTH_WORDS.length; i++) {
    figures[FIGURE_HEALTH + i] =
      countersAt < 0
        ? 0
        : (counters[countersAt + HEALTH_WORDS[i]!]! - marks.words[mw + MARK_HEALTH + i]!) >>> 0;
  }
}

/** Adds row 0 of `part` to the row of `sum` that begins at `at`, which is all zeros without packets. */
export function addFigures(sum: Float64Array, at: number, part: Float64Array): void {
  const isFirst = sum[at + FIGURE_PACKETS]! + sum[at + FIGURE_PACKETS + 1]! === 0;
  for (let i = FIGURE_PACKETS; i < FIGURE_FIRST; i++) sum[at + i]! += part[i]!;
  for (let i = FIGURE_HEALTH; i < FIGURES; i++) sum[at + i]! += part[i]!;
  if (isFirst || isEarlier(part, FIGURE_FIRST, sum, at + FIGURE_FIRST)) {
    sum[at + FIGURE_FIRST] = part[FIGURE_FIRST]!;
    sum[at + FIGURE_FIRST + 1] = part[FIGURE_FIRST + 1]!;
  }
  if (isFirst || isEarlier(sum, at + FIGURE_LAST, part, FIGURE_LAST)) {
    sum[at + FIGURE_LAST] = part[FIGURE_LAST]!;
    sum[at + FIGURE_LAST + 1] = part[FIGURE_LAST + 1]!;
  }
}

/** Whether the moment at `i` of `a` comes before the one at `j` of `b`. */
function isEarlier(a: Float64Array, i: number, b: Float64Array, j: number): boolean {
  return a[i]! < b[j]! || (a[i] === b[j] && a[i + 1]! < b[j + 1]!);
}
