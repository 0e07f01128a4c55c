import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatTimestamp,
  formatUnixNanos,
  fromUnixNanos,
  parseTime,
  parseTimestamp,
  toUnixNanos,
} from "./timestamp.ts";

const SEED = 20261122;
const NOW = toUnixNanos(1_700_000_000, 5);

describe("formatTimestamp", () => {
  test.for([
    { name: "the epoch", seconds: 0, nanoseconds: 0, text: "1970-01-01T00:00:00.000000000Z" },
    {
      name: "a nanosecond before",
      seconds: -1,
      nanoseconds: 999_999_999,
      text: "1969-12-31T23:59:59.999999999Z",
    },
    {
      name: "a leap day",
      seconds: 951_782_400,
      nanoseconds: 1,
      text: "2000-02-29T00:00:00.000000001Z",
    },
    {
      name: "year 0",
      seconds: -62_167_219_200,
      nanoseconds: 0,
      text: "0000-01-01T00:00:00.000000000Z",
    },
    {
      name: "a year below 0",
      seconds: -62_167_219_201,
      nanoseconds: 0,
      text: "-000001-12-31T23:59:59.000000000Z",
    },
    {
      name: "a year of five digits",
      seconds: 253_402_300_800,
      nanoseconds: 0,
      text: "+010000-01-01T00:00:00.000000000Z",
    },
  ])("writes $name", ({ seconds, nanoseconds, text }) => {
    expect(formatTimestamp(seconds, nanoseconds)).toBe(text);
  });

  test("agrees with Date in milliseconds", () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true }), (date) => {
        const { seconds, nanoseconds } = fromUnixNanos(BigInt(date.getTime()) * 1_000_000n);
        const written = formatTimestamp(seconds, nanoseconds);
        expect(written.replace(/\d{6}Z$/, "Z")).toBe(date.toISOString());
      }),
      { seed: SEED },
    );
  });

  test("is read back to the same nanosecond, also beyond 2^53", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 75n), max: 2n ** 75n }), (time) => {
        expect(parseTimestamp(formatUnixNanos(time))).toBe(time);
      }),
      { seed: SEED },
    );
  });
});

describe("parseTimestamp", () => {
  test.for([
    { text: "2026-03-01T12:00:00Z", seconds: 1_772_366_400, nanoseconds: 0 },
    { text: "2026-03-01t14:00:00.5+02:00", seconds: 1_772_366_400, nanoseconds: 500_000_000 },
    { text: "2026-03-01 09:30:00-02:30", seconds: 1_772_366_400, nanoseconds: 0 },
    { text: "2026-03-01T12:00:00.1234567891Z", seconds: 1_772_366_400, nanoseconds: 123_456_789 },
    { text: "2016-12-31T23:59:60Z", seconds: 1_483_228_800, nanoseconds: 0 },
  ])("reads $text", ({ text, seconds, nanoseconds }) => {
    expect(parseTimestamp(text)).toBe(toUnixNanos(seconds, nanoseconds));
  });

  test.for([
    "",
    "yesterday",
    "2026-03-01",
    "2026-03-01T12:00:00",
    "2026-02-29T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-03-00T12:00:00Z",
    "2026-03-01T24:00:00Z",
    "2026-03-01T12:00:00+24:00",
  ])("rejects %j", (text) => {
    expect(parseTimestamp(text)).toBeUndefined();
  });
});

describe("parseTime", () => {
  test.for([
    { text: "now", offset: 0n },
    { text: "-15m", offset: -900_000_000_000n },
    { text: "-1h30m", offset: -5_400_000_000_000n },
    { text: "+500ms", offset: 500_000_000n },
    { text: "-2w", offset: -1_209_600_000_000_000n },
  ])("reads $text relative to now", ({ text, offset }) => {
    expect(parseTime(text, NOW)).toBe(NOW + offset);
  });

  test("takes an absolute time as it is", () => {
    expect(parseTime("1970-01-01T00:00:01Z", NOW)).toBe(1_000_000_000n);
  });

  test.for(["15m", "-15", "-m", "-15 m", "-15x", "soon"])("rejects %j by name", (text) => {
    expect(() => parseTime(text, NOW)).toThrow(
      expect.objectContaining({ code: "QUERY_BAD_RANGE", message: expect.stringContaining(text) }),
    );
  });
});
