import {
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { EVERYTHING, formatTimestamp } from "@wirescope/query";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type KnownPacket, knownPackets } from "../../../query/src/traffic.contract.ts";
import { KeptPackets } from "./kept-packets.ts";
import { NO_PAST } from "./no-past.fixture.ts";
import { blocksOf, chunksOf, INTERFACE } from "./packet-blocks.fixture.ts";
import { PacketDisk } from "./packet-disk.ts";
import { readSegments } from "./read-segments.fixture.ts";

const PACKETS = knownPackets(4000);
const BUDGET = 64 << 20;

let directory: string;
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), "wirescope-packets-")), "packets");
});
afterEach(() => rmSync(join(directory, ".."), { recursive: true, force: true }));

function openDisk(budget = BUDGET): PacketDisk {
  const disk = new PacketDisk({ directory, budget });
  disk.open();
  return disk;
}

function fill(disk: PacketDisk, packets: readonly KnownPacket[], length = 100): void {
  for (const chunk of chunksOf(packets, length)) disk.take(chunk, [INTERFACE]);
}

async function numbersIn(disk: PacketDisk, filter = ""): Promise<number[]> {
  const session = new KeptPackets(disk, { past: NO_PAST, catalog: undefined });
  const numbers: number[] = [];
  let cursor: number | undefined;
  do {
    const question = { range: EVERYTHING, filter, direction: "forward", limit: 1000 } as const;
    const page = await session.packets({ ...question, cursor });
    numbers.push(...page.packets.map(({ number }) => number));
    ({ cursor } = page);
  } while (cursor !== undefined);
  return numbers;
}

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last + 1 - first }, (_, i) => first + i);
}

function sizeOnDisk(): number {
  return readdirSync(directory).reduce(
    (sum, name) => sum + statSync(join(directory, name)).size,
    0,
  );
}

