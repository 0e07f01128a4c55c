/** Disks that are full or read-only: history says so, loses nothing that it was given, and goes on by itself. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EVERYTHING } from "@wirescope/query";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DuckdbHistory } from "../../packages/store/src/duckdb/duckdb-history.ts";
import { DuckdbSession } from "../../packages/store/src/duckdb/duckdb-session.ts";
import { randomSlices, reportOf, seeded } from "../../packages/store/src/minute-report.fixture.ts";
import { DEFAULT_RETENTION } from "../../packages/store/src/retention.ts";

const START = 1_800_000_000;
const SLICES = 4000;
const PATIENCE = { timeout: 60_000 };
const DISK_LENGTH = 40 * 1024 * 1024;

const canMount = process.platform === "linux" && process.geteuid?.() === 0;

describe.skipIf(!canMount)("a disk of its own (needs root)", () => {
  const root = mkdtempSync(join(tmpdir(), "wirescope-faults-"));
  const disk = join(root, "disk");
  mkdirSync(disk);
  const ballast = join(disk, "ballast");
  let history: DuckdbHistory;
  let session: DuckdbSession;
  let random: () => number;
  let packets: number;
  let minutes: number;

  beforeEach(async () => {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_LENGTH}`, "tmpfs", disk]);
    random = seeded(7);
    packets = 0;
    minutes = 0;
    await open();
  });
  afterEach(async () => {
    await history.close();
    execFileSync("umount", [disk]);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  async function open(): Promise<void> {
    history = new DuckdbHistory({
      directory: disk,
      sensor: "here",
      catalog: undefined,
      retention: DEFAULT_RETENTION,
      peek: async () => undefined,
      retryInterval: 50,
    });
    session = new DuckdbSession(history, { catalog: undefined });
    await history.open();
  }

  function write(): Promise<void> {
    const minute = START + 60 * minutes++;
    const report = reportOf(minute, randomSlices(random, SLICES, minute));
    packets += report.packets;
    return history.write(START, report);
  }

  async function expectAllOnce(): Promise<void> {
    const [held] = await history.rows(
      "SELECT count(*) AS minutes, sum(packets) AS packets, (SELECT count(*) FROM slices) AS slices FROM minutes",
    );
    expect(Object.values(held!).map(Number)).toEqual([minutes, packets, minutes * SLICES]);
  }

  /** Leaves `octets` of room. */
  function fillDisk(octets: number): void {
    const { bavail, bsize } = statfsSync(disk);
    writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - octets)));
  }

  test("that is full stops history with a sentence until there is room", async () => {
    await write();
    fillDisk(100_000);
    const written = [write(), write(), write()];
    await vi.waitFor(() => expect(history.problem).toContain("no room left"), PATIENCE);
    expect((await session.extent()).problem).toBe(
      `There is no room left for the history ${join(disk, "history.duckdb")}; free some on that disk, and recording goes on.`,
    );
    rmSync(ballast);
    await Promise.all(written);
    await vi.waitFor(() => expect(history.problem).toBeUndefined(), PATIENCE);
    await expectAllOnce();
  });

  test("that has no room for the log to be brought into the file loses nothing", async () => {
    const log = join(disk, "history.duckdb.wal");
    for (let i = 0; i < 7; i++) await write();
    expect(existsSync(log)).toBe(true);
    fillDisk(3_000_000);
    const written = [write(), write(), write()];
    await vi.waitFor(() => expect(history.problem).toContain("no room left"), PATIENCE);
    rmSync(ballast);
    await Promise.all(written);
    await write();
    await vi.waitFor(() => expect(history.problem).toBeUndefined(), PATIENCE);
    await expectAllOnce();
    expect((await session.summary({ range: EVERYTHING, filter: "" })).packets).toBe(packets);
  });

  test("that can't be written is waited for", async () => {
    await write();
    await history.close();
    execFileSync("mount", ["-o", "remount,ro", disk]);
    await open();
    expect(history.problem).toBe(
      `The history ${join(disk, "history.duckdb")} can't be written; give it back to this user or free the path, and recording goes on.`,
    );
    expect((await session.extent()).flows).toBeUndefined();
    const written = write();
    execFileSync("mount", ["-o", "remount,rw", disk]);
    await written;
    expect(history.problem).toBeUndefined();
    await expectAllOnce();
  });
});
