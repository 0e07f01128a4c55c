import { expect, test } from "vitest";
import { SpanDrag, snapStep } from "./span-drag.ts";

const snap = (micros: number) => Math.round(micros / 10) * 10;
const selection = { from: 100, to: 200 };

test.for([
  [
    "on the empty timeline selects in either direction",
    { at: 302, selection: undefined },
    251,
    { from: 250, to: 300 },
  ],
  ["beside the selection makes another one", { at: 302, selection }, 351, { from: 300, to: 350 }],
  ["of its start moves the start", { at: 103, selection }, 132, { from: 130, to: 200 }],
  [
    "of its start beyond its end turns it round",
    { at: 103, selection },
    232,
    { from: 200, to: 230 },
  ],
  ["of its end moves the end", { at: 197, selection }, 252, { from: 100, to: 250 }],
  ["of its middle moves all of it", { at: 150, selection }, 171, { from: 120, to: 220 }],
] as const)("A drag %s", ([, start, to, expected]) => {
  expect(new SpanDrag({ ...start, reach: 5, snap }).to(to)).toEqual(expected);
});

test.for([
  ["narrow buckets", 10, 2, 10],
  ["wide minutes, to the second", 60, 0.05, 1],
  ["minutes of some width, to ten seconds", 60, 0.7, 10],
  ["wide hours, to a minute", 3600, 5, 60],
  ["wide buckets of a second", 1, 0.001, 1],
  ["wide buckets of less than a second", 0.1, 0.001, 0.1],
] as const)("A selection snaps in %s", ([, step, secondsPerPixel, expected]) => {
  expect(snapStep(step, secondsPerPixel * 1e6)).toBe(expected);
});

test("A drag that ends in the bucket where it began selects nothing", () => {
  expect(new SpanDrag({ at: 301, selection: undefined, reach: 5, snap }).to(303)).toBeUndefined();
});
