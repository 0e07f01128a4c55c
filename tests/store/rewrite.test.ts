/** A file with more room in it than data is written anew: the room goes back to the system, and nothing is lost. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Database } from "../../packages/store/src/duckdb/database.ts";
import { DuckdbHistory } from "../../packages/store/src/duckdb/duckdb-history.ts";
import { randomSlices, reportOf, seeded } from "../../packages/store/src/minute-report.fixture.ts";
import { DEFAULT_RETENTION } from "../../packages/store/src/retention.ts";
import { TABLES } from "../../packages/store/src/schema.ts";

const CHILD = fileURLToPath(new URL("history-process.mjs", import.meta.url));
/** Minutes are recent, so that none of them is too old to be kept. */
const START = 60 * Math.floor(Date.now() / 60_000) - 3600;
const SLICES = 4000;
const MEBIBYTE = 1 << 20;
/** Rows of eight octets that don't compress. */
const FILLER_ROWS = 13 * MEBIBYTE;
const KILLS = 3;
/** Milliseconds after the beginning of a rewrite, some more than one takes. */
const LATEST_KILL = 300;

const random = seeded(2718);
const root = mkdtempSync(join(tmpdir(), "wirescope-rewrite-"));
const fragmented = join(root, "fragmented.duckdb");
let content: ReadonlyMap<string, string>;

beforeAll(async () => {
  const directory = join(root, "made");
  const path = place("made");
  await record(directory, 0, 3);
  await run(path, `CREATE TABLE filler AS SELECT random() AS value FROM range(${FILLER_ROWS})`);
  await record(directory, 3, 6);
  await run(path, "DROP TABLE filler");
  copyFileSync(path, fragmented);
  content = await contentOf(path);
  expect(statSync(fragmented).size).toBeGreaterThan(80 * MEBIBYTE);
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

/** A directory of history; the path of its file. */
function place(name: string): string {
  mkdirSync(join(root, name));
  return join(root, name, "history.duckdb");
}

function historyIn(directory: string): DuckdbHistory {
  return new DuckdbHistory({
    ...{ directory, sensor: "here", catalog: undefined, retention: DEFAULT_RETENTION },
    peek: async () => undefined,
  });
}

/** Writes the minutes from the `first` up to the `end`. */
async function record(directory: string, first: number, end: number): Promise<void> {
  const history = historyIn(directory);
  await history.open();
  for (let minute = first; minute < end; minute++) {
    const time = START + 60 * minute;
    await history.write(START, reportOf(time, randomSlices(random, SLICES, time)));
  }
  await history.close();
}

async function run(path: string, statement: string): Promise<void> {
  const database = await Database.open(path);
  const connection = await database.connect();
  await connection.run(statement);
  await connection.run("CHECKPOINT");
  database.close();
}

/** How many rows each table has, and a sum of them all; of minutes before the one that is sent to a child. */
async function contentOf(path: string): Promise<ReadonlyMap<string, string>> {
  const database = await Database.open(path);
  const connection = await database.connect();
  const content = new Map<string, string>();
  for (const { name } of TABLES.filter((table) => table.time === "minute")) {
    const [row] = await connection.rows(
      `SELECT count(*) || ' ' || bit_xor(hash(t::VARCHAR)) AS content FROM ${name} AS t WHERE minute < $1`,
      [START + 60 * 6],
    );
    content.set(name, String(row?.["content"]));
  }
  database.close();
  return content;
}

test("the file shrinks to what it holds", { timeout: 60_000 }, async () => {
  const path = place("whole");
  copyFileSync(fragmented, path);
  const history = historyIn(join(root, "whole"));
  await history.open();
  await history.tend();
  expect(history.problem).toBeUndefined();
  expect(statSync(path).size).toBeLessThan(0.2 * statSync(fragmented).size);
  const [held] = await history.rows("SELECT count(*) AS rows FROM slices");
  expect(Number(held?.["rows"])).toBe(6 * SLICES);
  await history.close();
  expect(await contentOf(path)).toEqual(content);
});

test(`nothing is lost in ${KILLS} kills meanwhile`, { timeout: 120_000 }, async () => {
  const time = START + 60 * 6;
  const report = reportOf(time, randomSlices(random, 100, time));
  let interrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const directory = join(root, `killed-${kill}`);
    const path = place(`killed-${kill}`);
    copyFileSync(fragmented, path);
    const child = fork(CHILD, [directory], { serialization: "advanced", execArgv: [] });
    const exited = once(child, "exit");
    await once(child, "message");
    const watcher = watch(directory);
    const begun = new Promise<void>((resolve) => {
      watcher.on("change", (_kind, name) => {
        if (name === "history.duckdb.new") resolve();
      });
    });
    const taken = once(child, "message");
    child.send({ kind: "minute", run: START, report }, () => {});
    await Promise.all([taken, begun]);
    setTimeout(() => child.kill("SIGKILL"), (LATEST_KILL * (kill + random())) / KILLS);
    await exited;
    watcher.close();
    if (existsSync(`${path}.new`)) interrupted++;

    const history = historyIn(directory);
    await history.open();
    expect(existsSync(`${path}.new`)).toBe(false);
    const [sent] = await history.rows("SELECT count(*) AS rows FROM slices WHERE minute >= $1", [
      String(time),
    ]);
    expect(Number(sent?.["rows"])).toBe(100);
    await history.tend();
    expect(history.problem).toBeUndefined();
    expect(statSync(path).size).toBeLessThan(0.2 * statSync(fragmented).size);
    await history.close();
    expect(await contentOf(path)).toEqual(content);
    rmSync(directory, { recursive: true });
  }
  expect(interrupted).toBeGreaterThan(0);
});
