import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVERYTHING, formatTimestamp, type PastSession, parseTimestamp } from "@wirescope/query";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTemporary } from "../duckdb/ddl.ts";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import { reportRows } from "../rows.ts";
import { type TestHistory, writeHistory } from "./history.fixture.ts";
import { HistorySession } from "./past-session.ts";

const START = 1_800_000_000 - (1_800_000_000 % 3600);
const directory = mkdtempSync(join(tmpdir(), "wirescope-running-"));
let whole: TestHistory;
let stored: TestHistory;
/** Over the same minutes, the last of which is not stored yet. */
let running: PastSession;

beforeAll(async () => {
  const random = seeded(9);
  const reports = [0, 1, 2].map((i) => {
    const minute = START + 60 * i;
    return reportOf(minute, randomSlices(random, 60, minute));
  });
  whole = await writeHistory(join(directory, "whole.duckdb"), reports, undefined);
  stored = await writeHistory(join(directory, "stored.duckdb"), reports.slice(0, 2), undefined);
  const connection = await stored.database.connect();
  const rows = reportRows(reports[2]!, { sensor: "here", run: START, catalog: undefined });
  for (const part of [rows.slices, rows.minutes, rows.protocolMinutes]) {
    await connection.run(createTemporary(`running_${part.table.name}`, part.table));
    await connection.append(part, `running_${part.table.name}`);
  }
  const engine = {
    ...stored.engine,
    query: ({ text, parameters }: { text: string; parameters: readonly string[] }) =>
      connection.rows(text, parameters),
    running: async () => ({
      slices: "running_slices",
      minutes: "running_minutes",
      protocol_minutes: "running_protocol_minutes",
    }),
  };
  running = new HistorySession(engine, { catalog: undefined, now: () => START + 150 });
});
afterAll(async () => {
  await whole.close();
  await stored.close();
  rmSync(directory, { recursive: true });
});

const scope = { range: EVERYTHING, filter: "" };
const QUESTIONS: readonly { name: string; ask: (session: PastSession) => Promise<unknown> }[] = [
  { name: "summary", ask: (session) => session.summary(scope) },
  { name: "filtered summary", ask: (session) => session.summary({ ...scope, filter: "tcp" }) },
  { name: "timeline", ask: (session) => session.timeline({ ...scope, by: "protocol", step: 60 }) },
  {
    name: "top list",
    ask: (session) => session.top({ ...scope, by: "host", metric: "bytes", limit: 9 }),
  },
  {
    name: "flows",
    ask: (session) => session.flows({ ...scope, sort: "bytes", cursor: undefined, limit: 9 }),
  },
  { name: "hosts", ask: (session) => session.hosts({ ...scope, cursor: undefined, limit: 9 }) },
];

test.for(QUESTIONS)("the running minute counts as one that is stored: $name", async ({ ask }) => {
  expect(await ask(running)).toEqual(await ask(whole.session));
});

test("the running minute is left alone where the range does not reach it", async () => {
  let asked = 0;
  const engine = {
    ...stored.engine,
    running: async () => {
      asked++;
      return undefined;
    },
  };
  const session = new HistorySession(engine, { catalog: undefined, now: () => START + 150 });
  const until = (seconds: number): bigint => BigInt(START + seconds) * 1_000_000_000n;
  await session.summary({ range: { from: undefined, to: until(60) }, filter: "" });
  expect(asked).toBe(0);
  await session.summary({ range: { from: undefined, to: until(140) }, filter: "" });
  expect(asked).toBe(1);
});

test("a minute that is recorded elsewhere is a gap until it is over, and the answer says so", async () => {
  const engine = { ...stored.engine, running: async () => "elsewhere" as const };
  const session = new HistorySession(engine, { catalog: undefined, now: () => START + 150 });
  const note = "the minute that is not over is left out";
  const gap = { from: formatTimestamp(START + 120, 0), to: formatTimestamp(START + 180, 0) };
  for (const seconds of [undefined, 150, 300]) {
    const to = seconds === undefined ? undefined : BigInt(START + seconds) * 1_000_000_000n;
    const { coverage } = await session.summary({ range: { from: undefined, to }, filter: "" });
    expect(coverage.gaps).toEqual([gap]);
    expect(coverage.note).toContain(note);
    expect(parseTimestamp(coverage.to ?? "")).toBeLessThan(BigInt(START + 120) * 1_000_000_000n);
  }
  const to = BigInt(START + 120) * 1_000_000_000n;
  const { coverage } = await session.summary({ range: { from: undefined, to }, filter: "" });
  expect(coverage.gaps).toEqual([]);
  expect(coverage.note).not.toContain(note);
});
