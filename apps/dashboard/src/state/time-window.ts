/** The stretch of time that the page shows, and how it is moved. Moments are microseconds since 1970. */
import type { Span } from "../format/time.ts";

/** `last`: up to the newest, `all`: from the oldest to the newest, `between`: fixed. */
export type TimeWindow =
  | { readonly kind: "last"; readonly seconds: number }
  | { readonly kind: "all" }
  | ({ readonly kind: "between" } & Span);

export const SECOND = 1_000_000;
export const MINUTE: number = 60 * SECOND;
const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** Seconds that a live stream keeps current; longer windows are asked for. */
export const LIVE_SECONDS = 3600;
export const LONGEST_SECONDS: number = 3660 * DAY_SECONDS;

export const DEFAULT_WINDOW: TimeWindow = { kind: "last", seconds: 900 };

export interface Preset {
  readonly seconds: number;
  /** As the address says it. */
  readonly key: string;
  readonly title: string;
}

export const PRESETS: readonly Preset[] = [
  { seconds: 60, key: "1m", title: "1 min" },
  { seconds: 300, key: "5m", title: "5 min" },
  { seconds: 900, key: "15m", title: "15 min" },
  { seconds: HOUR_SECONDS, key: "1h", title: "1 h" },
  { seconds: 6 * HOUR_SECONDS, key: "6h", title: "6 h" },
  { seconds: DAY_SECONDS, key: "24h", title: "24 h" },
  { seconds: 7 * DAY_SECONDS, key: "7d", title: "7 d" },
  { seconds: 30 * DAY_SECONDS, key: "30d", title: "30 d" },
];

/** What is held, from the oldest to the newest. */
export function windowSpan(window: TimeWindow, held: Span): Span {
  switch (window.kind) {
    case "between":
      return { from: window.from, to: window.to };
    case "all":
      return held;
    default:
      return { from: held.to - window.seconds * SECOND, to: held.to };
  }
}

/** Seconds from the first to the last packet of a file, whose span ends right behind the last. */
export function fileSeconds({ from, to }: Span): number {
  return Math.max(0, to - from - 1) / SECOND;
}

const STEPS: readonly (readonly [upTo: number, step: number])[] = [
  [1200, 1],
  [4 * HOUR_SECONDS, 10],
  [DAY_SECONDS, 60],
  [7 * DAY_SECONDS, 600],
  [40 * DAY_SECONDS, HOUR_SECONDS],
  [200 * DAY_SECONDS, 6 * HOUR_SECONDS],
  [1200 * DAY_SECONDS, DAY_SECONDS],
];

/** Seconds per bucket for a window of `seconds`; undefined where the answerer knows better. */
export function stepFor(seconds: number): number | undefined {
  if (seconds < 120) return undefined;
  return STEPS.find(([upTo]) => seconds <= upTo)?.[1] ?? 7 * DAY_SECONDS;
}

/** Half a window back (-1) or forward (1). */
export function pan({ from, to }: Span, direction: -1 | 1): Span {
  const by = Math.round((direction * (to - from)) / 2);
  return { from: from + by, to: to + by };
}

/** `factor` times as long, with `at` in the same place of it; never shorter than a millisecond. */
export function zoomAt({ from, to }: Span, factor: number, at: number): Span {
  const length = Math.max(1000, (to - from) * factor);
  const start = at - length * ((at - from) / (to - from));
  return { from: Math.round(start), to: Math.round(start + length) };
}

/** To whole seconds where the span is long enough that nobody sees it, else to milliseconds. */
export function roundSpan({ from, to }: Span): Span {
  const grain = to - from >= 60 * SECOND ? SECOND : 1000;
  const start = Math.round(from / grain) * grain;
  return { from: start, to: Math.max(start + grain, Math.round(to / grain) * grain) };
}

/** Moves a span into another one; what is longer is cut. */
export function fitInto(span: Span, into: Span): Span {
  const length = Math.min(span.to - span.from, into.to - into.from);
  const from = Math.min(Math.max(span.from, into.from), into.to - length);
  return { from, to: from + length };
}

export function overlaps(a: Span, b: Span): boolean {
  return a.from < b.to && b.from < a.to;
}

export function isSameWindow(a: TimeWindow, b: TimeWindow): boolean {
  if (a.kind === "last") return b.kind === "last" && a.seconds === b.seconds;
  if (a.kind === "all") return b.kind === "all";
  return b.kind === "between" && a.from === b.from && a.to === b.to;
}

export function isSameSpan(a: Span | undefined, b: Span | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.from === b.from && a.to === b.to);
}

/** `15 min`, `all`; a fixed window has no name of its own. */
export function windowName(window: TimeWindow): string | undefined {
  if (window.kind === "all") return "all";
  if (window.kind === "between") return undefined;
  return PRESETS.find(({ seconds }) => seconds === window.seconds)?.title;
}
