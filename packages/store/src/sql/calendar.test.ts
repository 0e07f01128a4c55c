import { QueryError } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { type Period, periodsOf } from "./calendar.ts";

const at = (text: string): number => Date.parse(text) / 1000;
const texts = (periods: readonly Period[]): string[] =>
  periods.map(({ from, to }) =>
    [from, to].map((time) => new Date(time * 1000).toISOString().slice(0, 16)).join(" "),
  );

describe("periods of a calendar", () => {
  test.for([
    {
      name: "days in UTC",
      range: ["2026-03-01T05:00:00Z", "2026-03-02T00:00:00Z"],
      period: "day",
      timeZone: "UTC",
      expected: ["2026-03-01T00:00 2026-03-02T00:00"],
    },
    {
      name: "a day of 23 hours",
      range: ["2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z"],
      period: "day",
      timeZone: "Europe/Berlin",
      expected: ["2026-03-28T23:00 2026-03-29T22:00"],
    },
    {
      name: "a day of 25 hours",
      range: ["2026-11-01T12:00:00Z", "2026-11-01T13:00:00Z"],
      period: "day",
      timeZone: "America/New_York",
      expected: ["2026-11-01T04:00 2026-11-02T05:00"],
    },
    {
      name: "days of a half-hour zone",
      range: ["2026-06-01T18:00:00Z", "2026-06-01T19:00:00Z"],
      period: "day",
      timeZone: "Asia/Kolkata",
      expected: ["2026-05-31T18:30 2026-06-01T18:30", "2026-06-01T18:30 2026-06-02T18:30"],
    },
    {
      name: "days of a quarter-hour zone",
      range: ["2026-06-01T18:00:00Z", "2026-06-01T18:10:00Z"],
      period: "day",
      timeZone: "Asia/Kathmandu",
      expected: ["2026-05-31T18:15 2026-06-01T18:15"],
    },
    {
      name: "a day that has no midnight",
      range: ["2026-04-24T12:00:00Z", "2026-04-24T13:00:00Z"],
      period: "day",
      timeZone: "Africa/Cairo",
      expected: ["2026-04-23T22:00 2026-04-24T21:00"],
    },
    {
      name: "weeks from Monday on",
      range: ["2026-03-01T00:00:00Z", "2026-03-03T00:00:00Z"],
      period: "week",
      timeZone: "UTC",
      expected: ["2026-02-23T00:00 2026-03-02T00:00", "2026-03-02T00:00 2026-03-09T00:00"],
    },
    {
      name: "months over a change of clocks",
      range: ["2026-03-15T00:00:00Z", "2026-04-02T00:00:00Z"],
      period: "month",
      timeZone: "Europe/Berlin",
      expected: ["2026-02-28T23:00 2026-03-31T22:00", "2026-03-31T22:00 2026-04-30T22:00"],
    },
  ] as const)("$name", ({ range, period, timeZone, expected }) => {
    const [from, to] = range.map(at) as [number, number];
    expect(texts(periodsOf({ from, to }, period, timeZone))).toEqual(expected);
  });

  test("of a zone that does not exist are refused with a sentence", () => {
    expect(() => periodsOf({ from: 0, to: 1 }, "day", "Mars/Base")).toThrow(QueryError);
  });

  test("follow one another without a gap through a year", () => {
    for (const timeZone of ["Australia/Lord_Howe", "America/St_Johns", "Pacific/Apia"]) {
      const year = { from: at("2026-01-01T00:00:00Z"), to: at("2027-01-01T00:00:00Z") };
      const days = periodsOf(year, "day", timeZone);
      expect(days.length).toBeGreaterThan(364);
      for (const [i, { from }] of days.slice(1).entries()) expect(from).toBe(days[i]!.to);
    }
  });
});
