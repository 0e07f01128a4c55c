import { compileFilter } from "@wirescope/filter";
import type { CaptureInterface } from "@wirescope/pcap";
import { describe, expect, test } from "vitest";
import { MemorySession } from "./memory-session.ts";
import type { PacketArchive } from "./packet-archive.ts";
import { EVERYTHING } from "./range.ts";
import { Recorder, type RecorderOptions } from "./recorder.ts";
import { MIN_BUDGET, RingArchive } from "./ring-archive.ts";
import { compileScope } from "./scope.ts";
import { formatTimestamp } from "./timestamp.ts";
import { batchesOf, INTERFACES, type KnownPacket, knownPackets } from "./traffic.contract.ts";
import { VIEW_LIMIT } from "./view-pool.ts";

const PACKETS = knownPackets(3000);
const TCP = compileScope({ range: EVERYTHING, filter: "tcp" });

function isTcp({ kind }: KnownPacket): boolean {
  return kind === "tls" || kind === "http";
}

function feed(recorder: Recorder, packets: readonly KnownPacket[]): void {
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
}

function recorderOf(options: Partial<RecorderOptions>, packets = PACKETS): Recorder {
  const recorder = new Recorder(options);
  feed(recorder, packets);
  return recorder;
}

function sessionOf(recorder: Recorder): MemorySession {
  return new MemorySession(recorder, { version: "0.0.0", mode: "live" });
}

/** Packets of one kind that fill the smallest ring several times over. */
function flood(count: number): KnownPacket[] {
  const [first] = PACKETS.filter(isTcp) as [KnownPacket];
  const bytes = new Uint8Array(1400);
  bytes.set(first.bytes.subarray(0, 54));
  return Array.from({ length: count }, (_, i) => ({
    ...first,
    ...{ number: i + 1, seconds: first.seconds + i, bytes, originalLength: bytes.length },
  }));
}

