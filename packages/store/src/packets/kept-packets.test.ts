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
import { reportsOf, type TestHistory, writeHistory } from "../sql/history.fixture.ts";
import { KeptPackets } from "./kept-packets.ts";
import { NO_PAST } from "./no-past.fixture.ts";
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

const FIRST: PacketsQuestion = {
  ...{ range: EVERYTHING, filter: "", cursor: undefined, direction: "forward", limit: 1000 },
};

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
  const parent = mkdtempSync(join(tmpdir(), "wirescope-kept-"));
  const directory = join(parent, "packets");
  let kept: KeptSession;
  let history: TestHistory;

  beforeAll(async () => {
    const capture = { packets: PACKETS, batchesOf, interfaces: INTERFACES, catalog: undefined };
    history = await writeHistory(join(parent, "history.duckdb"), reportsOf(capture), undefined);
    const disk = new PacketDisk({ directory, budget });
    disk.open();
    for (const chunk of chunksOf(PACKETS, 150)) disk.take(chunk, [INTERFACE]);
    expect(disk.segments.length).toBeGreaterThanOrEqual(least);
    expect(disk.segments.flatMap((segment) => disk.indexOf(segment)?.parts).length).toBeGreaterThan(
      1,
    );
    kept = new KeptPackets(disk, { past: history.session, catalog: undefined });
  });
  afterAll(async () => {
    await kept.close();
    await history.close();
    rmSync(parent, { recursive: true });
  });

  const filters = [
    ...["", "dns", "ip.addr == 10.0.0.3 && tcp.port == 40003", "ipv6.addr == 2001:db8::4"],
    ...["ip.addr == 10.0.0.99", "tcp.port == 443 || icmp", "frame.len > 300 && !(udp)"],
    ...['app == "DNS"', 'flow.protocol == "TLS" && frame.len > 300', 'flow.name contains "h3"'],
    ...['flow.originator == "10.0.0.4" || arp', '!(app.category == "Web") && ip.src == 10.0.0.1'],
    ...['host.name == "web.example"', 'direction == "internal" && !(host.kind == "private")'],
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
    const before = await kept.packets({
      ...question,
      range: { from: 5n, to: timeOf(PACKETS[0]!) },
    });
    expect(before).toMatchObject({ packets: [], coverage: { kind: "none" } });
    expect(before.coverage.note).toContain("not on disk");
  });

  test("can't tell what history doesn't keep of flows, and say so", async () => {
    const page = await kept.packets({ ...FIRST, filter: "flow.bytes > 1000" });
    expect(page).toMatchObject({ packets: [], cursor: undefined, coverage: { kind: "none" } });
    expect(page.coverage.note).toContain(
      "flow.bytes is of a flow from its first to its last packet",
    );
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

describe("packets on disk whose flows", () => {
  const parent = mkdtempSync(join(tmpdir(), "wirescope-kept-"));
  const directory = join(parent, "packets");
  const disk = new PacketDisk({ directory, budget: 16 << 20 });
  const isDns = ({ kind }: KnownPacket): boolean => kind === "dns";

  beforeAll(() => {
    disk.open();
    for (const chunk of chunksOf(PACKETS, 150)) disk.take(chunk, [INTERFACE]);
  });
  afterAll(() => {
    disk.close();
    rmSync(parent, { recursive: true });
  });

  test("history holds in part only are found as far as it does, and counted beyond", async () => {
    const end = PACKETS[4000]!.seconds - (PACKETS[4000]!.seconds % 60);
    const known = PACKETS.filter(({ seconds }) => seconds < end);
    const capture = { packets: known, batchesOf, interfaces: INTERFACES, catalog: undefined };
    const history = await writeHistory(
      join(parent, "history.duckdb"),
      reportsOf(capture),
      undefined,
    );
    const kept = new KeptPackets(disk, { past: history.session, catalog: undefined });
    const range = { from: timeOf(PACKETS[0]!), to: undefined };
    const page = await kept.packets({
      ...FIRST,
      range,
      filter: 'udp && app == "DNS"',
      limit: 1000,
    });
    const later = await kept.packets({
      ...{ ...FIRST, range, filter: 'dns && app == "DNS"' },
      cursor: known.length,
    });
    expect(page.packets.map(({ number }) => number)).toEqual(
      known
        .filter(isDns)
        .slice(0, 1000)
        .map(({ number }) => number),
    );
    const unknown = PACKETS.slice(known.length).filter(isDns).length;
    expect(later.packets).toEqual([]);
    expect(later.coverage.kind).toBe("retained");
    expect(later.coverage.note).toContain(`of ${unknown} packets that were looked at`);
    await history.close();
  });

  test("nobody knows are not looked for; what the packets and the catalog tell still is", async () => {
    const kept = new KeptPackets(disk, { past: NO_PAST, catalog: undefined });
    const page = await kept.packets({ ...FIRST, filter: 'app == "DNS"' });
    expect(page).toMatchObject({ packets: [], coverage: { kind: "none", note: "None is kept." } });
    const { packets } = await kept.packets({ ...FIRST, filter: 'direction == "external" && ip' });
    expect(packets).toEqual([]);
    const inside = await kept.packets({ ...FIRST, filter: 'dns && host.kind == "private"' });
    expect(inside.packets.map(({ number }) => number)).toEqual(
      PACKETS.filter(isDns)
        .slice(0, 1000)
        .map(({ number }) => number),
    );
  });
});
