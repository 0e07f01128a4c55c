import { PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { SampleSource } from "./sample-source.ts";

/** A clock that only waiting moves. */
function fakeClock(start: number): {
  now: () => number;
  wait: (milliseconds: number) => Promise<void>;
  waits: number[];
} {
  let time = start;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      time += milliseconds;
    },
  };
}

const START = Date.UTC(2026, 10, 22, 10) + 250;

/** Times of the packets handed out until `end`, in milliseconds since 1970. */
async function timesUntil(end: number, clock: ReturnType<typeof fakeClock>): Promise<number[]> {
  const source = new SampleSource(clock);
  const batch = new PacketBatch();
  const times: number[] = [];
  while (clock.now() < end) {
    expect(await source.next(batch, 50)).toBe(true);
    for (let row = 0; row < batch.count; row += 1) {
      const time = batch.seconds[row]! * 1000 + batch.nanoseconds[row]! / 1e6;
      expect(time).toBeLessThanOrEqual(clock.now());
      times.push(time);
    }
  }
  return times;
}

test("a minute has passed at the start, and nothing comes before its time", async () => {
  const times = await timesUntil(START + 5000, fakeClock(START));
  expect(times[0]).toBeGreaterThan(START - 61_000);
  expect(times[0]).toBeLessThan(START - 50_000);
  expect(times.at(-1)).toBeGreaterThan(START + 3000);
});

test("no wait is longer than asked for", async () => {
  const clock = fakeClock(START);
  await timesUntil(START + 5000, clock);
  expect(clock.waits.length).toBeGreaterThan(50);
  expect(Math.max(...clock.waits)).toBeLessThanOrEqual(50);
});

test("it goes on when the sample is over, and time never goes back", {
  timeout: 30_000,
}, async () => {
  const times = await timesUntil(START + 140_000, fakeClock(START));
  expect(times.at(-1)).toBeGreaterThan(START + 130_000);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
