import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Coverage,
  EVERYTHING,
  FLOW_SORTS,
  type Flow,
  type Host,
  MemorySession,
  Recorder,
  RingArchive,
  toUnixNanos,
} from "@wirescope/query";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  batchesOf,
  INTERFACES,
  knownPackets,
  START_SECONDS,
} from "../../../query/src/traffic.contract.ts";
import { reportsOf, type TestHistory, writeHistory } from "./history.fixture.ts";
import type { HistoryEngine } from "./history-engine.ts";
import { HistorySession } from "./past-session.ts";

/** Frame with a datagram of 23 zeros, which is a header of Gnutella. */
const GNUTELLA_LENGTH = 85;

const packets = knownPackets(8000, 3).filter(
  ({ kind, originalLength }) => kind !== "udp6" || originalLength !== GNUTELLA_LENGTH,
);
const reports = reportsOf({ packets, batchesOf, interfaces: INTERFACES, catalog: undefined });
const directory = mkdtempSync(join(tmpdir(), "wirescope-rows-"));
let history: TestHistory;
const recorder = new Recorder({ archive: new RingArchive() });
const memory = new MemorySession(recorder, { version: "0", mode: "live" });

beforeAll(async () => {
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
  history = await writeHistory(join(directory, "history.duckdb"), reports, undefined);
});
afterAll(async () => {
  await history.close();
  await memory.close();
  rmSync(directory, { recursive: true });
});

const minute = (n: number): bigint => toUnixNanos(START_SECONDS + 60 * n, 0);

const RANGES = [
  { name: "everything", range: EVERYTHING },
  { name: "two minutes", range: { from: minute(1), to: minute(3) } },
  { name: "up to a minute", range: { from: undefined, to: minute(4) } },
];

/** Memory takes the first packet of a view for that of whoever opened a flow. */
const FROM_THE_START = RANGES.filter(({ range }) => range.from === undefined);

