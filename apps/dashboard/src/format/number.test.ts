import { expect, test } from "vitest";
import {
  formatCount,
  formatCounted,
  formatPercent,
  formatScaled,
  formatSignificant,
  joinQuantity,
} from "./number.ts";

test("Counts of things agree in number", () => {
  expect(formatCounted(1, "packet")).toBe("1 packet");
  expect(formatCounted(0, "flow")).toBe("0 flows");
  expect(formatCounted(1234, "flow")).toBe("1\u2009234 flows");
});

test.for([
  [0, "0"],
  [7, "7"],
  [999, "999"],
  [1000, "1\u2009000"],
  [88_210, "88\u2009210"],
  [1_234_567, "1\u2009234\u2009567"],
  [-4200, "−4\u2009200"],
  [Number.NaN, "–"],
] as const)("count %d", ([value, text]) => {
  expect(formatCount(value)).toBe(text);
});

test.for([
  [0, "0"],
  [0.4, "0.4"],
  [0.012, "0.01"],
  [0.9996, "1.00"],
  [3.1449, "3.14"],
  [9.999, "10.0"],
  [48.23, "48.2"],
  [99.97, "100"],
  [984.4, "984"],
  [Number.POSITIVE_INFINITY, "–"],
] as const)("three digits of %d", ([value, text]) => {
  expect(formatSignificant(value)).toBe(text);
});

test.for([
  [0, "B", "0 B"],
  [999, "B", "999 B"],
  [999.6, "B", "1.00 kB"],
  [48_200_000, "b/s", "48.2 Mb/s"],
  [999_600, "b/s", "1.00 Mb/s"],
  [1.5e18, "B", "1500 PB"],
  [Number.NaN, "B", "– B"],
] as const)("%d scaled", ([value, unit, text]) => {
  expect(joinQuantity(formatScaled(value, unit))).toBe(text);
});

test.for([
  [0, "0\u2009%"],
  [0.0004, "<0.1\u2009%"],
  [0.008, "0.8\u2009%"],
  [0.0996, "10\u2009%"],
  [0.62, "62\u2009%"],
  [Number.NaN, "–"],
] as const)("share %d", ([value, text]) => {
  expect(formatPercent(value)).toBe(text);
});
