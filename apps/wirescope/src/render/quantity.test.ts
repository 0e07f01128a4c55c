import { expect, test } from "vitest";
import { formatBytes, formatCount, formatCounted, formatDuration } from "./quantity.ts";

test.for([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "1.00 kB"],
  [48_234_567, "48.2 MB"],
  [999_600, "1.00 MB"],
  [123_456_789_000, "123 GB"],
] as const)("%s octets are %s", ([octets, text]) => {
  expect(formatBytes(octets)).toBe(text);
});

test.for([
  [0.000_012, "12 µs"],
  [0.0184, "18 ms"],
  [1.239, "1.24 s"],
  [192, "3 min 12 s"],
  [7500, "2 h 5 min"],
  [90_000, "1 d 1 h"],
] as const)("%s seconds are %s", ([seconds, text]) => {
  expect(formatDuration(seconds)).toBe(text);
});

test("counts have thin gaps between thousands", () => {
  expect(formatCount(1_234_567)).toBe("1\u202f234\u202f567");
});

test.for([
  [0, "0 flows"],
  [1, "1 flow"],
  [2, "2 flows"],
] as const)("%s takes its noun: %s", ([count, text]) => {
  expect(formatCounted(count, "flow")).toBe(text);
});
