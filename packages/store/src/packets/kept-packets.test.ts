/** What memory answers about packets is what disk answers about the same packets. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  EVERYTHING,
  type KeptSession,
  MemorySession,
  type PacketsQuestion,
  Recorder,
  RingArchive,
  type Session,
  toUnixNanos,
} from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
  knownPackets,
} from "../../../query/src/traffic.contract.ts";
import { KeptPackets } from "./kept-packets.ts";
import { chunksOf, INTERFACE } from "./packet-blocks.fixture.ts";
import { PacketDisk } from "./packet-disk.ts";

const PACKETS = knownPackets(8000);
const CUTS = [3000, 3200, 7000].map((index) => timeOf(PACKETS[index]!));

const recorder = new Recorder({ archive: new RingArchive() });
for (const batch of batchesOf(PACKETS)) recorder.feed(batch, INTERFACES);
const memory: Session = new MemorySession(recorder, { version: "0.0.0", mode: "live" });

function timeOf({ seconds, nanoseconds }: KnownPacket): bigint {
  return toUnixNanos(seconds, nanoseconds);
}

/** All pages of a question as one list. */
async function walk<K extends "packets" | "packetData">(
  session: Pick<Session, K>,
  name: K,
  question: Omit<PacketsQuestion, "cursor">,
): Promise<unknown[]> {
  const ask = session[name].bind(session) as (
    question: PacketsQuestion,
  ) => Promise<{ packets: readonly unknown[]; cursor: number | undefined }>;
  const rows: unknown[] = [];
  let cursor: number | undefined;
  do {
    const page = await ask({ ...question, cursor });
    rows.push(...page.packets);
    ({ cursor } = page);
  } while (cursor !== undefined);
  return rows;
}

describe.for([
  { name: "in many segments", budget: 16 << 20, least: 4 },
  { name: "in one segment of several parts", budget: 1 << 30, least: 1 },
])("packets on disk $name", ({ budget, least }) => {
  const directory = mkdtempSync(join(tmpdir(), "wirescope-kept-"));
  let kept: KeptSession;

  beforeAll(() => {
    const disk = new PacketDisk({ directory, budget });
    disk.open();
    for (const chunk of chunksOf(PACKETS, 150)) disk.take(chunk, [INTERFACE]);
    expect(disk.segments.length).toBeGreaterThanOrEqual(least);
    expect(disk.segments.flatMap((segment) => disk.indexOf(segment)?.parts).length).toBeGreaterThan(
      1,
    );
    kept = new KeptPackets(disk);
  });
  afterAll(async () => {
    await kept.close();
    rmSync(directory, { recursive: true });
  });

  const filters = [
    ...["", "dns", "ip.addr == 10.0.0.3 && tcp.port == 40003", "ipv6.addr == 2001:db8::4"],
    ...["ip.addr == 10.0.0.99", "tcp.port == 443 || icmp", "frame.len > 300 && !(udp)"],
  ];
  const ranges = [
    { name: "everything", range: EVERYTHING },
    { name: "a stretch", range: { from: CUTS[0], to: CUTS[1] } },
    { name: "from a time on", range: { from: CUTS[2], to: undefined } },
    { name: "the time before all", range: { from: undefined, to: 5n } },
  ];

  test.for(filters.flatMap((filter) => ranges.map((range) => ({ filter, ...range }))))(
    "are the same as in memory: $filter, $name",
    async ({ filter, range }) => {
      for (const direction of ["forward", "backward"] as const) {
        const question = { range, filter, direction, limit: 1000 };
        const known = await walk(memory, "packets", question);
        expect(await walk(kept, "packets", question)).toEqual(known);
      }
    },
  );

  test("come as octets too", async () => {
    const question = {
      range: EVERYTHING,
      filter: "udp",
      direction: "forward",
      limit: 500,
    } as const;
    expect(await walk(kept, "packetData", question)).toEqual(
      await walk(memory, "packetData", question),
    );
  });

  test("show their layers, with what came before in their conversation", async () => {
    for (const number of [1, 2999, 5321, 8000]) {
      expect(await kept.packet(number)).toEqual(await memory.packet(number));
    }
    expect(await kept.packet(8001)).toBeUndefined();
  });

  test("go on behind a cursor, in pages as short as asked for", async () => {
    const question = { range: EVERYTHING, filter: "", direction: "backward", limit: 3 } as const;
    const page = await kept.packets({ ...question, cursor: 5000 });
    expect(page.packets.map(({ number }) => number)).toEqual([4999, 4998, 4997]);
    expect(page.held).toEqual({ first: 1, last: 8000 });
  });

  test("cover a range exactly that lies within them", async () => {
    const question = { filter: "", cursor: undefined, direction: "forward", limit: 1 } as const;
    const inside = await kept.packets({ ...question, range: { from: CUTS[0], to: undefined } });
    expect(inside.coverage.kind).toBe("exact");
    const beyond = await kept.packets({ ...question, range: { from: 5n, to: undefined } });
    expect(beyond.coverage).toMatchObject({ kind: "retained" });
    expect(beyond.coverage.note).toContain("on disk");
  });

  test("can't tell what surrounds a packet, and say so", async () => {
    const question = {
      range: EVERYTHING,
      cursor: undefined,
      direction: "forward",
      limit: 1,
    } as const;
    const { packets, coverage } = await kept.packets({ ...question, filter: 'app == "DNS"' });
    expect(packets).toEqual([]);
    expect(coverage.kind).toBe("none");
    expect(coverage.note).toContain("app");
  });

  test("are asked the way that memory is", async () => {
    const question = { range: EVERYTHING, filter: "", cursor: undefined } as const;
    const asked = kept.packets({ ...question, direction: "forward", limit: 1001 });
    await expect(asked).rejects.toMatchObject({ code: "QUERY_BAD_LIMIT" });
    const misspelt = kept.packetData({
      ...{ ...question, filter: "tcp.prt == 1", direction: "forward", limit: 1 },
    });
    await expect(misspelt).rejects.toMatchObject({ code: "QUERY_BAD_FILTER", column: 1 });
  });
});
