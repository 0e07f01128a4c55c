import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TimeFormat } from "../format/time.ts";
import { TimeZone } from "../format/time-zone.ts";
import { parseTimeText } from "./time-text.ts";

const UTC = new TimeFormat(new TimeZone("UTC"));
const NOW = Date.UTC(2026, 10, 22, 14, 30) * 1000;

function between(text: string, format = UTC, now = NOW): string | undefined {
  const parsed = parseTimeText(text, format, now);
  if ("problem" in parsed || parsed.window.kind !== "between") return undefined;
  const { from, to } = parsed.window;
  return [from, to].map((micros) => new Date(micros / 1000).toISOString().slice(0, 19)).join(" ");
}

test.for([
  ["last 2h", 7200],
  ["2h", 7200],
  ["15 min", 900],
  ["last hour", 3600],
  ["past 30 days", 30 * 86_400],
  ["1h30m", 5400],
  ["live", 900],
  ["Last 1.5 hours", 5400],
] as const)('"%s" is the last %d s', ([text, seconds]) => {
  expect(parseTimeText(text, UTC, NOW)).toEqual({ window: { kind: "last", seconds } });
});

test.for([
  ["14:02", "2026-11-22T14:01:00 2026-11-22T14:03:00"],
  ["18:00", "2026-11-21T17:59:00 2026-11-21T18:01:00"],
  ["13:00-14:00", "2026-11-22T13:00:00 2026-11-22T14:00:00"],
  ["13:00 to 14:00", "2026-11-22T13:00:00 2026-11-22T14:00:00"],
  ["23:00–1:00", "2026-11-21T23:00:00 2026-11-22T01:00:00"],
  ["yesterday 14:00–15:00", "2026-11-21T14:00:00 2026-11-21T15:00:00"],
  ["yesterday 14:00-15:00", "2026-11-21T14:00:00 2026-11-21T15:00:00"],
  ["3 Oct 22:00:10-23:00", "2026-10-03T22:00:10 2026-10-03T23:00:00"],
  ["yesterday", "2026-11-21T00:00:00 2026-11-22T00:00:00"],
  ["today", "2026-11-22T00:00:00 2026-11-23T00:00:00"],
  ["2026-11-03", "2026-11-03T00:00:00 2026-11-04T00:00:00"],
  ["3 Nov 09:15:30", "2026-11-03T09:14:30 2026-11-03T09:16:30"],
  ["3 November 2025 – 5 Nov 2025", "2025-11-03T00:00:00 2025-11-06T00:00:00"],
  ["2026-11-20 22:00 – 2026-11-21 02:00", "2026-11-20T22:00:00 2026-11-21T02:00:00"],
  ["2026-11-22T14:00:00Z..2026-11-22T14:15:00Z", "2026-11-22T14:00:00 2026-11-22T14:15:00"],
  ["2026-11-22T14:00:00-05:00", "2026-11-22T18:59:00 2026-11-22T19:01:00"],
  ["12:00 .. now", "2026-11-22T12:00:00 2026-11-22T14:30:00"],
] as const)('"%s" is %s', ([text, span]) => {
  expect(between(text)).toBe(span);
});

test.for([
  "",
  "soon",
  "last 2 parsecs",
  "25:00",
  "14:61",
  "31 Feb",
  "2026-02-30",
  "1..2..3",
  "last 0h",
  "last 20 years",
])('"%s" is refused with a sentence', (text) => {
  expect(parseTimeText(text, UTC, NOW)).toMatchObject({ problem: expect.stringMatching(/\.$/) });
});

test("An end before its start is refused", () => {
  expect(parseTimeText("today 14:00 – yesterday 13:00", UTC, NOW)).toEqual({
    problem: "The end is before the start.",
  });
});

describe("Clocks are those of the zone", () => {
  const berlin = new TimeFormat(new TimeZone("Europe/Berlin"));
  const kolkata = new TimeFormat(new TimeZone("Asia/Kolkata"));

  test("with half hours", () => {
    expect(between("today 00:00–00:30", kolkata)).toBe("2026-11-21T18:30:00 2026-11-21T19:00:00");
  });

  test("over the change to summer time: an hour on the clock is none", () => {
    const now = Date.UTC(2026, 2, 30) * 1000;
    expect(between("29 Mar 01:00–04:00", berlin, now)).toBe(
      "2026-03-29T00:00:00 2026-03-29T02:00:00",
    );
  });

  test("over the change to winter time: a day has 25 hours", () => {
    expect(between("25 Oct", berlin)).toBe("2026-10-24T22:00:00 2026-10-25T23:00:00");
  });
});

test("What is printed of a stretch can be typed", () => {
  for (const zone of ["UTC", "Europe/Berlin", "Asia/Kolkata"]) {
    const format = new TimeFormat(new TimeZone(zone));
    const arbitrary = fc.tuple(
      fc.integer({ min: Date.UTC(2025, 0, 1), max: NOW / 1000 - 60_000 }),
      fc.oneof(
        fc.integer({ min: 1, max: 3_600_000 }),
        fc.integer({ min: 1, max: 40 * 86_400_000 }),
      ),
    );
    fc.assert(
      fc.property(arbitrary, ([start, length]) => {
        const span = { from: start * 1000, to: Math.min(NOW, (start + length) * 1000) };
        // A clock that is shown twice stands for the first time it is.
        const twice = [span.from, span.to].some((at) => {
          const wall = format.zone.wallAt(at / 1000).getTime();
          return format.zone.instantOf(wall) !== at / 1000;
        });
        fc.pre(!twice);
        expect(parseTimeText(format.span(span, NOW), format, NOW)).toEqual({
          window: { kind: "between", ...span },
        });
      }),
      { seed: 22 },
    );
  }
});
