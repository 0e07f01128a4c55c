import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCatalogFiles } from "@wirescope/catalog-files";
import { EVERYTHING, formatTimestamp } from "@wirescope/query";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { reportOf } from "../minute-report.fixture.ts";
import { StoreThread } from "../store-thread.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { parseStoreAddress } from "./store-address.ts";

const NOW = 60 * Math.floor(Date.now() / 60_000) - 600;

const server = new ChdbServer();
const directory = mkdtempSync(join(tmpdir(), "wirescope-store-"));
const catalog = readCatalogFiles();
beforeAll(() => server.start());
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

function start(recordsTo: string | undefined): Promise<StoreThread> {
  return StoreThread.start({
    directory: recordsTo,
    store: parseStoreAddress(server.address("thread")),
    becomes: undefined,
    sensor: "here",
    catalog,
    onFault: (error) => {
      throw error;
    },
  });
}

test("a thread records to ClickHouse what another one, which records nothing, answers", async () => {
  const recorder = await start(directory);
  await recorder.go();
  await server.leave();
  for (const minute of [NOW, NOW + 60]) {
    const report = reportOf(minute, [{ name: "example.com" }]);
    recorder.slicePort.postMessage({ kind: "minute", run: NOW, report });
    expect(await once(recorder.slicePort, "message")).toEqual([{ kind: "taken" }]);
  }
  const [spool] = readdirSync(join(directory, "spool"));
  expect(spool).toMatch(/^clickhouse-127\.0\.0\.1-\d+-thread$/);
  expect(readdirSync(join(directory, "spool", spool!))).toHaveLength(2);
  await server.start();
  const reader = await start(undefined);
  await reader.go();
  await vi.waitFor(
    async () => {
      const { packets, coverage } = await reader.session.summary({ range: EVERYTHING, filter: "" });
      expect(packets).toBe(20);
      expect(coverage).toMatchObject({
        kind: "exact",
        resolution: "minute",
        gaps: [{ from: formatTimestamp(NOW + 120, 0) }],
        note: expect.stringContaining("the minute that is not over is left out"),
      });
    },
    { timeout: 30_000, interval: 200 },
  );
  await recorder.stop();
  await server.leave();
  await expect(reader.session.summary({ range: EVERYTHING, filter: "" })).rejects.toMatchObject({
    code: "QUERY_NO_HISTORY",
    message: expect.stringContaining("can't be reached"),
  });
  await reader.stop();
});
