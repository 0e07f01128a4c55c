import { expect, test } from "vitest";
import {
  formatClock,
  formatClockMicros,
  formatDuration,
  formatIso,
  isSameDay,
  parseIso,
} from "./time.ts";

const MOMENT = Date.UTC(2026, 10, 22, 14, 3, 29) * 1000 + 275_481;

test("A clock shows local time, with microseconds where asked", () => {
  const local = new Date(MOMENT / 1000);
  const expected = [local.getHours(), local.getMinutes(), local.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
  expect(formatClock(MOMENT)).toBe(expected);
  expect(formatClockMicros(MOMENT)).toBe(`${expected}.275481`);
  expect(formatClock(Number.NaN)).toBe("–");
});

test("Times before 1970 keep their fraction", () => {
  expect(formatClockMicros(-1)).toMatch(/:59\.999999$/);
});

test("ISO times go both ways at microsecond precision", () => {
  expect(formatIso(MOMENT)).toBe("2026-11-22T14:03:29.275481Z");
  expect(parseIso("2026-11-22T14:03:29.275481999Z")).toBe(MOMENT);
  expect(parseIso("2026-11-22T15:03:29+01:00")).toBe(MOMENT - 275_481);
  expect(parseIso("yesterday")).toBeNaN();
});

test("Days are told apart", () => {
  expect(isSameDay(MOMENT, MOMENT + 1)).toBe(true);
  expect(isSameDay(MOMENT, MOMENT + 2 * 86_400e6)).toBe(false);
});

test.for([
  [0, "0 s"],
  [0.0001, "1 ms"],
  [0.018, "18 ms"],
  [1.24, "1.24 s"],
  [42, "42 s"],
  [59.7, "1 min"],
  [192, "3 min 12 s"],
  [7500, "2 h 5 min"],
  [273_600, "3 d 4 h"],
  [-1, "–"],
] as const)("%d s", ([seconds, text]) => {
  expect(formatDuration(seconds)).toBe(text);
});