describe("segments", () => {
  test("are pcapng files of the owner alone, whole while they are written", () => {
    const disk = openDisk();
    fill(disk, PACKETS.slice(0, 500));
    expect(readSegments(directory)).toEqual(PACKETS.slice(0, 500).map(({ bytes }) => bytes));
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(directory)) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
    disk.close();
  });

  test("stay within the budget, the oldest out first", async () => {
    const budget = 700_000;
    const disk = openDisk(budget);
    let last = 0;
    for (const chunk of chunksOf(knownPackets(12_000), 50)) {
      disk.take(chunk, [INTERFACE]);
      last += 50;
      expect(disk.size).toBeLessThanOrEqual(budget);
    }
    expect(disk.lastNumber).toBe(last);
    const numbers = await numbersIn(disk);
    expect(numbers).toEqual(numbersFrom(numbers[0]!, last));
    expect(numbers[0]).toBeGreaterThan(1);
    disk.close();
    expect(sizeOnDisk()).toBeLessThanOrEqual(budget);
    expect(sizeOnDisk()).toBeGreaterThan(budget / 2);
  });

  test("are opened again with all numbers, and those after them go on", async () => {
    const first = openDisk();
    fill(first, PACKETS.slice(0, 700));
    first.close();
    const second = openDisk();
    expect(second.lastNumber).toBe(700);
    fill(second, PACKETS.slice(700, 900));
    expect(await numbersIn(second)).toEqual(numbersFrom(1, 900));
    expect(second.segments).toHaveLength(2);
    second.close();
  });

  test("keep the numbers of packets after a gap", async () => {
    const disk = openDisk();
    fill(disk, [...PACKETS.slice(0, 100), ...PACKETS.slice(300, 400)]);
    expect(await numbersIn(disk)).toEqual([...numbersFrom(1, 100), ...numbersFrom(301, 400)]);
    disk.close();
    unlinkSync(join(directory, "packets-0000000000000001.index"));
    const again = openDisk();
    expect(await numbersIn(again)).toEqual([...numbersFrom(1, 100), ...numbersFrom(301, 400)]);
    expect(again.lastNumber).toBe(400);
  });

  test("that were cut anywhere are ended behind their last whole block", async () => {
    fill(openDisk(), PACKETS.slice(0, 60), 20);
    const path = join(directory, "packets-0000000000000001.pcapng");
    const { size } = statSync(path);
    for (let length = size; length > 300; length -= 211) {
      truncateSync(path, length);
      const disk = openDisk();
      const held = readSegments(directory);
      expect(held).toEqual(PACKETS.slice(0, held.length).map(({ bytes }) => bytes));
      expect(disk.lastNumber).toBe(held.length);
      expect(await numbersIn(disk)).toEqual(numbersFrom(1, held.length));
      expect(statSync(path).size).toBeGreaterThan(length - 500);
    }
    truncateSync(path, 90);
    expect(openDisk().lastNumber).toBe(0);
    expect(readdirSync(directory)).toEqual([]);
  });

  test.for([
    ["missing", (path: string) => unlinkSync(path)],
    ["cut", (path: string) => truncateSync(path, statSync(path).size - 40)],
    ["nonsense", (path: string) => writeFileSync(path, '{"version":1,"parts":[null]}\n')],
    ["of another segment", (path: string) => writeFileSync(path, '{"version":1,"length":7}\n')],
  ] as const)("get their index again where it is %s", async ([, spoil]) => {
    const disk = openDisk();
    fill(disk, PACKETS.slice(0, 300));
    disk.close();
    const path = join(directory, "packets-0000000000000001.index");
    const before = statSync(path).size;
    spoil(path);
    expect(await numbersIn(openDisk(), "dns")).toEqual(
      PACKETS.slice(0, 300).flatMap(({ kind, number }) => (kind === "dns" ? [number] : [])),
    );
    expect(statSync(path).size).toBe(before);
  });

  test("of other files in the directory nothing is taken or lost", async () => {
    fill(openDisk(), PACKETS.slice(0, 100));
    writeFileSync(join(directory, "notes.txt"), "mine");
    const disk = openDisk();
    expect(await numbersIn(disk)).toEqual(numbersFrom(1, 100));
    expect(readdirSync(directory)).toContain("notes.txt");
  });

  test("describe an interface that comes later before its packets", () => {
    const disk = openDisk();
    disk.take(blocksOf(PACKETS.slice(0, 10)), [INTERFACE]);
    disk.take(blocksOf(PACKETS.slice(10, 20)), [INTERFACE, { ...INTERFACE, name: "eth1" }]);
    disk.close();
    const reader = new CaptureReader();
    expect(readSegments(directory, reader)).toHaveLength(20);
    expect(reader.interfaces.map(({ name }) => name)).toEqual(["eth0", "eth1"]);
    expect(reader.next(new PacketBatch())).toBe(false);
  });
});

describe("a disk that refuses", () => {
  test("is told of in a sentence and tried again; packets meanwhile are left out and counted", () => {
    let now = 0;
    const disk = new PacketDisk({ directory, budget: BUDGET, clock: () => now });
    disk.open();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, "a file is in the way");
    disk.take(blocksOf(PACKETS.slice(0, 10)), [INTERFACE]);
    expect(disk.problem).toContain(directory);
    expect(disk.leftOut).toBe(10);
    unlinkSync(directory);
    now = 4999;
    disk.take(blocksOf(PACKETS.slice(10, 30)), [INTERFACE]);
    expect(disk.leftOut).toBe(30);
    now = 5000;
    disk.take(blocksOf(PACKETS.slice(30, 40)), [INTERFACE]);
    expect(disk).toMatchObject({ leftOut: 30, problem: undefined, lastNumber: 40 });
    expect(readSegments(directory)).toHaveLength(10);
    disk.close();
  });

  test("a directory that can't be read is left alone", () => {
    writeFileSync(directory, "a file is in the way");
    const disk = openDisk();
    expect(disk.problem).toContain(directory);
    disk.take(blocksOf(PACKETS.slice(0, 10)), [INTERFACE]);
    expect(disk).toMatchObject({ leftOut: 10, lastNumber: 0 });
  });
});

test("times are those of the packets, to the nanosecond", async () => {
  const disk = openDisk();
  fill(disk, PACKETS.slice(0, 200));
  const { packets } = await new KeptPackets(disk, { past: NO_PAST, catalog: undefined }).extent();
  const [first, last] = [PACKETS[0]!, PACKETS[199]!];
  expect(packets).toEqual({
    from: formatTimestamp(first.seconds, first.nanoseconds),
    to: formatTimestamp(last.seconds, last.nanoseconds),
  });
});
