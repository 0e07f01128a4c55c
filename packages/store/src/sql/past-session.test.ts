import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { writeHistory } from "./history.fixture.ts";
import { pastSessionContract } from "./past-session.contract.ts";

const directory = mkdtempSync(join(tmpdir(), "wirescope-answers-"));
pastSessionContract("all", (reports) =>
  writeHistory(join(directory, "history.duckdb"), reports, undefined),
);
afterAll(() => rmSync(directory, { recursive: true }));
