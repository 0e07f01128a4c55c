/** Two fingers on the timeline: what lies under them stays there while they move. */
import type { Span } from "../../format/time.ts";

/** CSS pixels; fingers that are nearer count as being so far apart. */
const LEAST_APART = 24;

/** @param window microseconds since 1970. @param begun where the fingers were. @param box CSS pixels. */
export interface PinchStart {
  readonly window: Span;
  readonly begun: readonly [number, number];
  readonly box: { readonly left: number; readonly width: number };
}

/** The window when the fingers have come to `now`. */
export function pinchWindow(
  { window, begun, box }: PinchStart,
  now: readonly [number, number],
): Span {
  const factor = apart(begun) / apart(now);
  const length = Math.max(1000, (window.to - window.from) * factor);
  const at = window.from + (window.to - window.from) * share(begun, box);
  const from = Math.round(at - length * share(now, box));
  return { from, to: Math.round(from + length) };
}

function apart([a, b]: readonly [number, number]): number {
  return Math.max(LEAST_APART, Math.abs(b - a));
}

/** Where in the box the middle between the fingers is, 0 to 1. */
function share([a, b]: readonly [number, number], { left, width }: PinchStart["box"]): number {
  return ((a + b) / 2 - left) / Math.max(1, width);
}
