import { describe, expect, test } from "vitest";
import { formatDuration, formatIso, formatMilliseconds, parseIso, TimeFormat } from "./time.ts";
import { TimeZone } from "./time-zone.ts";

const MOMENT = Date.UTC(2026, 10, 22, 14, 3, 29) * 1000 + 275_481;
const at = (text: string) => Date.parse(text) * 1000;
const utc = new TimeFormat(new TimeZone("UTC"));
const berlin = new TimeFormat(new TimeZone("Europe/Berlin"));
const kolkata = new TimeFormat(new TimeZone("Asia/Kolkata"));

test("A clock shows the zone's time, with microseconds where asked", () => {
  expect(utc.clock(MOMENT)).toBe("14:03:29");
  expect(berlin.clock(MOMENT)).toBe("15:03:29");
  expect(kolkata.clockMicros(MOMENT)).toBe("19:33:29.275481");
  expect(utc.clock(Number.NaN)).toBe("–");
});

test("Times before 1970 keep their fraction", () => {
  expect(utc.clockMicros(-1)).toBe("23:59:59.999999");
});

test("ISO times go both ways at microsecond precision", () => {
  expect(formatIso(MOMENT)).toBe("2026-11-22T14:03:29.275481Z");
  expect(parseIso("2026-11-22T14:03:29.275481999Z")).toBe(MOMENT);
  expect(parseIso("2026-11-22T15:03:29+01:00")).toBe(MOMENT - 275_481);
  expect(parseIso("yesterday")).toBeNaN();
});

test("A stretch is written short where there is little room", () => {
  const span = (from: string, to: string) => utc.briefSpan({ from: at(from), to: at(to) });
  expect(span("2026-11-22T14:40:10Z", "2026-11-22T14:55:00Z")).toBe("14:40–14:55");
  expect(span("2026-11-03T23:00:00Z", "2026-11-04T01:00:00Z")).toBe("3 Nov – 4 Nov");
});

test("Days are those of the zone", () => {
  expect(utc.isSameDay(at("2026-11-22T17:00:00Z"), at("2026-11-22T19:00:00Z"))).toBe(true);
  expect(kolkata.isSameDay(at("2026-11-22T17:00:00Z"), at("2026-11-22T19:00:00Z"))).toBe(false);
  expect(kolkata.startOfDay(MOMENT)).toBe(at("2026-11-21T18:30:00Z"));
  expect(berlin.startOfDay(at("2026-10-25T12:00:00Z"), 1)).toBe(at("2026-10-25T23:00:00Z"));
});

test.for([
  ["2026-11-22T13:40:00Z", "2026-11-22T13:55:00Z", "today 14:40–14:55"],
  ["2026-11-21T13:40:30Z", "2026-11-21T13:41:00Z", "yesterday 14:40:30–14:41:00"],
  ["2026-11-22T13:40:00Z", "2026-11-22T13:40:01.25Z", "today 14:40:00–14:40:01.25"],
  ["2026-11-03T23:30:00Z", "2026-11-04T00:30:00Z", "4 Nov 00:30–01:30"],
  ["2026-11-03T22:30:00Z", "2026-11-04T00:30:00Z", "3 Nov 23:30 – 4 Nov 01:30"],
  ["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "25 Oct"],
  ["2025-11-03T12:00:00Z", "2025-11-03T13:00:00Z", "3 Nov 2025 13:00–14:00"],
] as const)("%s to %s in Berlin reads %s", ([from, to, text]) => {
  expect(berlin.span({ from: at(from), to: at(to) }, MOMENT)).toBe(text);
});

test("Without a day that is today, days are dates with their year", () => {
  expect(utc.moment(MOMENT, undefined)).toBe("22 Nov 2026 14:03:29.275481");
  const span = { from: at("2026-11-22T14:40:00Z"), to: at("2026-11-22T14:55:00Z") };
  expect(utc.span(span, undefined)).toBe("22 Nov 2026 14:40–14:55");
});

test("A stamp says the day where it is another one", () => {
  expect(utc.stamp(MOMENT, MOMENT)).toBe("14:03:29");
  expect(utc.stamp(MOMENT - 86_400e6, MOMENT)).toBe("21 Nov 14:03:29");
});

test("Ticks say as much as their distance needs", () => {
  const seconds = at("2026-11-22T18:30:00Z") / 1e6;
  expect(kolkata.tick(seconds, 3600)).toBe("23 Nov");
  expect(utc.tick(seconds, 3600)).toBe("18:30");
  expect(utc.tick(seconds, 30)).toBe("18:30:00");
  expect(utc.tick(seconds + 0.25, 0.25)).toBe("00.250");
  expect(utc.tick(seconds, 86_400)).toBe("22 Nov");
  expect(utc.tick(seconds, 31 * 86_400)).toBe("Nov 2026");
});

describe("Lengths of time", () => {
  test.for([
    [0, "0 s"],
    [0.0001, "1 ms"],
    [0.018, "18 ms"],
    [1.24, "1.24 s"],
    [1.699_8, "1.70 s"],
    [6, "6 s"],
    [9.996, "10 s"],
    [42, "42 s"],
    [59.7, "1 min"],
    [192, "3 min 12 s"],
    [7500, "2 h 5 min"],
    [273_600, "3 d 4 h"],
    [-1, "–"],
  ] as const)("%d s", ([seconds, text]) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

test.for([
  [0, "0 ms"],
  [0.000_42, "0.42 ms"],
  [0.000_199_8, "0.20 ms"],
  [0.0183, "18.3 ms"],
  [0.2404, "240 ms"],
  [1.239, "1.24 s"],
  [Number.NaN, "–"],
] as const)("%d s in milliseconds is %s", ([seconds, text]) => {
  expect(formatMilliseconds(seconds)).toBe(text);
});
