import fc from "fast-check";
import { expect, test } from "vitest";
import { Timeline, type TimelineWindow } from "./timeline.ts";

const START = 1_700_000_000;

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function expectConsistent(window: TimelineWindow): void {
  window.packets.forEach((packets, bucket) => {
    const parts = window.series.map((series) => series.packets[bucket]!);
    expect(parts.reduce((total, part) => total + part, 0)).toBe(packets);
  });
  expect(window.series.reduce((total, series) => total + sum(series.bytes), 0)).toBe(
    sum(window.bytes),
  );
}

const packets = fc.array(
  fc.record({
    protocol: fc.nat({ max: 20 }),
    seconds: fc.oneof(
      fc.integer({ min: START, max: START + 5 }),
      fc.integer({ min: START - 100_000, max: START + 100_000 }),
      fc.constantFrom(0, -1, 4_294_967_295, 1.8e19, -1.8e19),
    ),
    nanoseconds: fc.nat({ max: 999_999_999 }),
    bytes: fc.nat({ max: 1500 }),
  }),
  { maxLength: 200 },
);

test.for([
  ["fitting", { kind: "fitting", buckets: 50 }],
  ["sliding", { kind: "sliding", seconds: 60 }],
] as const)("a %s timeline keeps every packet, whatever the times", ([, options]) => {
  fc.assert(
    fc.property(packets, (list) => {
      const timeline = new Timeline(options);
      for (const { protocol, seconds, nanoseconds, bytes } of list) {
        timeline.add(protocol, seconds, nanoseconds, bytes);
      }
      const all = timeline.all();
      expectConsistent(all);
      expect(sum(all.packets) + timeline.packetsOutside).toBe(list.length);
      const bytes = list.reduce((total, packet) => total + packet.bytes, 0);
      expect(sum(all.bytes) + timeline.bytesOutside).toBe(bytes);
      if (options.kind === "fitting") {
        expect(timeline.packetsOutside).toBe(0);
        expect(timeline.length).toBeLessThanOrEqual(options.buckets);
      } else {
        expect(timeline.length).toBeLessThanOrEqual(options.seconds);
      }
    }),
    { seed: 21, numRuns: 200 },
  );
});

test("a fitting timeline equals one that is counted afresh at its final step", () => {
  fc.assert(
    fc.property(packets, (list) => {
      const timeline = new Timeline({ kind: "fitting", buckets: 40 });
      const sane = list.filter(({ seconds }) => Math.abs(seconds) < 1e11);
      for (const { protocol, seconds, nanoseconds, bytes } of sane) {
        timeline.add(protocol, seconds, nanoseconds, bytes);
      }
      const all = timeline.all();
      const step = Math.round(all.step * 1000);
      const expected = new Map<number, number>();
      for (const { seconds, nanoseconds } of sane) {
        const milliseconds = seconds * 1000 + Math.floor(nanoseconds / 1e6);
        const bucket = Math.floor(milliseconds / step) - Math.round((all.start * 1000) / step);
        expected.set(bucket, (expected.get(bucket) ?? 0) + 1);
      }
      all.packets.forEach((count, bucket) => {
        expect(count).toBe(expected.get(bucket) ?? 0);
      });
    }),
    { seed: 22, numRuns: 200 },
  );
});

test("a fitting timeline is as fine as its span allows", () => {
  const timeline = new Timeline({ kind: "fitting", buckets: 100 });
  timeline.add(1, START, 0, 60);
  timeline.add(1, START, 90_000_000, 60);
  expect(timeline.step).toBe(0.001);
  timeline.add(1, START, 150_000_000, 60);
  expect(timeline.step).toBe(0.002);
  timeline.add(1, START + 90, 0, 60);
  expect(timeline.step).toBe(1);
  timeline.add(1, START - 100_000, 0, 60);
  expect(timeline.step).toBe(1800);
});

test("a sliding timeline holds the newest seconds", () => {
  const timeline = new Timeline({ kind: "sliding", seconds: 10 });
  for (let i = 0; i < 25; i++) timeline.add(1, START + i, 0, 100);
  const all = timeline.all();
  expect(all.start).toBe(START + 15);
  expect([...all.packets]).toEqual(new Array(10).fill(1));
  expect(timeline.packetsOutside).toBe(15);
  timeline.add(1, START + 14, 0, 100);
  expect(timeline.packetsOutside).toBe(16);
  timeline.add(1, START + 1000, 0, 100);
  expect(sum(timeline.all().packets)).toBe(1);
});

test("a sliding timeline starts anew when the clock was set back", () => {
  const timeline = new Timeline({ kind: "sliding", seconds: 10 });
  for (let i = 0; i < 20; i++) timeline.add(1, START + i, 0, 100);
  for (let i = 0; i < 1500; i++) timeline.add(1, START - 86_400, 0, 100);
  const all = timeline.all();
  expect(all.start).toBe(START - 86_400);
  expect(sum(all.packets)).toBe(501);
  expect(sum(all.packets) + timeline.packetsOutside).toBe(1520);
});

test("a move follows packets of one bucket, and no others", () => {
  const timeline = new Timeline({ kind: "sliding", seconds: 10 });
  timeline.add(1, START, 100, 60);
  timeline.add(1, START, 200, 60);
  timeline.add(1, START + 1, 0, 60);
  timeline.move(1, 9, 2, 120, START, 100, START, 200);
  timeline.move(1, 9, 1, 60, START, 100, START + 1, 0);
  const all = timeline.all();
  expectConsistent(all);
  const moved = all.series.find(({ protocol }) => protocol === 9)!;
  expect([...moved.packets]).toEqual([2, 0]);
  expect([...moved.bytes]).toEqual([120, 0]);
});

test("the newest stretch joins neighbours until it has few enough buckets", () => {
  const timeline = new Timeline({ kind: "sliding", seconds: 3600 });
  for (let i = 0; i < 1200; i++) timeline.add(i % 3, START + i, 0, 10);
  const window = timeline.newest(1200, 400);
  expectConsistent(window);
  expect(window.step).toBe(3);
  expect(window.packets).toHaveLength(400);
  expect(window.start % 3).toBe(0);
  expect(window.packets[399]).toBeGreaterThan(0);
  const minute = timeline.newest(60, 600);
  expect(minute.step).toBe(1);
  expect(sum(minute.packets)).toBe(60);
  expect(sum(timeline.newest(60, 600, START + 1229).packets)).toBe(30);
});

test("an empty timeline has no buckets", () => {
  const timeline = new Timeline({ kind: "fitting", buckets: 10 });
  expect(timeline.all().packets).toHaveLength(0);
  expect(sum(timeline.newest(60, 60).packets)).toBe(0);
});
