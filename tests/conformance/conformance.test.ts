/**
 * What tshark and nDPI say of the corpus's captures, against what is said here: every difference is listed
 * with its reason, and a listed one that no longer occurs fails. Without the corpus beside the
 * repository there is nothing to compare with, and the tests are skipped.
 */

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const hasCorpus = existsSync(fileURLToPath(new URL("../../../shared/corpus/", import.meta.url)));
const reason = hasCorpus ? "" : " (skipped: no corpus at ../shared/corpus)";

function run(tool: string): string {
  const { stdout } = spawnSync(process.execPath, [`tools/conformance/${tool}`], {
    cwd: ROOT,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** tshark reads every capture in some of these. */
const TIMEOUT = 900_000;

describe.skipIf(!hasCorpus)(`Conformance${reason}`, { timeout: TIMEOUT }, () => {
  test("fields and columns differ from tshark's only where it is listed", () => {
    const output = run("main.mjs");
    expect(output).toMatch(/^9\d\d captures, 12\d{4} packets/m);
    expect(output).not.toMatch(/^(UNLISTED|GONE)/m);
  });

  test("display filters select tshark's frames, but for those listed", () => {
    const output = run("filters.mjs");
    expect(output).not.toMatch(/^(DIFFERS|STALE)/m);
    expect(output).toMatch(/^3\d\d filters .* 0 failed$/m);
  });

  test.for(["ndpi.mjs", "health.mjs"])("%s finds nothing that is not listed", (tool) => {
    const { status, stdout } = spawnSync(process.execPath, [`tools/conformance/${tool}`], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(stdout).not.toBe("");
    expect(status).toBe(0);
  });
});
