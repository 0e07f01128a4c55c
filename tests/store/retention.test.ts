/** A run that writes ten times as much as the budget: the files never get larger than it. */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MinuteReport } from "@wirescope/query";
import { afterAll, expect, test } from "vitest";
import { DuckdbHistory } from "../../packages/store/src/duckdb/duckdb-history.ts";
import { randomSlices, reportOf, seeded } from "../../packages/store/src/minute-report.fixture.ts";
import { DEFAULT_RETENTION } from "../../packages/store/src/retention.ts";

const START = 1_800_000_000;
const BUDGET = 32 * 1024 * 1024;
const TOLERANCE = 1.05;
const SLICES = 30_000;

const directory = mkdtempSync(join(tmpdir(), "wirescope-retention-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** Octets of all files. */
function length(): number {
  return readdirSync(directory).reduce(
    (sum, name) => sum + statSync(join(directory, name)).size,
    0,
  );
}

test("the budget holds", { timeout: 900_000 }, async () => {
  const random = seeded(99);
  const patterns = Array.from({ length: 5 }, () =>
    reportOf(START, randomSlices(random, SLICES, START)),
  );
  let minute = START;
  const history = new DuckdbHistory({
    directory,
    sensor: "here",
    catalog: undefined,
    retention: { ...DEFAULT_RETENTION, budget: BUDGET },
    peek: async () => undefined,
    now: () => minute * 1000,
  });
  await history.open();
  /** Octets on disk of one report, as long as nothing is deleted. */
  let reportLength = 0;
  let largest = 0;
  let written = 0;
  for (let i = 0; i === 0 || written < 10 * BUDGET; i++, minute += 60) {
    const pattern = patterns[i % patterns.length]!;
    const report: MinuteReport = { ...pattern, slices: { ...pattern.slices, minute } };
    await history.write(START, report);
    await history.tend();
    const now = length();
    largest = Math.max(largest, now);
    if (i < 4) reportLength = now / (i + 1);
    written += reportLength;
  }
  expect(largest).toBeLessThan(TOLERANCE * BUDGET);
  const [held] = await history.rows(
    "SELECT count(*) AS minutes, min(minute) AS oldest, max(minute) AS newest, (SELECT count(*) FROM slices) AS slices, (SELECT count(DISTINCT minute) FROM protocol_minutes) AS others FROM minutes",
  );
  const { minutes, oldest, newest, slices, others } = Object.fromEntries(
    Object.entries(held!).map(([name, value]) => [name, Number(value)]),
  );
  // What is left are the newest minutes, whole.
  expect(newest).toBe(minute - 60);
  expect(minutes).toBeGreaterThan(3);
  expect({ slices, others, oldest }).toEqual({
    slices: minutes! * SLICES,
    others: minutes,
    oldest: newest! - 60 * (minutes! - 1),
  });
  await history.close();
  expect(length()).toBeLessThan(TOLERANCE * BUDGET);
});
