import { describe, expect, test } from "vitest";
import { isZoneName, TimeZone } from "./time-zone.ts";

const wall = (text: string) => Date.parse(`${text}Z`);
const instant = (text: string) => Date.parse(text);

describe("Wall clocks", () => {
  test.for([
    ["UTC", "2026-11-22T14:03:29Z", "2026-11-22T14:03:29"],
    ["Europe/Berlin", "2026-07-01T12:00:00Z", "2026-07-01T14:00:00"],
    ["Asia/Kolkata", "2026-11-22T18:45:00Z", "2026-11-23T00:15:00"],
    ["Australia/Lord_Howe", "2026-01-01T00:00:00Z", "2026-01-01T11:00:00"],
    ["Australia/Lord_Howe", "2026-07-01T00:00:00Z", "2026-07-01T10:30:00"],
    ["America/St_Johns", "2026-11-22T00:00:00Z", "2026-11-21T20:30:00"],
  ] as const)("in %s at %s show %s", ([zone, at, shown]) => {
    expect(new TimeZone(zone).wallAt(instant(at)).getTime()).toBe(wall(shown));
  });
});

describe("The instant of a wall time", () => {
  const berlin = new TimeZone("Europe/Berlin");

  test("comes back from all of a year, in zones of all kinds", () => {
    for (const name of [
      "Europe/Berlin",
      "Asia/Kolkata",
      "America/St_Johns",
      "Australia/Lord_Howe",
    ]) {
      const zone = new TimeZone(name);
      for (let at = instant("2026-01-01T00:00:00Z"); at < instant("2027-01-01T00:00:00Z"); ) {
        const back = zone.instantOf(zone.wallAt(at).getTime());
        // Where clocks are put back, the first of both instants is meant.
        expect([at, at - 3_600_000, at - 1_800_000]).toContain(back);
        at += 7 * 3_600_000;
      }
    }
  });

  test("that clocks show twice is the first", () => {
    expect(berlin.instantOf(wall("2026-10-25T02:30:00"))).toBe(instant("2026-10-25T00:30:00Z"));
  });

  test("that clocks skip is as much later as they were put forward", () => {
    expect(berlin.instantOf(wall("2026-03-29T02:30:00"))).toBe(instant("2026-03-29T01:30:00Z"));
    expect(berlin.wallAt(instant("2026-03-29T01:30:00Z")).getTime()).toBe(
      wall("2026-03-29T03:30:00"),
    );
  });

  test("of midnight makes days of 23 and 25 hours", () => {
    const length = (day: string, next: string) =>
      (berlin.instantOf(wall(`${next}T00:00:00`)) - berlin.instantOf(wall(`${day}T00:00:00`))) /
      3_600_000;
    expect(length("2026-03-29", "2026-03-30")).toBe(23);
    expect(length("2026-10-25", "2026-10-26")).toBe(25);
    expect(length("2026-11-22", "2026-11-23")).toBe(24);
  });
});

test("Zones are named as people know them", () => {
  const at = instant("2026-11-22T12:00:00Z");
  expect(new TimeZone("UTC").label(at)).toBe("UTC");
  expect(new TimeZone("Asia/Kolkata").label(at)).toBe("UTC+5:30");
  expect(new TimeZone("Europe/London").label(at)).toBe("GMT");
  expect(isZoneName("Europe/Berlin")).toBe(true);
  expect(isZoneName("Mars/Olympus")).toBe(false);
  expect(isZoneName("")).toBe(false);
});
