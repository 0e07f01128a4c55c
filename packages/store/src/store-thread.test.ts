import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCatalogFiles } from "@wirescope/catalog-files";
import type { CaptureMessage, HistoryMessage } from "@wirescope/query";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { reportOf } from "./minute-report.fixture.ts";
import { StoreThread } from "./store-thread.ts";

const START = 1_800_000_000;

const root = mkdtempSync(join(tmpdir(), "wirescope-store-"));
const catalog = readCatalogFiles();
afterAll(() => rmSync(root, { recursive: true }));

let directory = "";
let thread: StoreThread;

function start(): Promise<StoreThread> {
  const onFault = (error: Error): void => {
    throw error;
  };
  return StoreThread.start({ directory, becomes: undefined, sensor: "here", catalog, onFault });
}

async function tell(message: CaptureMessage): Promise<HistoryMessage> {
  thread.slicePort.postMessage(message);
  const [answer] = (await once(thread.slicePort, "message")) as [HistoryMessage];
  return answer;
}

beforeEach(async () => {
  directory = join(mkdtempSync(join(root, "parent-")), "data");
  thread = await start();
});
afterEach(() => thread.stop());

test("opens nothing before it may", async () => {
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(existsSync(join(directory, "history.duckdb"))).toBe(false);
  expect((await thread.session.extent()).flows).toBeUndefined();
  await thread.go();
  expect(statSync(join(directory, "history.duckdb")).mode & 0o777).toBe(0o600);
});

test("takes reports, says when there is room for more, and has them at the next start", async () => {
  await thread.go();
  for (const minute of [START, START + 60]) {
    const report = reportOf(minute, [{}]);
    expect(await tell({ kind: "minute", run: START, report })).toEqual({ kind: "taken" });
  }
  expect(statSync(join(directory, "history.duckdb.wal")).mode & 0o777).toBe(0o600);
  await thread.stop();
  thread = await start();
  await thread.go();
  expect((await thread.session.extent()).flows).toEqual({
    from: "2027-01-15T08:00:00.000000000Z",
    to: "2027-01-15T08:02:00.000000000Z",
  });
});

test("refuses with the error that it met", async () => {
  await thread.go();
  await thread.stop();
  const { Database } = await import("./duckdb/database.ts");
  const database = await Database.open(join(directory, "history.duckdb"));
  await (await database.connect()).run("UPDATE meta SET version = 99");
  database.close();
  thread = await start();
  await expect(thread.go()).rejects.toMatchObject({ name: "StoreError", code: "STORE_TOO_NEW" });
});

test("goes on when what keeps it from its file is gone", async () => {
  mkdirSync(join(directory, "history.duckdb"));
  await thread.go();
  expect((await thread.session.extent()).problem).toContain("history.duckdb");
  rmSync(join(directory, "history.duckdb"), { recursive: true });
  expect(await tell({ kind: "minute", run: START, report: reportOf(START, [{}]) })).toEqual({
    kind: "taken",
  });
  expect((await thread.session.extent()).problem).toBeUndefined();
});
