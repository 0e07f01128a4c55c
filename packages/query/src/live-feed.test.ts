import { describe, expect, test } from "vitest";
import type { LiveFrame } from "./live-frame.ts";
import { decodeLiveFrame } from "./live-frame-decoder.ts";
import { MemorySession } from "./memory-session.ts";
import { Recorder } from "./recorder.ts";
import { MIN_BUDGET, RingArchive } from "./ring-archive.ts";
import type { LiveStream, Subscription } from "./session.ts";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
  START_SECONDS,
} from "./traffic.contract.ts";

const PACKETS = knownPackets(3000);
const SUBSCRIPTION: Subscription = { filter: "", window: 600, topLimit: 5, rowLimit: 100 };
const NOW = (START_SECONDS + 150) * 1e6;

function open(mode: "live" | "file" = "live"): {
  recorder: Recorder;
  session: MemorySession;
  stream: LiveStream;
  frames: LiveFrame[];
} {
  const recorder = new Recorder({ archive: new RingArchive(MIN_BUDGET) });
  const session = new MemorySession(recorder, { version: "0.0.0", mode });
  const frames: LiveFrame[] = [];
  const stream = session.live((frame) => frames.push(decodeLiveFrame(frame)));
  return { recorder, session, stream, frames };
}

function feed(recorder: Recorder, packets: readonly KnownPacket[]): void {
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
}

function numbersOf(frame: LiveFrame | undefined): number[] {
  return Array.from(frame!.rows.number);
}

describe("a live stream", () => {
  test("sends the rows since the last frame, and counts those left out", async () => {
    const { recorder, session, stream, frames } = open();
    feed(recorder, PACKETS.slice(0, 500));
    stream.subscribe(SUBSCRIPTION, 1);
    for (const end of [550, 1000, 1000]) {
      stream.grant();
      await session.tick(NOW);
      feed(recorder, PACKETS.slice(recorder.packetCount, end));
    }
    stream.grant();
    await session.tick(NOW);
    expect(frames.map((frame) => frame.rows.skipped)).toEqual([0, 0, 350, 0]);
    expect(frames.map((frame) => frame.rows.number.length)).toEqual([100, 50, 100, 0]);
    expect(numbersOf(frames[0]).at(-1)).toBe(500);
    expect(numbersOf(frames[1])).toEqual(Array.from({ length: 50 }, (_, i) => 501 + i));
    expect(frames[3]!.totals.rowsSkipped).toBe(350);
    stream.close();
    expect((await session.status()).drops.rowsSkipped).toBe(350);
  });

  test("keeps grants up to a bound and sends one frame a tick", async () => {
    const { recorder, session, stream, frames } = open();
    feed(recorder, PACKETS);
    stream.subscribe(SUBSCRIPTION, 1);
    for (let i = 0; i < 20; i++) stream.grant();
    for (let i = 0; i < 20; i++) await session.tick(NOW);
    expect(frames).toHaveLength(8);
  });

  test("ends its timeline at the present when live, at the newest packet in a file", async () => {
    for (const mode of ["live", "file"] as const) {
      const { recorder, session, stream, frames } = open(mode);
      feed(recorder, PACKETS.slice(0, 100));
      stream.subscribe({ ...SUBSCRIPTION, window: 60 }, 1);
      stream.grant();
      await session.tick(NOW);
      const { watermark, timeline } = frames[0]!;
      const newest = PACKETS[99]!;
      const expected = mode === "live" ? NOW : newest.seconds * 1e6 + newest.nanoseconds / 1e3;
      expect(watermark).toBe(expected);
      expect(timeline.start + timeline.step * 60).toBe(Math.floor(expected / 1e6) + 1);
    }
  });

  test("joins seconds above ten minutes", async () => {
    const { recorder, session, stream, frames } = open();
    feed(recorder, PACKETS);
    stream.subscribe({ ...SUBSCRIPTION, window: 3600 }, 1);
    stream.grant();
    await session.tick(NOW);
    const { timeline } = frames[0]!;
    expect(timeline.step).toBe(6);
    expect(timeline.packets[0]!.length).toBe(600);
  });

  test("gives the state and losses that its owner reports", async () => {
    const { session, stream, frames } = open();
    session.report({ state: "waiting", progress: 0.25, kernelDrops: 7, interfaceDrops: 8 });
    stream.subscribe(SUBSCRIPTION, 1);
    stream.grant();
    await session.tick(NOW);
    expect(frames[0]).toMatchObject({
      state: "waiting",
      progress: 0.25,
      totals: { packets: 0, kernelDrops: 7, interfaceDrops: 8, firstHeld: 0, lastHeld: 0 },
    });
    expect(await session.status()).toMatchObject({
      state: "waiting",
      drops: { kernel: 7, interface: 8 },
    });
  });

  test("says that packets can't be read, and goes on with the next subscription", async () => {
    const ring = new RingArchive();
    let isBroken = true;
    ring.page = (number) => {
      if (isBroken) throw new Error("disk gone");
      return RingArchive.prototype.page.call(ring, number);
    };
    const recorder = new Recorder({ archive: ring });
    feed(recorder, PACKETS.slice(0, 20));
    const session = new MemorySession(recorder, { version: "0.0.0", mode: "live" });
    const frames: LiveFrame[] = [];
    const problems: unknown[] = [];
    const stream = session.live(
      (frame) => frames.push(decodeLiveFrame(frame)),
      ({ code, message }, epoch) => problems.push([code, message, epoch]),
    );
    stream.subscribe(SUBSCRIPTION, 1);
    stream.grant();
    await session.tick(NOW);
    await session.tick(NOW);
    expect(problems).toEqual([["QUERY_FAILED", "Packets can't be read: disk gone", 1]]);
    isBroken = false;
    stream.subscribe(SUBSCRIPTION, 2);
    await session.tick(NOW);
    expect(frames.map(({ epoch }) => epoch)).toEqual([2]);
  });

  test("sends nothing more once closed, nor once the session is", async () => {
    const { session, stream, frames } = open();
    stream.subscribe(SUBSCRIPTION, 1);
    stream.grant();
    stream.close();
    await session.tick(NOW);
    const second = session.live((frame) => frames.push(decodeLiveFrame(frame)));
    second.subscribe(SUBSCRIPTION, 1);
    second.grant();
    await session.close();
    await session.tick(NOW);
    expect(frames).toHaveLength(0);
    await expect(session.status()).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });
});
