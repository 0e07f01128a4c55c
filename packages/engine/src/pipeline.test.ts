import { PacketBatch } from "@wirescope/pcap";
import type { MinuteTraffic } from "@wirescope/query";
import { sampleBatches } from "@wirescope/sample";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { TICK_INTERVAL } from "./config.ts";
import { Pipeline } from "./pipeline.ts";

/** Milliseconds, moved by the tests. */
let now = 0;

beforeEach(() => {
  now = 1000;
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function pipeline(): Pipeline {
  return new Pipeline({ mode: "live", archive: undefined, analysis: {} });
}

/** Ticks of the session in ten intervals, when each takes `duration` milliseconds. */
async function ticksOf(duration: number): Promise<number> {
  const subject = pipeline();
  const tick = vi.spyOn(subject.session, "tick").mockImplementation(async () => {
    now += duration;
  });
  subject.start();
  await vi.advanceTimersByTimeAsync(0);
  for (let i = 0; i < 10; i += 1) {
    now += TICK_INTERVAL;
    await vi.advanceTimersByTimeAsync(TICK_INTERVAL);
  }
  await subject.stop();
  return tick.mock.calls.length;
}

test("a minute is told when it is over by the clock, packets or none", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"], now: 1_700_000_041_000 });
  const told: MinuteTraffic[] = [];
  const subject = new Pipeline({
    ...{ mode: "live", archive: undefined, analysis: {} },
    onMinute: (traffic) => told.push(traffic),
  });
  subject.recorder.minutes?.begin();
  subject.start();
  await vi.advanceTimersByTimeAsync(60_750);
  expect(told).toEqual([]);
  await vi.advanceTimersByTimeAsync(500);
  expect(told.map(({ slices, packets }) => [slices.minute, packets])).toEqual([[1_700_000_040, 0]]);
  await subject.stop();
});

describe("live frames", () => {
  test("are sent at every tick while they are cheap", async () => {
    expect(await ticksOf(5)).toBe(11);
  });

  test("are sent less often when they take long, so that packets go first", async () => {
    expect(await ticksOf(125)).toBeLessThan(7);
  });

  test("that are held back hold back no news of the source", async () => {
    const subject = pipeline();
    vi.spyOn(subject.session, "tick").mockImplementation(async () => {
      now += 10_000;
    });
    let state: "running" | "finished" = "running";
    subject.describe(() => ({ state }));
    subject.tick();
    await Promise.resolve();
    state = "finished";
    subject.tick();
    expect(await subject.session.status()).toMatchObject({ state: "finished" });
    await subject.stop();
  });
});

describe("draining", () => {
  test("feeds every batch once and counts it", async () => {
    const subject = pipeline();
    const batches = sampleBatches({ durationSeconds: 10 }, new PacketBatch(64));
    let packets = 0;
    const source = {
      next: async (batch: PacketBatch): Promise<boolean> => {
        const { value, done } = batches.next();
        if (done === true) return false;
        Object.assign(batch, value);
        return true;
      },
    };
    await subject.drain(source, (batch) => {
      packets += batch.count;
    });
    expect(packets).toBeGreaterThan(100);
    expect(subject.meter.read()).toMatchObject({ packets });
    await subject.stop();
  });

  test("ends when the pipeline is stopped", async () => {
    const subject = pipeline();
    let calls = 0;
    const endless = {
      next: async (): Promise<boolean> => {
        calls += 1;
        if (calls === 3) await subject.stop();
        return true;
      },
    };
    await subject.drain(endless, () => undefined);
    expect(calls).toBe(3);
  });
});
