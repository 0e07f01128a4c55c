import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVERYTHING, type MinuteReport } from "@wirescope/query";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import { DEFAULT_RETENTION } from "../retention.ts";
import type { RunningMinute } from "../running-minute.ts";
import { DuckdbHistory, type DuckdbHistoryOptions } from "./duckdb-history.ts";
import { DuckdbSession } from "./duckdb-session.ts";

const START = 1_800_000_000;
const RUN = START - 1;
const DAY = 86_400;

const root = mkdtempSync(join(tmpdir(), "wirescope-history-"));
afterAll(() => rmSync(root, { recursive: true }));

let directory = "";
let history: DuckdbHistory;
let now = START;
let running: RunningMinute | undefined;

function create(options: Partial<DuckdbHistoryOptions> = {}): DuckdbHistory {
  history = new DuckdbHistory({
    directory,
    sensor: "here",
    catalog: undefined,
    retention: DEFAULT_RETENTION,
    peek: async () => running,
    now: () => now * 1000,
    retryInterval: 20,
    ...options,
  });
  return history;
}

beforeEach(() => {
  directory = mkdtempSync(join(root, "data-"));
  now = START;
  running = undefined;
});
afterEach(() => history.close());

function minuteAfter(minutes: number, slices = 3): MinuteReport {
  const minute = START + 60 * minutes;
  return reportOf(minute, randomSlices(seeded(minutes), slices, minute));
}

async function numberOf(statement: string): Promise<number> {
  const [row] = await history.rows(`SELECT (${statement}) AS value`);
  return Number(row?.["value"]);
}

function file(name: string): string {
  return join(directory, name);
}

