import type { LiveTimeline } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { joinTimelines } from "./joined-timeline.ts";

/** A capture that was started in the minute before 1,200; the window is five minutes. */
const SEAM = 1200;
const UNTIL = 1259.5;
const MINUTES: LiveTimeline = {
  start: 960,
  step: 60,
  names: ["TCP", "DNS"],
  packets: [Float64Array.of(600, 0, 30, 90, 7), Float64Array.of(0, 0, 0, 12, 1)],
  bytes: [Float64Array.of(6000, 0, 300, 900, 70), Float64Array.of(0, 0, 0, 120, 10)],
};

/** Three packets in each bucket since the start. */
function live(startedAt: number, until: number, step = 1): LiveTimeline {
  const start = (Math.floor(until / step) - 300 / step + 1) * step;
  const column = Float64Array.from({ length: 300 / step }, (_, i) =>
    start + i * step >= startedAt ? 3 : 0,
  );
  return { start, step, names: ["UDP"], packets: [column], bytes: [column.map((n) => 10 * n)] };
}

function sum(column: Float64Array | undefined, from = 0, to?: number): number {
  return column?.subarray(from, to).reduce((total, value) => total + value, 0) ?? Number.NaN;
}

describe.for([1, 2])("In buckets of %d s", (step) => {
  test("each minute before the seam is history's, and what follows is live", () => {
    const ours = live(1170, UNTIL, step);
    const { names, packets, bytes, start } = joinTimelines(ours, MINUTES, {
      seam: SEAM,
      until: UNTIL,
    });
    expect(names).toEqual(["UDP", "TCP", "DNS"]);
    const at = (seconds: number) => (seconds - start) / step;
    const [udp, tcp, dns] = packets;
    expect(udp).toHaveLength(300 / step);
    expect(tcp?.[0]).toBe(10 * step);
    expect(sum(tcp, 0, at(1020))).toBeCloseTo(600, 9);
    expect(sum(tcp, at(1140), at(SEAM))).toBeCloseTo(90, 9);
    expect(sum(dns)).toBeCloseTo(12, 9);
    expect(sum(udp)).toBe(sum(ours.packets[0], at(SEAM)));
    expect(sum(bytes[1])).toBeCloseTo(7200, 8);
  });
});

test("The minute that runs is spread over what has passed of it", () => {
  const until = 1169.9;
  const joined = joinTimelines(live(1150, until), MINUTES, { seam: SEAM, until });
  const [udp, tcp] = joined.packets;
  const begun = 1140 - joined.start;
  expect(tcp?.[begun]).toBeCloseTo(3, 9);
  expect(sum(tcp, begun)).toBeCloseTo(90, 9);
  expect(sum(udp)).toBe(0);
});

test("Without a live packet the window is as long all the same", () => {
  const silent = { ...live(0, UNTIL), names: [], packets: [], bytes: [] };
  const joined = joinTimelines(silent, MINUTES, { seam: SEAM, until: UNTIL });
  expect(joined.packets[0]).toHaveLength(300);
  expect(sum(joined.packets[0])).toBeCloseTo(720, 9);
});