describe("a view", () => {
  test("that was fed as packets came counts what one filled later counts", async () => {
    const early = new Recorder({ archive: new RingArchive(), clock: () => 0 });
    const view = early.watch(TCP);
    feed(early, PACKETS);
    const late = recorderOf({ archive: new RingArchive() });
    await late.use(TCP, (filled) => {
      expect(filled.matchedCount).toBe(PACKETS.filter(isTcp).length);
      expect(filled.analysis.totals).toEqual(view.analysis.totals);
      expect(filled.analysis.protocols).toEqual(view.analysis.protocols);
      expect(filled.newest(20)).toEqual(view.newest(20));
    });
  });

  test("is filled in slices, while packets go on being taken", async () => {
    let turns = 0;
    let now = 0;
    const rest = PACKETS.slice(1000);
    const recorder: Recorder = recorderOf(
      {
        archive: new RingArchive(),
        clock: () => (now += 6),
        pause: async () => {
          feed(recorder, rest.splice(0, 200));
          turns++;
        },
      },
      PACKETS.slice(0, 1000),
    );
    await recorder.use(TCP, (view) => {
      expect(view.next).toBeGreaterThan(1000);
      const looked = PACKETS.slice(0, view.next - 1);
      expect(view.matchedCount).toBe(looked.filter(isTcp).length);
    });
    expect(turns).toBeGreaterThan(1);
  });

  test("whose filter is slow follows from the archive and loses nothing", async () => {
    let now = 0;
    const recorder = new Recorder({ archive: new RingArchive(), clock: () => (now += 5) });
    const view = recorder.watch(TCP);
    feed(recorder, PACKETS);
    expect(view.isCurrent).toBe(false);
    expect(view.matchedCount).toBe(PACKETS.slice(0, 256).filter(isTcp).length);
    expect(recorder.main.analysis.totals.packets).toBe(PACKETS.length);
    await recorder.use(TCP, ({ matchedCount }) => {
      expect(matchedCount).toBe(PACKETS.filter(isTcp).length);
    });
    feed(recorder, PACKETS);
    await view.reached(recorder.packetCount);
    expect(view.matchedCount).toBe(2 * PACKETS.filter(isTcp).length);
  });

  test("that packets overtook says how many it left out", async () => {
    let now = 0;
    const archive = new RingArchive(MIN_BUDGET);
    const recorder = new Recorder({ archive, clock: () => (now += 5) });
    const view = recorder.watch(TCP);
    const packets = flood(40_000);
    feed(recorder, packets);
    const summary = await sessionOf(recorder).summary({ range: EVERYTHING, filter: "tcp" });
    expect(view.missedCount).toBe(archive.firstNumber - 257);
    expect(summary.packets).toBe(packets.length - view.missedCount);
    expect(summary.coverage.kind).toBe("retained");
    expect(summary.coverage.note).toContain(`${view.missedCount} packets came and went`);
  });

  test("says what it missed when packets were forgotten before", async () => {
    const packets = flood(30_000);
    const archive = new RingArchive(MIN_BUDGET);
    const session = sessionOf(recorderOf({ archive }, packets));
    const summary = await session.summary({ range: EVERYTHING, filter: "tcp" });
    expect(summary.packets).toBe(packets.length - archive.forgottenCount);
    const oldest = packets[archive.firstNumber - 1]!;
    const from = formatTimestamp(oldest.seconds, oldest.nanoseconds);
    expect(summary.coverage).toMatchObject({ kind: "retained", from });
    expect(summary.coverage.note).toContain(`${archive.forgottenCount} earlier packets`);
    const whole = await session.summary({ range: EVERYTHING, filter: "" });
    expect(whole).toMatchObject({ packets: packets.length, coverage: { kind: "exact" } });
    const page = await session.packets({
      ...{ range: EVERYTHING, filter: "", direction: "forward", limit: 1 },
      cursor: undefined,
    });
    expect(page.packets[0]!.number).toBe(archive.firstNumber);
    expect(page.coverage).toMatchObject({ kind: "retained", from });
    expect(page.matching).toBe(packets.length - archive.forgottenCount);
  });

  test("of a range behind everything forgotten is exact", async () => {
    const packets = flood(30_000);
    const session = sessionOf(recorderOf({ archive: new RingArchive(MIN_BUDGET) }, packets));
    const from = BigInt(packets[29_000]!.seconds) * 1_000_000_000n;
    const summary = await session.summary({ range: { from, to: undefined }, filter: "" });
    expect(summary).toMatchObject({ packets: 1000, coverage: { kind: "exact" } });
    const page = await session.packets({
      ...{ range: { from, to: undefined }, filter: "", direction: "forward", limit: 1 },
      cursor: undefined,
    });
    expect(page.coverage.kind).toBe("exact");
  });

  test("of a range before everything that is held is not known", async () => {
    const packets = flood(30_000);
    const session = sessionOf(recorderOf({ archive: new RingArchive(MIN_BUDGET) }, packets));
    const range = { from: 1n, to: BigInt(packets[1]!.seconds) * 1_000_000_000n };
    const gone = { kind: "none", note: "The packets of this time are no longer held." };
    const summary = await session.summary({ range, filter: "" });
    expect(summary).toMatchObject({ packets: 0, coverage: gone });
    const question = { range, filter: "", direction: "forward", limit: 1 } as const;
    const page = await session.packets({ ...question, cursor: undefined });
    expect(page).toMatchObject({ packets: [], coverage: gone });
  });

  test("without an archive knows nothing of the past, but all from its start", async () => {
    const recorder = new Recorder();
    const view = recorder.watch(TCP);
    feed(recorder, PACKETS);
    const session = sessionOf(recorder);
    const kept = await session.summary({ range: EVERYTHING, filter: "tcp" });
    expect(kept).toMatchObject({ packets: view.matchedCount, coverage: { kind: "exact" } });
    const asked = await session.summary({ range: EVERYTHING, filter: "udp" });
    expect(asked).toMatchObject({ packets: 0, coverage: { kind: "none" } });
    expect(await session.packet(1)).toBeUndefined();
  });

  test("that can't be read fails its question, and the next one tries again", async () => {
    const ring = new RingArchive();
    let isBroken = true;
    const archive: PacketArchive = new Proxy(ring, {
      get: (target, name) => {
        if (name === "page" && isBroken) return () => Promise.reject(new Error("disk gone"));
        const value = Reflect.get(target, name) as unknown;
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
    const session = sessionOf(recorderOf({ archive }));
    const question = { range: EVERYTHING, filter: "tcp" };
    await expect(session.summary(question)).rejects.toThrow("disk gone");
    isBroken = false;
    expect((await session.summary(question)).packets).toBe(PACKETS.filter(isTcp).length);
  });
});

describe("the views of a recorder", () => {
  function portScope(port: number): ReturnType<typeof compileScope> {
    return compileScope({ range: EVERYTHING, filter: `tcp.port == ${port}` });
  }

  test("are kept for the next question, the least recently used one leaving", async () => {
    const recorder = recorderOf({ archive: new RingArchive() });
    const seen = await recorder.use(portScope(0), (view) => view);
    for (let port = 1; port < VIEW_LIMIT; port++) await recorder.use(portScope(port), () => 0);
    expect(await recorder.use(portScope(0), (view) => view)).toBe(seen);
    for (let port = 1; port <= VIEW_LIMIT; port++) await recorder.use(portScope(port), () => 0);
    expect(await recorder.use(portScope(0), (view) => view)).not.toBe(seen);
  });

  test("of streams stay while they are watched, and no more than fit", () => {
    const recorder = recorderOf({ archive: new RingArchive() });
    const views = [0, 1, 2, 3].map((port) => recorder.watch(portScope(port)));
    expect(views).toHaveLength(VIEW_LIMIT);
    expect(recorder.watch(portScope(0))).toBe(views[0]);
    expect(() => recorder.watch(portScope(9))).toThrow(
      expect.objectContaining({ code: "QUERY_BUSY" }),
    );
    recorder.unwatch(views[1]!);
    expect(recorder.watch(portScope(9))).not.toBe(views[1]);
  });

  test("answer many different questions at once, some after others", async () => {
    const ports = [53, 80, 443, 9999, ...Array.from({ length: 12 }, (_, i) => 40_000 + i)];
    const recorder = recorderOf({ archive: new RingArchive() });
    const counts = await Promise.all(
      ports.map((port) =>
        recorder.use(
          compileScope({ range: EVERYTHING, filter: `tcp.port == ${port} || udp.port == ${port}` }),
          (view) => view.matchedCount,
        ),
      ),
    );
    const known = (port: number): number =>
      PACKETS.filter((packet) => [packet.sourcePort, packet.destinationPort].includes(port)).length;
    expect(counts).toEqual(ports.map(known));
  });
});

describe("a recorder", () => {
  test("for one filter only takes nothing else, and numbers everything", () => {
    const recorder = recorderOf({ only: compileFilter("tcp") });
    expect(recorder.packetCount).toBe(PACKETS.length);
    expect(recorder.main.analysis.totals.packets).toBe(PACKETS.filter(isTcp).length);
  });

  test("numbers the interfaces of all sources through, alike ones once", async () => {
    const recorder = new Recorder({ archive: new RingArchive() });
    const other: CaptureInterface[] = [{ ...INTERFACES[0]!, name: "wlan0" }];
    const same: CaptureInterface[] = [{ ...INTERFACES[0]! }];
    for (const interfaces of [INTERFACES, other, same]) {
      for (const batch of batchesOf(PACKETS.slice(0, 2))) recorder.feed(batch, interfaces);
    }
    expect(recorder.interfaces.map(({ name }) => name)).toEqual(["eth0", "wlan0"]);
    const session = sessionOf(recorder);
    const names = await Promise.all([1, 3, 5].map((number) => session.packet(number)));
    expect(names.map((detail) => detail?.row.interface)).toEqual(["eth0", "wlan0", "eth0"]);
  });
});

describe("numbers that go on from an earlier capture", () => {
  test("name packets in pages, views and counts", async () => {
    const recorder = new Recorder({ archive: new RingArchive() });
    const early = recorder.watch(TCP);
    recorder.numberFrom(5_000_000_001);
    feed(recorder, PACKETS);
    expect(recorder.packetCount).toBe(PACKETS.length);
    expect(recorder.lastNumber).toBe(5_000_000_000 + PACKETS.length);
    expect(recorder.matchingHeld(compileScope({ range: EVERYTHING, filter: "" }))).toBe(
      PACKETS.length,
    );
    const session = sessionOf(recorder);
    const summary = await session.summary({ range: EVERYTHING, filter: "tcp" });
    expect(summary.coverage.kind).toBe("exact");
    expect(summary.packets).toBe(PACKETS.filter(isTcp).length);
    expect(early.missedCount).toBe(0);
    const page = await session.packets({
      ...{ range: EVERYTHING, filter: "", cursor: undefined, direction: "forward", limit: 2 },
    });
    expect(page.packets.map(({ number }) => number)).toEqual([5_000_000_001, 5_000_000_002]);
    expect((await session.packet(5_000_000_003))?.row.timestamp).toBe(
      formatTimestamp(PACKETS[2]!.seconds, PACKETS[2]!.nanoseconds),
    );
  });

  test("can't be given once packets have theirs", () => {
    expect(() => recorderOf({}).numberFrom(10)).toThrow(TypeError);
  });
});
