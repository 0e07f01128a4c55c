import { Analysis, type Timeline as Buckets, type TimelineOptions } from "@wirescope/analysis";
import { describe, expect, test } from "vitest";
import type { Timeline } from "./answer.ts";
import { MemorySession } from "./memory-session.ts";
import { EVERYTHING } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { compileScope, type TimeWindow } from "./scope.ts";
import {
  BUCKET_LIMIT,
  liveTimeline,
  OTHER_NAME,
  rangeWindow,
  SERIES_LIMIT,
  wholeWindow,
} from "./timeline-answer.ts";
import { formatTimestamp, toUnixNanos } from "./timestamp.ts";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
  START_SECONDS,
} from "./traffic.contract.ts";

const SLIDING: TimelineOptions = { kind: "sliding", seconds: 3600 };

function emptyBuckets(timeline: TimelineOptions): Buckets {
  return new Analysis({ timeline }).timeline;
}

/** One packet of 100 octets at each of these seconds. */
function bucketsOf(seconds: readonly number[]): Buckets {
  const buckets = emptyBuckets(SLIDING);
  for (const second of seconds) buckets.add(1, second, 0, 100);
  return buckets;
}

function windowOf(from: bigint | undefined, to: bigint | undefined): TimeWindow {
  return compileScope({ range: { from, to }, filter: "" }).window;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

describe("all buckets", () => {
  test.for([
    { length: 600, step: 1 },
    { length: 601, step: 2 },
    { length: 1300, step: 5 },
    { length: 3600, step: 10 },
  ])("over $length s are joined to $step s", ({ length, step }) => {
    const seconds = Array.from({ length }, (_, i) => 1007 + i);
    const window = wholeWindow(bucketsOf(seconds), undefined);
    expect(window.step).toBe(step);
    expect(window.start % step).toBe(0);
    expect(window.packets.length).toBeLessThanOrEqual(BUCKET_LIMIT + 1);
    expect(sum(window.packets)).toBe(length);
  });

  test.for([
    { asked: 0.001, step: 1 },
    { asked: 7.4, step: 7 },
    { asked: 100_000, step: 100_000 },
  ])("are $step s wide when $asked s are asked for", ({ asked, step }) => {
    const window = wholeWindow(bucketsOf([10, 20, 90, 91]), asked);
    expect(window.step).toBe(step);
    expect(sum(window.packets)).toBe(4);
  });

  test("are none where there are no packets", () => {
    expect(wholeWindow(bucketsOf([]), undefined).packets).toHaveLength(0);
  });
});

describe("the buckets of a range", () => {
  const seconds = Array.from({ length: 100 }, (_, i) => 1000 + i);
  const second = 1_000_000_000n;

  test.for([
    { name: "on the edges of buckets", from: 1010n * second, to: 1020n * second, count: 10 },
    { name: "without a start", from: undefined, to: 1020n * second, count: 20 },
    { name: "that begins before everything", from: 5n, to: 1001n * second, count: 1 },
    {
      name: "that ends after everything",
      from: 1090n * second,
      to: 9999n * second + 1n,
      count: 10,
    },
    { name: "that is empty", from: 1050n * second, to: 1050n * second, count: 0 },
    { name: "behind everything", from: 2000n * second + 7n, to: undefined, count: 0 },
  ])("$name are told from the timeline", ({ from, to, count }) => {
    const window = rangeWindow(bucketsOf(seconds), windowOf(from, to), undefined);
    expect(sum(window!.packets)).toBe(count);
    expect(sum(window!.bytes)).toBe(100 * count);
  });

  test.for([
    { name: "that starts inside a bucket", from: 1010n * second + 1n, to: undefined },
    { name: "that ends inside a bucket", from: undefined, to: 1020n * second - 1n },
  ])("$name are not", ({ from, to }) => {
    expect(rangeWindow(bucketsOf(seconds), windowOf(from, to), undefined)).toBeUndefined();
  });

  test("are joined at multiples of the step, without what lies outside the range", () => {
    const window = rangeWindow(bucketsOf(seconds), windowOf(1010n * second, 1021n * second), 4);
    expect(window).toMatchObject({ start: 1008, step: 4 });
    expect([...window!.packets]).toEqual([2, 4, 4, 1]);
  });

  test("are not told where some have left the window", () => {
    const buckets = bucketsOf([1000, 1001, 4700, 4701]);
    expect(
      rangeWindow(buckets, windowOf(900n * second, 4701n * second), undefined),
    ).toBeUndefined();
    const held = rangeWindow(buckets, windowOf(4701n * second, undefined), undefined);
    expect(sum(held!.packets)).toBe(1);
  });

  test("finer than a second are exact, too", () => {
    const buckets = emptyBuckets({ kind: "fitting", buckets: 1200 });
    for (let i = 0; i < 50; i++) buckets.add(1, 1000, i * 10_000_000, 1);
    const from = 1000n * second + 100_000_000n;
    const window = rangeWindow(buckets, windowOf(from, from + 200_000_000n), undefined);
    expect(sum(window!.packets)).toBe(20);
  });
});

describe("the timeline of a live frame", () => {
  test("has its largest series and one that holds all the others", () => {
    const buckets = emptyBuckets(SLIDING);
    for (let protocol = 1; protocol < 20; protocol++) {
      for (let i = 0; i < protocol; i++) buckets.add(protocol, 50 + i, 0, protocol);
    }
    const window = wholeWindow(buckets, undefined);
    const { names, packets, bytes } = liveTimeline(window);
    expect(names).toHaveLength(SERIES_LIMIT + 1);
    expect(names.at(-1)).toBe(OTHER_NAME);
    for (let bucket = 0; bucket < window.packets.length; bucket++) {
      expect(sum(packets.map((series) => series[bucket]!))).toBe(window.packets[bucket]);
      expect(sum(bytes.map((series) => series[bucket]!))).toBe(window.bytes[bucket]);
    }
  });

  test("has no rest where every series is shown", () => {
    const { names } = liveTimeline(wholeWindow(bucketsOf([1, 2]), undefined));
    expect(names).toHaveLength(1);
    expect(names).not.toContain(OTHER_NAME);
  });
});

test("a timeline that has slid says so, while the summary counts everything", async () => {
  const packets = knownPackets(10).map((packet, i): KnownPacket => {
    return { ...packet, seconds: packet.seconds + 1000 * i };
  });
  const recorder = new Recorder({ archive: new RingArchive() });
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
  const session = new MemorySession(recorder, { version: "0.0.0", mode: "live" });
  const scope = { range: EVERYTHING, filter: "" };
  const timeline = await session.timeline({ ...scope, by: "total", step: undefined });
  expect(sum(timeline.packets)).toBe(4);
  const from = formatTimestamp(packets[9]!.seconds - 3599, 0);
  expect(timeline.coverage).toMatchObject({ kind: "retained", from });
  expect(timeline.coverage.note).toContain("6 packets");
  expect(await session.summary(scope)).toMatchObject({ packets: 10, coverage: { kind: "exact" } });
});

describe("the timeline of a range in a long capture", () => {
  const packets = knownPackets(2000);
  const timeline = { kind: "fitting", buckets: 20 } as const;
  const range = {
    from: toUnixNanos(START_SECONDS + 20, 0),
    to: toUnixNanos(START_SECONDS + 40, 0),
  };
  const inside = packets.filter(
    ({ seconds }) => seconds >= START_SECONDS + 20 && seconds < START_SECONDS + 40,
  );

  async function ask(archive: RingArchive | undefined, step?: number): Promise<Timeline> {
    const recorder = new Recorder({ archive, analysis: { timeline } });
    for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
    const session = new MemorySession(recorder, { version: "0.0.0", mode: "file" });
    return session.timeline({ range, filter: "", by: "total", step });
  }

  test("is counted anew, in finer buckets than the whole", async () => {
    const answer = await ask(new RingArchive());
    expect(answer.step).toBeLessThan(1);
    expect(sum(answer.packets)).toBe(inside.length);
    expect(answer.coverage.kind).toBe("exact");
  });

  test("is taken from the whole where its buckets do", async () => {
    const answer = await ask(new RingArchive(), 10);
    expect(answer).toMatchObject({ step: 10, coverage: { kind: "exact" } });
    expect(sum(answer.packets)).toBe(inside.length);
  });

  test("is taken from the whole where the packets are no longer held", async () => {
    const answer = await ask(undefined);
    expect(answer).toMatchObject({ step: 10, coverage: { kind: "exact" } });
    expect(sum(answer.packets)).toBe(inside.length);
  });
});
