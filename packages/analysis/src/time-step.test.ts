import fc from "fast-check";
import { expect, test } from "vitest";
import { bucketIndex, ONE_SECOND, stepRatio, stepSeconds } from "./time-step.ts";

test("every step is a whole multiple of the one before", () => {
  expect(stepSeconds(0)).toBe(0.001);
  expect(stepSeconds(ONE_SECOND)).toBe(1);
  for (let step = 0; step < 40; step++) {
    const ratio = stepSeconds(step + 1) / stepSeconds(step);
    expect(ratio).toBeCloseTo(stepRatio(step), 9);
    expect(stepRatio(step)).toBeGreaterThan(1);
  }
});

test("a coarser bucket is a whole number of finer ones", () => {
  const time = fc.record({
    seconds: fc.oneof(
      fc.integer({ min: -5e9, max: 5e9 }),
      fc.double({ noNaN: true }).map(Math.floor),
    ),
    nanoseconds: fc.nat({ max: 999_999_999 }),
  });
  fc.assert(
    fc.property(time, fc.nat({ max: 30 }), ({ seconds, nanoseconds }, step) => {
      const fine = bucketIndex(step, seconds, nanoseconds);
      expect(Number.isSafeInteger(fine)).toBe(true);
      const coarse = bucketIndex(step + 1, seconds, nanoseconds);
      expect(coarse).toBe(Math.floor(fine / stepRatio(step)));
    }),
    { seed: 8, numRuns: 500 },
  );
});
