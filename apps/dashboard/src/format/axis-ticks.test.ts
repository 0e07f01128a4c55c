import { expect, test } from "vitest";
import { axisTicks } from "./axis-ticks.ts";
import { TimeZone } from "./time-zone.ts";

const seconds = (text: string) => Date.parse(text) / 1000;

function ticks(from: string, to: string, most: number, zone: string): string[] {
  const found = axisTicks(seconds(from), seconds(to), most, new TimeZone(zone)).ticks;
  return found.map((tick) => new Date(tick * 1000).toISOString().slice(0, 16));
}

test("Ticks stand at round clocks of a half-hour zone", () => {
  expect(ticks("2026-11-22T00:00:00Z", "2026-11-22T03:00:00Z", 4, "Asia/Kolkata")).toEqual([
    "2026-11-22T00:30",
    "2026-11-22T01:30",
    "2026-11-22T02:30",
  ]);
});

test("Days begin at midnight before and after clocks are changed", () => {
  expect(ticks("2026-03-27T12:00:00Z", "2026-03-31T12:00:00Z", 4, "Europe/Berlin")).toEqual([
    "2026-03-27T23:00",
    "2026-03-28T23:00",
    "2026-03-29T22:00",
    "2026-03-30T22:00",
  ]);
});

test("An hour that clocks skip has no tick of its own", () => {
  const found = ticks("2026-03-29T00:00:00Z", "2026-03-29T03:00:00Z", 4, "Europe/Berlin");
  expect(found).toEqual([
    "2026-03-29T00:00",
    "2026-03-29T01:00",
    "2026-03-29T02:00",
    "2026-03-29T03:00",
  ]);
});

test("Years have ticks at the first of a month", () => {
  expect(ticks("2025-01-15T00:00:00Z", "2026-01-15T00:00:00Z", 5, "UTC")).toEqual([
    "2025-04-01T00:00",
    "2025-07-01T00:00",
    "2025-10-01T00:00",
    "2026-01-01T00:00",
  ]);
});

test.for([0.004, 0.3, 7, 90, 4000, 1e5, 3e6, 1e8, 2e9])(
  "No more ticks than asked for over %d s",
  (length) => {
    const from = seconds("2026-11-22T14:03:29Z");
    const { ticks } = axisTicks(from, from + length, 8, new TimeZone("Australia/Lord_Howe"));
    expect(ticks.length).toBeLessThanOrEqual(9);
    expect(ticks).toEqual([...ticks].sort((a, b) => a - b));
  },
);
