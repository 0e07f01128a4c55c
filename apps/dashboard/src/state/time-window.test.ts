import { describe, expect, test } from "vitest";
import {
  fileSeconds,
  fitInto,
  LONGEST_SECONDS,
  pan,
  roundSpan,
  SECOND,
  stepFor,
  windowName,
  zoomAt,
} from "./time-window.ts";

test("A file lasts from its first packet to its last, a single packet no time", () => {
  expect(fileSeconds({ from: 5 * SECOND, to: 8 * SECOND + 1 })).toBe(3);
  expect(fileSeconds({ from: 5 * SECOND, to: 5 * SECOND + 1 })).toBe(0);
});

test.for([
  [60, undefined],
  [900, 1],
  [1201, 10],
  [4 * 3600, 10],
  [86_400, 60],
  [7 * 86_400, 600],
  [30 * 86_400, 3600],
  [730 * 86_400, 86_400],
] as const)("A window of %d s has buckets of %s s", ([seconds, step]) => {
  expect(stepFor(seconds)).toBe(step);
});

test("No window has more than 1500 buckets of its step", () => {
  for (let seconds = 120; seconds < LONGEST_SECONDS; seconds *= 1.1) {
    const step = stepFor(seconds) ?? seconds;
    expect(seconds / step).toBeLessThan(1500);
  }
});

describe("A window", () => {
  const span = { from: 100 * SECOND, to: 200 * SECOND };

  test("is zoomed about its middle, and comes back", () => {
    const middle = 150 * SECOND;
    expect(zoomAt(span, 2, middle)).toEqual({ from: 50 * SECOND, to: 250 * SECOND });
    expect(zoomAt(zoomAt(span, 2, middle), 0.5, middle)).toEqual(span);
    expect(zoomAt({ from: 0, to: 10 }, 0.5, 5)).toEqual({ from: -495, to: 505 });
  });

  test("keeps the moment that it is zoomed about in its place", () => {
    expect(zoomAt(span, 0.5, 120 * SECOND)).toEqual({ from: 110 * SECOND, to: 160 * SECOND });
    expect(zoomAt(span, 0.5, span.to)).toEqual({ from: 150 * SECOND, to: span.to });
  });

  test("is moved by half of its length", () => {
    expect(pan(span, 1)).toEqual({ from: 150 * SECOND, to: 250 * SECOND });
    expect(pan(span, -1)).toEqual({ from: 50 * SECOND, to: 150 * SECOND });
  });

  test("stays inside of what is held", () => {
    expect(fitInto(span, { from: 0, to: 150 * SECOND })).toEqual({
      from: 50 * SECOND,
      to: 150 * SECOND,
    });
    expect(fitInto(span, { from: 120 * SECOND, to: 150 * SECOND })).toEqual({
      from: 120 * SECOND,
      to: 150 * SECOND,
    });
  });

  test("has round edges where it is long", () => {
    expect(roundSpan({ from: 100_400_000, to: 299_600_000 })).toEqual({
      from: 100 * SECOND,
      to: 300 * SECOND,
    });
    expect(roundSpan({ from: 1400, to: 2600 })).toEqual({ from: 1000, to: 3000 });
    expect(roundSpan({ from: 1400, to: 1401 })).toEqual({ from: 1000, to: 2000 });
  });

  test("has a name where it ends at the newest", () => {
    expect(windowName({ kind: "last", seconds: 900 })).toBe("15 min");
    expect(windowName({ kind: "last", seconds: 901 })).toBeUndefined();
    expect(windowName({ kind: "all" })).toBe("all");
  });
});
