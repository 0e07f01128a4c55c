import { describe, expect, test } from "vitest";
import type { Coverage } from "./answer.ts";
import { JoinedPackets } from "./joined-packets.ts";
import { MemorySession } from "./memory-session.ts";
import type { KeptSession } from "./past-session.ts";
import type { PacketsQuestion } from "./question.ts";
import { EVERYTHING, type TimeRange } from "./range.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import type { Session } from "./session.ts";
import { toUnixNanos } from "./timestamp.ts";
import { batchesOf, INTERFACES, knownPackets } from "./traffic.contract.ts";

const PACKETS = knownPackets(2000);
/** The disk has frames 1 to 1500, memory 1201 to 2000. */
const DISK_END = 1500;
const MEMORY_START = 1201;

/** A session that has the packets from `start` up to `end` (exclusive, counted from 0). */
function holding(start: number, end: number): MemorySession {
  const recorder = new Recorder({ archive: new RingArchive() });
  recorder.numberFrom(start + 1);
  for (const batch of batchesOf(PACKETS.slice(start, end))) recorder.feed(batch, INTERFACES);
  return new MemorySession(recorder, { version: "0.0.0", mode: "live", startedAt: 0n });
}

const memory = holding(MEMORY_START - 1, PACKETS.length);
const disk: KeptSession = holding(0, DISK_END);
const whole = holding(0, PACKETS.length);
const packets = new JoinedPackets(memory, disk);

async function walk(
  page: (question: PacketsQuestion) => Promise<{
    packets: readonly { readonly number: number }[];
    cursor: number | undefined;
  }>,
  question: Omit<PacketsQuestion, "cursor">,
): Promise<number[]> {
  const numbers: number[] = [];
  let cursor: number | undefined;
  do {
    const answer = await page({ ...question, cursor });
    numbers.push(...answer.packets.map(({ number }) => number));
    ({ cursor } = answer);
  } while (cursor !== undefined);
  return numbers;
}

function between(from: number, to: number): TimeRange {
  const timeOf = (row: number): bigint =>
    toUnixNanos(PACKETS[row]!.seconds, PACKETS[row]!.nanoseconds);
  return { from: timeOf(from), to: timeOf(to) };
}

const RANGES: readonly { name: string; range: TimeRange }[] = [
  { name: "everything", range: EVERYTHING },
  { name: "what only the disk has", range: between(100, 900) },
  { name: "what only memory has", range: between(1600, 1900) },
  { name: "what both have a part of", range: between(1000, 1800) },
];

describe.for(["forward", "backward"] as const)("a walk %s", (direction) => {
  describe.for(RANGES)("over $name", ({ range }) => {
    test.for(["", "tcp", "frame.len > 100000"])("finds each packet once: %s", async (filter) => {
      for (const limit of [7, 1000]) {
        const question = { range, filter, direction, limit };
        const expected = await walk((asked) => whole.packets(asked), question);
        expect(await walk((asked) => packets.page("packets", asked), question)).toEqual(expected);
        expect(await walk((asked) => packets.page("packetData", asked), question)).toEqual(
          expected,
        );
      }
    });
  });
});

test("memory that reaches back farther than the disk is what is held first", async () => {
  const joined = new JoinedPackets(whole, memory);
  const question = { range: EVERYTHING, filter: "", cursor: undefined, limit: 10 } as const;
  for (const direction of ["forward", "backward"] as const) {
    const { held } = await joined.page("packets", { ...question, direction });
    expect(held).toEqual({ first: 1, last: PACKETS.length });
  }
});

test("a packet is found wherever it is", async () => {
  for (const number of [1, 1300, 2000]) {
    expect((await packets.packet(number))?.row).toEqual((await whole.packet(number))?.row);
  }
  expect(await packets.packet(2001)).toBeUndefined();
});

test("what is held reaches from the disk's first packet to memory's last", async () => {
  const question = { range: EVERYTHING, filter: "", direction: "forward", limit: 5 } as const;
  const { held } = await packets.page("packets", { ...question, cursor: undefined });
  expect(held).toEqual({ first: 1, last: 2000 });
});

test("why the disk can't answer is told where memory does not hold everything", async () => {
  const coverage = { kind: "retained", note: "Rests on the newest packets." } as Coverage;
  const newest = {
    packets: async (asked: PacketsQuestion) => ({ ...(await memory.packets(asked)), coverage }),
  } as Session;
  const silent = {
    packets: async (asked: PacketsQuestion) => {
      const page = await disk.packets({ ...asked, filter: "frame.len > 100000" });
      return { ...page, coverage: { ...page.coverage, kind: "none", note: "It can't be told." } };
    },
  } as KeptSession;
  const question = { range: between(0, 1900), filter: "", direction: "backward" } as const;
  const joined = new JoinedPackets(newest, silent);
  const page = await joined.page("packets", { ...question, cursor: undefined, limit: 5 });
  expect(page.packets.map(({ number }) => number)).toEqual([1900, 1899, 1898, 1897, 1896]);
  expect(page.coverage).toEqual(coverage);
  const older = await joined.page("packets", { ...question, cursor: 1203, limit: 5 });
  expect(older.packets.map(({ number }) => number)).toEqual([1202, 1201]);
  expect(older.coverage).toEqual({ kind: "retained", note: "It can't be told." });
});
