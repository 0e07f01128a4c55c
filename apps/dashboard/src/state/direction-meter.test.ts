import { expect, test } from "vitest";
import { DirectionMeter } from "./direction-meter.ts";

test("A rate is the difference over the last three seconds, in bits", () => {
  const meter = new DirectionMeter();
  expect(meter.measure(1, 0, { received: 0, sent: 0 }).received).toBeNaN();
  for (let second = 1; second <= 5; second += 1) {
    meter.measure(1, second * 1e6, { received: second * 100, sent: second * 10 });
  }
  expect(meter.measure(1, 6e6, { received: 1400, sent: 60 })).toEqual({
    received: ((1400 - 300) * 8) / 3,
    sent: 80,
  });
});

test("Another subscription starts anew", () => {
  const meter = new DirectionMeter();
  meter.measure(1, 0, { received: 1000, sent: 1000 });
  expect(meter.measure(2, 1e6, { received: 5, sent: 5 }).sent).toBeNaN();
});