describe("flows of the past", () => {
  test.for(FROM_THE_START)("are those of memory: $name", async ({ range }) => {
    for (const filter of ["", "ip.addr == 10.0.0.3", "udp"]) {
      const question = { range, filter, sort: "bytes", cursor: undefined, limit: 1000 } as const;
      const past = await history.session.flows(question);
      const live = await memory.flows(question);
      expect(past.total).toBe(live.total);
      expect(inFlowOrder(past.flows)).toEqual(inFlowOrder(live.flows));
    }
  });

  test.for(FLOW_SORTS)("are visited once each, by %s", async (sort) => {
    const question = { range: EVERYTHING, filter: "", sort } as const;
    const { flows } = await history.session.flows({ ...question, cursor: undefined, limit: 1000 });
    const ids: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await history.session.flows({ ...question, cursor, limit: 31 });
      ids.push(...page.flows.map(({ id }) => id));
      expect(page.total).toBe(flows.length);
      ({ cursor } = page);
    } while (cursor !== undefined);
    expect(ids).toEqual(flows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("have the numbers of their run, which no other run has", async () => {
    const { flows } = await history.session.flows({
      ...{ range: EVERYTHING, filter: "", sort: "start", cursor: undefined, limit: 1 },
    });
    expect(Number.isSafeInteger(flows[0]!.id)).toBe(true);
    const { flows: same } = await history.session.flows({
      ...{ range: EVERYTHING, filter: `flow.id == ${flows[0]!.id}` },
      ...{ sort: "start", cursor: undefined, limit: 9 },
    });
    expect(same).toEqual(flows);
  });
});

/** What memory tells besides, and how it numbers flows, left out. */
function inFlowOrder(flows: readonly Flow[]): Partial<Flow>[] {
  return flows
    .map(({ id: _, health: __, name: ___, ...flow }) => flow)
    .sort((a, b) =>
      `${a.communityId} ${a.firstTimestamp}` < `${b.communityId} ${b.firstTimestamp}` ? -1 : 1,
    );
}

describe("hosts of the past", () => {
  test.for(RANGES)("are those of memory: $name", async ({ range }) => {
    for (const filter of ["ip || ipv6", "tcp", "ip.addr == 10.0.0.3"]) {
      const question = { range, filter, cursor: undefined, limit: 1000 };
      const past = await history.session.hosts(question);
      const live = await memory.hosts(question);
      const plain = (hosts: readonly Host[]): Partial<Host>[] =>
        hosts
          .filter(({ packetsIn, packetsOut }) => packetsIn + packetsOut > 0)
          .map(({ names: _, mac: __, vendor: ___, ...host }) => host)
          .sort((a, b) => (a.address < b.address ? -1 : 1));
      expect(plain(past.hosts)).toEqual(plain(live.hosts));
      expect(past.total).toBe(past.hosts.length);
    }
  });

  test("have the names and the interfaces that were told of them", async () => {
    const question = { ...{ range: EVERYTHING, filter: "" }, cursor: undefined, limit: 99 };
    const [past, live] = [await history.session.hosts(question), await memory.hosts(question)];
    for (const host of live.hosts) {
      const known = past.hosts.find(({ address }) => address === host.address)!;
      expect(known.mac).toBe(host.mac);
      expect(known.names.map(({ name }) => name).sort()).toEqual(
        host.names.map(({ name }) => name).sort(),
      );
    }
  });
});

test.for([
  { filter: 'host.name == "web.example"', same: "ip.addr == 10.0.0.1" },
  { filter: 'host.name contains "h3"', same: "ip.addr == 192.0.2.3" },
  { filter: 'host.kind == "private"', same: "ip.addr == 10.0.0.0/8" },
  { filter: 'host.kind == "documentation"', same: "ipv6.addr == 2001:db8::/32" },
])("$filter selects in history what $same does", async ({ filter, same }) => {
  const [past, alike, live] = [
    await history.session.summary({ range: EVERYTHING, filter }),
    await history.session.summary({ range: EVERYTHING, filter: same }),
    await memory.summary({ range: EVERYTHING, filter }),
  ];
  expect(past.packets).toBe(alike.packets);
  expect(past.packets).toBe(live.packets);
});

describe("history says", () => {
  const scope = { range: EVERYTHING, filter: "" };

  test("how far it reaches", async () => {
    expect(await history.session.extent()).toMatchObject({
      flows: { from: "2026-03-01T12:00:00.000000000Z" },
      gaps: [],
      problem: undefined,
    });
  });

  test("what it can't tell, and counts nothing", async () => {
    const filter = "ip && frame.len > 300";
    const summary = await history.session.summary({ ...scope, filter });
    expect(summary).toMatchObject({ packets: 0, flows: 0, coverage: { kind: "none" } });
    expect(summary.coverage.note).toContain("frame.len");
    const answers = [
      await history.session.timeline({ ...scope, filter, by: "total", step: 60 }),
      await history.session.top({ ...scope, filter, by: "host", metric: "bytes", limit: 9 }),
      await history.session.flows({ ...scope, filter, sort: "bytes", cursor: undefined, limit: 9 }),
      await history.session.hosts({ ...scope, filter, cursor: undefined, limit: 9 }),
    ];
    for (const { coverage } of answers) expect(coverage).toEqual(summary.coverage);
  });

  test("that it widened a range, and to what", async () => {
    const range = { from: minute(1) + 5n, to: minute(2) - 1n };
    const summary = await history.session.summary({ range, filter: "" });
    const whole = await history.session.summary({
      range: { from: minute(1), to: minute(2) },
      filter: "",
    });
    expect(summary.packets).toBe(whole.packets);
    expect(summary.coverage.note).toContain("whole minutes");
    expect(whole.coverage.note).not.toContain("whole minutes");
  });

  test("that flows were added up for a filter, unless there are too many of them", async () => {
    const scope = { range: { from: minute(1), to: minute(3) }, filter: "flow.packets > 2" };
    const { coverage } = await history.session.summary(scope);
    expect(coverage).toMatchObject({
      kind: "exact",
      note: expect.stringContaining("with flow.packets as added up within the range"),
    });
    const engine: HistoryEngine = {
      ...history.engine,
      async query(statement) {
        const rows = await history.engine.query(statement);
        return rows.map((row) => ("kernel" in row ? { ...row, all_flows: 1_000_001 } : row));
      },
    };
    const large = new HistorySession(engine, { catalog: undefined, now: () => START_SECONDS });
    expect(await large.summary(scope)).toMatchObject({
      packets: 0,
      coverage: {
        kind: "none",
        note: "flow.packets is added up flow by flow where a range has up to 1000000 slices, and this one has 1000001; narrow the range.",
      },
    });
    expect((await large.summary({ ...scope, filter: "tcp" })).packets).toBeGreaterThan(0);
  });

  test("when nothing was recorded", async () => {
    const range = { from: minute(-60), to: minute(-30) };
    const { coverage } = await history.session.summary({ range, filter: "" });
    expect(coverage).toMatchObject({
      kind: "none",
      gaps: [{ from: "2026-03-01T11:00:00.000000000Z", to: "2026-03-01T11:30:00.000000000Z" }],
    });
    const part = await history.session.summary({
      range: { from: minute(-2), to: minute(2) },
      filter: "",
    });
    expect(part.coverage.gaps).toEqual([
      { from: "2026-03-01T11:58:00.000000000Z", to: "2026-03-01T12:00:00.000000000Z" },
    ]);
  });

  test("which minutes are gone, other than those in which nothing was recorded", async () => {
    const path = join(directory, "gone.duckdb");
    const aged = await writeHistory(path, reports, undefined);
    const connection = await aged.database.connect();
    const ask = (from: number, to: number): Promise<Coverage> =>
      aged.session
        .summary({ range: { from: minute(from), to: minute(to) }, filter: "" })
        .then(({ coverage }) => coverage);
    const whole = await ask(-5, 10);
    expect(whole.kind).toBe("exact");
    for (const table of ["minutes", "slices", "protocol_minutes"]) {
      await connection.run(`DELETE FROM ${table} WHERE minute < $1`, [START_SECONDS + 240]);
    }
    const gap = { from: "2026-03-01T11:55:00.000000000Z", to: "2026-03-01T12:04:00.000000000Z" };
    const part = await ask(-5, 10);
    expect(part).toMatchObject({ kind: "retained", gaps: [gap] });
    expect(part.note).toContain("minutes before 2026-03-01T12:04:00.000000000Z are no longer held");
    expect(await ask(0, 3)).toMatchObject({
      kind: "none",
      note: "The minutes of this time are no longer held.",
    });
    expect(await ask(-5, 0)).toMatchObject({
      kind: "none",
      note: "Nothing was recorded in this time.",
    });
    expect((await ask(4, 10)).kind).toBe("exact");
    const { coverage } = await aged.session.summary({ range: EVERYTHING, filter: "" });
    expect(coverage.kind).toBe("retained");
    await aged.close();
  });

  test.for([
    {
      name: "a wrong filter",
      code: "QUERY_BAD_FILTER",
      ask: () => history.session.summary({ ...scope, filter: "tcp &&" }),
    },
    {
      name: "a range that ends before it starts",
      code: "QUERY_BAD_RANGE",
      ask: () => history.session.summary({ ...scope, range: { from: 5n, to: 4n } }),
    },
    {
      name: "no rows",
      code: "QUERY_BAD_LIMIT",
      ask: () => history.session.top({ ...scope, by: "host", metric: "bytes", limit: 0 }),
    },
    {
      name: "a foreign cursor",
      code: "QUERY_BAD_CURSOR",
      ask: () => history.session.flows({ ...scope, sort: "bytes", cursor: "x", limit: 1 }),
    },
    {
      name: "a zone that does not exist",
      code: "QUERY_BAD_DIMENSION",
      ask: () => history.session.usage({ range: EVERYTHING, period: "day", timeZone: "Mars/Base" }),
    },
  ])("what is wrong with a question: $name", async ({ code, ask }) => {
    await expect(ask()).rejects.toMatchObject({ code });
  });
});

describe("usage", () => {
  test("adds up to what local hosts exchanged, in any calendar", async () => {
    const { hosts } = await history.session.hosts({
      ...{ range: EVERYTHING, filter: "ip" },
      cursor: undefined,
      limit: 1000,
    });
    const local = hosts.filter(({ kind }) => kind === "private");
    for (const timeZone of ["UTC", "Asia/Kolkata", "America/St_Johns"]) {
      for (const period of ["day", "week", "month"] as const) {
        const { rows } = await history.session.usage({ range: EVERYTHING, period, timeZone });
        expect(total(rows.map(({ bytesIn }) => bytesIn))).toBeGreaterThanOrEqual(
          total(local.map(({ bytesIn }) => bytesIn)),
        );
        for (const host of local) {
          const row = rows.find(({ addresses }) => addresses.includes(host.address))!;
          expect(row.bytesOut).toBeGreaterThanOrEqual(host.bytesOut);
          expect(row.from <= "2026-03-01T12:00:00.000000000Z").toBe(true);
        }
      }
    }
  });
});

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
