import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { Retention } from "../duckdb/retention.ts";
import { DEFAULT_RETENTION } from "../retention.ts";
import { writeHistory } from "./history.fixture.ts";
import { pastRetentionContract } from "./past-retention.contract.ts";

const directory = mkdtempSync(join(tmpdir(), "wirescope-retention-"));
afterAll(() => rmSync(directory, { recursive: true }));

pastRetentionContract(async (reports) => {
  const path = join(directory, "history.duckdb");
  const { database, engine, close } = await writeHistory(path, reports, undefined);
  const retention = new Retention(database, await database.connect(), DEFAULT_RETENTION);
  return {
    engine,
    dropBefore: (time) => retention.dropAged(time + DEFAULT_RETENTION.minutesAge),
    close,
  };
});
