import type { LiveTimeline } from "@wirescope/query";
import { describe, expect, test } from "vitest";
import { joinTimelines } from "./joined-timeline.ts";

/** A capture that was started in the minute before 1,200; the window is five minutes. */
const SEAM = 1170;
const UNTIL = 1259.5;
/** What history counted: in the minute of the start 90 packets of the earlier capture and 90 live ones. */
const MINUTES: LiveTimeline = {
  start: 960,
  step: 60,
  names: ["TCP", "DNS", "UDP"],
  packets: [
    Float64Array.of(600, 0, 30, 90, 0),
    Float64Array.of(0, 0, 0, 12, 0),
    Float64Array.of(0, 0, 0, 90, 180),
  ],
  bytes: [
    Float64Array.of(6000, 0, 300, 900, 0),
    Float64Array.of(0, 0, 0, 120, 0),
    Float64Array.of(0, 0, 0, 900, 1800),
  ],
};

/** Three packets in each second since the start. */
function live(startedAt: number, until: number, step = 1): LiveTimeline {
  const start = (Math.floor(until / step) - 300 / step + 1) * step;
  const column = Float64Array.from({ length: 300 / step }, (_, i) =>
    start + i * step >= startedAt ? 3 * step : 0,
  );
  return { start, step, names: ["UDP"], packets: [column], bytes: [column.map((n) => 10 * n)] };
}

function sum(column: Float64Array | undefined, from = 0, to?: number): number {
  return column?.subarray(from, to).reduce((total, value) => total + value, 0) ?? Number.NaN;
}

describe.for([1, 2])("In buckets of %d s", (step) => {
  test("what is before the seam is history's, and what follows is live", () => {
    const ours = live(SEAM, UNTIL, step);
    const join = { seam: SEAM, counted: UNTIL, until: UNTIL };
    const { names, packets, bytes, start } = joinTimelines(ours, MINUTES, join);
    expect(names).toEqual(["UDP", "TCP", "DNS"]);
    const at = (seconds: number) => (seconds - start) / step;
    const [udp, tcp, dns] = packets;
    expect(udp).toHaveLength(300 / step);
    expect(tcp?.[0]).toBe(10 * step);
    expect(sum(tcp, 0, at(1020))).toBeCloseTo(600, 9);
    expect(sum(tcp, at(1140), at(SEAM))).toBeCloseTo(90, 9);
    expect(tcp?.[at(1140)]).toBeCloseTo(3 * step, 9);
    expect(sum(tcp, at(SEAM))).toBe(0);
    expect(sum(dns)).toBeCloseTo(12, 9);
    expect(udp).toEqual(ours.packets[0]);
    expect(sum(bytes[1])).toBeCloseTo(7200, 8);
  });
});

test("In the first minute, live buckets show what they count, and the rest was before", () => {
  const until = 1179.9;
  const counted = 1175.5;
  const running = {
    ...MINUTES,
    packets: MINUTES.packets.map((column, i) =>
      i === 2 ? Float64Array.of(0, 0, 0, 40 + 3 * (counted - SEAM), 0) : column,
    ),
  };
  const { packets, start } = joinTimelines(live(SEAM, until), running, {
    ...{ seam: SEAM, counted, until },
  });
  const [udp] = packets;
  expect(sum(udp, 1140 - start, SEAM - start)).toBeCloseTo(40, 9);
  expect(sum(udp, SEAM - start)).toBe(30);
  expect(udp?.[SEAM - start]).toBe(3);
});

test("More live packets than history counts leave nothing before the seam, not less", () => {
  const less = { ...MINUTES, packets: MINUTES.packets.map((column) => column.map((n) => n / 2)) };
  const { packets, start } = joinTimelines(live(SEAM, UNTIL), less, {
    ...{ seam: SEAM, counted: UNTIL, until: UNTIL },
  });
  expect(sum(packets[0], 0, SEAM - start)).toBe(0);
});

test("Without a live packet the window is as long all the same", () => {
  const silent = { ...live(0, UNTIL), names: [], packets: [], bytes: [] };
  const join = { seam: 1200, counted: UNTIL, until: UNTIL };
  const joined = joinTimelines(silent, MINUTES, join);
  expect(joined.packets[0]).toHaveLength(300);
  expect(joined.packets.reduce((total, column) => total + sum(column), 0)).toBeCloseTo(822, 9);
});