describe("DuckdbHistory", () => {
  test("keeps what it was given, and has it when it is opened again", async () => {
    await create().open();
    for (let i = 0; i < 5; i++) await history.write(RUN, minuteAfter(i));
    await history.close();
    expect(existsSync(file("history.duckdb.wal"))).toBe(false);
    expect(statSync(file("history.duckdb")).mode & 0o777).toBe(0o600);
    await create().open();
    expect(await numberOf("SELECT count(*) FROM slices")).toBe(15);
    expect(
      await new DuckdbSession(history, { catalog: undefined, now: () => now }).extent(),
    ).toEqual({
      packets: undefined,
      flows: { from: "2027-01-15T08:00:00.000000000Z", to: "2027-01-15T08:05:00.000000000Z" },
      hours: undefined,
      gaps: [],
      problem: undefined,
    });
  });

  test("moves a damaged file aside, says so, and begins a new one", async () => {
    await create().open();
    await history.write(RUN, minuteAfter(0));
    await history.close();
    writeFileSync(file("history.duckdb"), Buffer.alloc(50_000, 7));
    await create().open();
    expect(history.problem).toBe(
      `The history ${file("history.duckdb")} was damaged; it is history.damaged.duckdb now, and a new one was begun.`,
    );
    await history.write(RUN, minuteAfter(1));
    expect(await numberOf("SELECT count(*) FROM minutes")).toBe(1);
    expect(statSync(file("history.damaged.duckdb")).size).toBe(50_000);
  });

  test("refuses a file of a later version for good", async () => {
    await create().open();
    await numberOf("SELECT 1");
    await history.close();
    const { Database } = await import("./database.ts");
    const database = await Database.open(file("history.duckdb"));
    await (await database.connect()).run("UPDATE meta SET version = 99");
    database.close();
    await expect(create().open()).rejects.toMatchObject({ code: "STORE_TOO_NEW" });
  });

  test("refuses a directory that another process writes to", async () => {
    await create().open();
    await history.close();
    const script = `const { DuckDBInstance } = require("@duckdb/node-api");
      DuckDBInstance.create(process.argv[1]).then((instance) => { globalThis.kept = instance; console.log("open"); setInterval(() => {}, 1000); });`;
    const other = spawn(process.execPath, ["-e", script, file("history.duckdb")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      await once(other.stdout, "data");
      await expect(create().open()).rejects.toMatchObject({
        code: "STORE_IN_USE",
        message: `Another Wirescope (process ${other.pid}) writes the history ${file("history.duckdb")}; stop it, or give this one another directory with --data.`,
      });
    } finally {
      other.kill("SIGKILL");
      await once(other, "exit");
    }
  });

  test("goes on by itself when its directory can be written at last", async () => {
    rmSync(directory, { recursive: true });
    await create().open();
    expect(history.problem).toContain("can't be written");
    expect(
      await new DuckdbSession(history, { catalog: undefined, now: () => now }).extent(),
    ).toMatchObject({
      flows: undefined,
      problem: history.problem,
    });
    await expect(history.rows("SELECT 1")).rejects.toMatchObject({ code: "QUERY_NO_HISTORY" });
    const written = history.write(RUN, minuteAfter(0));
    const { mkdirSync } = await import("node:fs");
    mkdirSync(directory);
    await written;
    expect(history.problem).toBeUndefined();
    expect(await numberOf("SELECT count(*) FROM minutes")).toBe(1);
  });

  test("gives up what waits when it is closed", async () => {
    rmSync(directory, { recursive: true });
    await create({ retryInterval: 3_600_000 }).open();
    const written = history.write(RUN, minuteAfter(0));
    await history.close();
    await written;
  });

  test("has the running minute beside the stored ones, and each once", async () => {
    await create().open();
    await history.write(RUN, minuteAfter(0));
    running = { run: RUN, report: minuteAfter(1, 2) };
    expect(history.runningTables).toBeUndefined();
    await history.refreshRunning();
    const all = (): Promise<number> => {
      const tables = history.runningTables;
      const rest = tables === undefined ? "" : ` UNION ALL SELECT minute FROM ${tables.slices}`;
      return numberOf(`SELECT count(*) FROM (SELECT minute FROM slices${rest})`);
    };
    expect(await all()).toBe(5);
    await history.write(RUN, minuteAfter(1, 4));
    expect(await all()).toBe(7);
    // The capture tells of a minute that has ended meanwhile.
    now += 2;
    await history.refreshRunning();
    expect(await all()).toBe(7);
  });

  test("answers for the running minute as for the stored ones", async () => {
    await create().open();
    await history.write(RUN, minuteAfter(0));
    const report = minuteAfter(1, 5);
    running = { run: RUN, report };
    now = START + 100;
    const session = new DuckdbSession(history, { catalog: undefined, now: () => now });
    const scope = {
      range: { from: BigInt(START + 60) * 1_000_000_000n, to: undefined },
      filter: "",
    };
    expect(await session.summary(scope)).toMatchObject({
      packets: report.packets,
      wireBytes: report.wireBytes,
    });
    const whole = await session.summary({ ...scope, range: EVERYTHING });
    expect(whole.packets).toBe(report.packets + minuteAfter(0).packets);
    await session.close();
    await expect(session.summary(scope)).rejects.toMatchObject({ code: "QUERY_CLOSED" });
  });

  test("looks at the running minute at most once a second", async () => {
    let peeks = 0;
    const peek = async (): Promise<undefined> => void peeks++;
    await create({ peek }).open();
    await Promise.all([history.refreshRunning(), history.refreshRunning()]);
    now += 0.9;
    await history.refreshRunning();
    expect(peeks).toBe(1);
    now += 0.2;
    await history.refreshRunning();
    expect(peeks).toBe(2);
  });

  test("doesn't change under a question", async () => {
    await create().open();
    await history.write(RUN, minuteAfter(0));
    let written: Promise<void> | undefined;
    const counts = await history.question(async () => {
      const before = await numberOf("SELECT count(*) FROM minutes");
      written = history.write(RUN, minuteAfter(1));
      await numberOf("SELECT count(*) FROM range(3000000)");
      return [before, await numberOf("SELECT count(*) FROM minutes")];
    });
    expect(counts).toEqual([1, 1]);
    await written;
    expect(await numberOf("SELECT count(*) FROM minutes")).toBe(2);
  });

  test("forgets what is older than its ages", async () => {
    const host = {
      address: "192.168.1.2",
      mac: undefined,
      names: [{ name: "a", source: "dhcp" }],
    } as const;
    await create().open();
    for (const days of [0, 20, 40]) {
      now = START + days * DAY;
      await history.write(RUN, reportOf(now, [{}], { hosts: [host] }));
      await history.write(RUN, reportOf(now + 3600, [{}], { hosts: [host] }));
      now += 7200;
      await history.tend();
    }
    expect(await numberOf("SELECT count(DISTINCT minute) FROM slices")).toBe(4);
    expect(await numberOf("SELECT count(*) FROM minutes")).toBe(4);
    expect(await numberOf("SELECT count(*) FROM protocol_minutes")).toBe(4);
    expect(await numberOf("SELECT count(DISTINCT hour) FROM rollups")).toBe(5);
    now = START + 735 * DAY;
    await history.tend();
    for (const table of ["slices", "minutes"]) {
      expect(await numberOf(`SELECT count(*) FROM ${table}`)).toBe(0);
    }
    expect(await numberOf("SELECT count(DISTINCT hour) FROM rollups")).toBe(3);
    expect(await numberOf("SELECT count(*) FROM names")).toBe(1);
  });
});
