import { describe, expect, test } from "vitest";
import type { MinuteTraffic } from "./minute-book.ts";
import { Recorder } from "./recorder.ts";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
  START_SECONDS,
} from "./traffic.contract.ts";

/** About two minutes and a half. */
const PACKETS = knownPackets(3000);

/** A recorder whose clock stands still unless it is set. */
class Recording {
  /** Seconds since 1970. */
  now: number = START_SECONDS;
  readonly told: MinuteTraffic[] = [];
  readonly recorder: Recorder = new Recorder({
    minutes: { onClose: (traffic) => this.told.push(traffic), now: () => this.now },
  });

  feed(packets: readonly KnownPacket[]): void {
    for (const batch of batchesOf(packets)) this.recorder.feed(batch, INTERFACES);
  }

  /** Feeds one packet of this time, as soon as it is there. */
  packetAt(seconds: number, nanoseconds = 0): void {
    this.feed([{ ...PACKETS[0]!, seconds: START_SECONDS + seconds, nanoseconds }]);
  }

  /** Lets our clock be so many seconds after the start. */
  clockAt(seconds: number): void {
    this.now = START_SECONDS + seconds;
    this.recorder.minutes!.turnByClock();
  }

  /** Minute, after the start, and packets of each report. */
  get minutes(): (readonly [number, number])[] {
    return this.told.map(({ slices, packets }) => [slices.minute - START_SECONDS, packets]);
  }
}

test("a minute ends with the first packet behind it, and has all of its packets", () => {
  const recording = new Recording();
  recording.feed(PACKETS);
  recording.recorder.minutes!.close();
  const expected = new Map<number, KnownPacket[]>();
  for (const packet of PACKETS) {
    const minute = packet.seconds - (packet.seconds % 60);
    expected.set(minute, [...(expected.get(minute) ?? []), packet]);
  }
  expect(expected.size).toBe(3);
  expect(recording.told.map(({ slices }) => slices.minute)).toEqual([...expected.keys()]);
  for (const { slices, packets, wireBytes, malformed } of recording.told) {
    const own = expected.get(slices.minute)!;
    const length = own.reduce((sum, packet) => sum + packet.originalLength, 0);
    expect({ packets, wireBytes, malformed }).toEqual({
      ...{ packets: own.length, wireBytes: length, malformed: 0 },
    });
    const octets = [...slices.bytesOut, ...slices.bytesIn].reduce((sum, part) => sum + part, 0);
    expect(octets).toBe(length);
  }
});

test("a minute in which nothing came is told as well", () => {
  const recording = new Recording();
  recording.recorder.minutes!.begin();
  recording.clockAt(61.9);
  expect(recording.minutes).toEqual([]);
  recording.clockAt(62);
  recording.clockAt(122);
  expect(recording.minutes).toEqual([
    [0, 0],
    [60, 0],
  ]);
});

test("a minute ends by the clock once its last packets had time to come", () => {
  const recording = new Recording();
  recording.packetAt(0);
  recording.clockAt(61);
  recording.packetAt(59, 999_999_999);
  recording.clockAt(61.5);
  expect(recording.minutes).toEqual([]);
  recording.clockAt(63.5);
  expect(recording.minutes).toEqual([[0, 2]]);
});

test("packets of a slow reader still find their minute", () => {
  const recording = new Recording();
  recording.packetAt(30);
  // The kernel holds packets of the last 40 seconds.
  recording.now = START_SECONDS + 85;
  recording.packetAt(45);
  recording.clockAt(90);
  expect(recording.minutes).toEqual([]);
  recording.packetAt(50);
  recording.packetAt(91);
  expect(recording.minutes).toEqual([[0, 3]]);
});

test("the minutes are those of the packets where the capture's clock is not ours", () => {
  const recording = new Recording();
  recording.now = START_SECONDS + 86_400;
  recording.packetAt(30);
  recording.clockAt(86_400 + 31);
  expect(recording.minutes).toEqual([]);
  recording.clockAt(86_400 + 33);
  expect(recording.minutes).toEqual([[0, 1]]);
});

test("no minute is told of the time in which the machine slept", () => {
  const recording = new Recording();
  recording.packetAt(30);
  recording.clockAt(3600 + 5);
  recording.clockAt(3600 + 62);
  expect(recording.minutes).toEqual([
    [0, 1],
    [3600, 0],
  ]);
});

