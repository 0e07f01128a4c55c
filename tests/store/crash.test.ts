/** History is killed at any moment: what it had taken is there afterwards, and the file is whole. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { Database } from "../../packages/store/src/duckdb/database.ts";
import { randomSlices, reportOf, seeded } from "../../packages/store/src/minute-report.fixture.ts";

const CHILD = fileURLToPath(new URL("history-process.mjs", import.meta.url));
const START = 1_800_000_000;
const KILLS = 20;
/** Reports that the capture lets be under way. */
const UNDER_WAY = 4;
const SLICES = 1000;

const directory = mkdtempSync(join(tmpdir(), "wirescope-crash-"));
afterAll(() => rmSync(directory, { recursive: true }));

test(`whatever was taken survives ${KILLS} kills`, { timeout: 300_000 }, async () => {
  const random = seeded(4711);
  const taken = new Set<number>();
  /** Packets of each minute that was sent. */
  const sent = new Map<number, number>();
  let next = START;
  for (let kill = 0; kill < KILLS; kill++) {
    const child = fork(CHILD, [directory], { serialization: "advanced", execArgv: [] });
    const exited = once(child, "exit");
    const send = (): void => {
      const report = reportOf(next, randomSlices(random, SLICES, next));
      sent.set(next, report.packets);
      child.send({ kind: "minute", run: START + kill, report }, () => {});
      next += 60;
    };
    // Somewhere behind the third report, at any point of a transaction or a checkpoint.
    const last = next + 60 * Math.floor(3 + 27 * random());
    child.on("message", (message) => {
      if (message === "open") {
        for (let i = 0; i < UNDER_WAY; i++) send();
        return;
      }
      taken.add(message as number);
      send();
      if (next >= last) setTimeout(() => child.kill("SIGKILL"), 40 * random());
    });
    await exited;

    const database = await Database.open(join(directory, "history.duckdb"));
    const connection = await database.connect();
    const minutes = await connection.rows(
      `SELECT minute, minutes.packets AS packets, p.packets AS of_protocols, s.packets AS of_slices, s.rows
FROM minutes LEFT JOIN (SELECT minute, sum(packets) AS packets FROM protocol_minutes GROUP BY minute) AS p USING (minute)
LEFT JOIN (SELECT minute, count(*) AS rows, sum(packets_out + packets_in) AS packets FROM slices GROUP BY minute) AS s USING (minute)`,
    );
    database.close();
    const held = new Set(minutes.map((row) => Number(row["minute"])));
    expect([...taken].filter((minute) => !held.has(minute))).toEqual([]);
    expect(minutes).toHaveLength(held.size);
    expect(held.size).toBeGreaterThanOrEqual(taken.size);
    for (const row of minutes) {
      const packets = sent.get(Number(row["minute"]));
      expect(
        [row["packets"], row["of_protocols"], row["of_slices"], row["rows"]].map(Number),
      ).toEqual([packets, packets, packets, SLICES]);
    }
  }
});
