import type { DeviceUsage } from "@wirescope/query";
import { expect, test } from "vitest";
import { TimeFormat } from "../format/time.ts";
import { TimeZone } from "../format/time-zone.ts";
import { byPeriod, usageSpan } from "./usage-question.ts";

function row(from: string, to: string, device: string, bytesIn: number): DeviceUsage {
  return {
    from,
    to,
    device,
    addresses: [],
    name: undefined,
    vendor: undefined,
    packetsIn: 1,
    packetsOut: 1,
    bytesIn,
    bytesOut: 5,
  };
}

const FIRST = ["2026-11-20T18:30:00Z", "2026-11-21T18:30:00Z"] as const;
const SECOND = ["2026-11-21T18:30:00Z", "2026-11-22T18:30:00Z"] as const;

test("Rows are put together by period, the newest first, with their sums", () => {
  const rows = [row(...FIRST, "a", 10), row(...SECOND, "a", 30), row(...SECOND, "b", 20)];
  const coverage = {
    kind: "exact" as const,
    resolution: "minute" as const,
    from: undefined,
    to: undefined,
    gaps: [],
    note: undefined,
  };
  const periods = byPeriod({ rows, coverage });
  expect(periods.map(({ devices }) => devices.map(({ device }) => device))).toEqual([
    ["a", "b"],
    ["a"],
  ]);
  expect(periods[0]).toMatchObject({ bytesIn: 50, bytesOut: 10 });
  expect(periods[0]?.span.from).toBe(Date.parse(SECOND[0]) * 1000);
});

test("Days are asked for from midnight of the zone, over a change of its clocks", () => {
  const berlin = new TimeFormat(new TimeZone("Europe/Berlin"));
  const now = Date.parse("2026-11-22T12:00:00Z") * 1000;
  const { from, to } = usageSpan("day", now, berlin);
  expect(new Date(from / 1000).toISOString()).toBe("2026-10-22T22:00:00.000Z");
  expect(to).toBe(now);
});