describe("when the clock is put back", () => {
  test("by less than a minute, packets count in the running one", () => {
    const recording = new Recording();
    for (const seconds of [61, 5, 62]) recording.packetAt(seconds);
    recording.recorder.minutes!.close();
    expect(recording.minutes).toEqual([[60, 3]]);
  });

  test("by more, a minute begins anew", () => {
    const recording = new Recording();
    for (const seconds of [3600, 10, 65]) recording.packetAt(seconds);
    recording.recorder.minutes!.close();
    expect(recording.minutes).toEqual([
      [3600, 1],
      [0, 1],
      [60, 1],
    ]);
  });

  test("our own, while nothing comes, a minute begins anew too", () => {
    const recording = new Recording();
    recording.now = START_SECONDS + 3600;
    recording.recorder.minutes!.begin();
    recording.clockAt(10);
    recording.clockAt(62);
    expect(recording.minutes).toEqual([
      [3600, 0],
      [0, 0],
    ]);
  });

  test("again and again, it is followed once a second", () => {
    const recording = new Recording();
    for (let i = 0; i < 50; i++) {
      recording.packetAt(3600);
      recording.packetAt(10);
    }
    expect(recording.told.length).toBeLessThan(4);
    recording.now += 2;
    recording.packetAt(10);
    recording.recorder.minutes!.close();
    expect(recording.minutes.reduce((sum, [, packets]) => sum + packets, 0)).toBe(101);
  });
});

test("a look at the running minute ends nothing", () => {
  const recording = new Recording();
  const minutes = recording.recorder.minutes!;
  expect(minutes.peek()).toBeUndefined();
  recording.feed(PACKETS.slice(0, 500));
  const seen = minutes.peek();
  expect(seen?.packets).toBe(500);
  expect(recording.told).toEqual([]);
  minutes.close();
  expect(recording.told).toEqual([seen]);
  minutes.close();
  recording.clockAt(300);
  expect(recording.told).toHaveLength(1);
});

test("the hosts of the minute are told with what is known of them, and no others", () => {
  const recording = new Recording();
  recording.feed(PACKETS.slice(0, 500));
  const { hosts } = recording.recorder.minutes!.peek()!;
  const { analysis } = recording.recorder.main;
  const known = new Map(
    Array.from({ length: analysis.hosts.table.used }, (_, row) => {
      const record = analysis.hostRecord(row);
      return [record.address, record];
    }),
  );
  expect(hosts.map(({ address }) => address)).toEqual(
    expect.arrayContaining(
      [...known.values()].filter(({ mac }) => mac !== undefined).map(({ address }) => address),
    ),
  );
  expect(new Set(hosts.map(({ address }) => address)).size).toBe(hosts.length);
  for (const { address, mac, names } of hosts) {
    expect(mac === undefined && names.length === 0).toBe(false);
    expect(mac).toBe(known.get(address)?.mac);
    expect(names.length).toBeLessThanOrEqual(4);
  }
  expect(hosts.some(({ names }) => names[0]?.name.endsWith(".example") ?? false)).toBe(true);
});

test("of too many known hosts those of the largest slices are told", () => {
  const recording = new Recording();
  const [template] = PACKETS.filter(({ kind }) => kind === "http") as [KnownPacket];
  const packets = Array.from({ length: 4200 }, (_, i) => {
    const bytes = template.bytes.slice();
    // The source, and a network in which the MAC address is the host's own.
    bytes.set([10, 9, i >> 8, i & 255], 26);
    const originalLength = 1000 + i;
    return { ...template, bytes, originalLength, number: i + 1, seconds: START_SECONDS };
  });
  recording.feed(packets);
  const hosts = recording.recorder.minutes!.peek()!.hosts.map(({ address }) => address);
  expect(hosts).toHaveLength(4096);
  expect(hosts).toContain(`10.9.${4199 >> 8}.${4199 & 255}`);
  expect(hosts).not.toContain("10.9.0.0");
});

test("without the option nothing is kept by the minute", () => {
  const recorder = new Recorder();
  expect(recorder.minutes).toBeUndefined();
  expect(recorder.main.analysis.ledger).toBeUndefined();
});
