// @ts-check
/**
 * `npm test [-- VITEST ARGUMENTS]`: installs and builds what is missing, brings the parts that tests
 * run against, runs every test and closes with one line of counts.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./setup/run.mjs";
import { provideSystemParts } from "./setup/system-parts.mjs";
import { prepareWorkspace, ROOT } from "./setup/workspace.mjs";

prepareWorkspace();
const parts = provideSystemParts();

const report = join(ROOT, ".cache", "tests.json");
mkdirSync(join(ROOT, ".cache"), { recursive: true });
rmSync(report, { force: true });
const runner = spawn(
  process.execPath,
  [
    join(ROOT, "node_modules", "vitest", "vitest.mjs"),
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: ROOT, env: { ...process.env, ...parts }, stdio: ["ignore", "inherit", "inherit"] },
);
runner.on("error", (error) => fail(`the test runner can't be started: ${error.message}.`));
runner.on("exit", (code) => {
  const counts = JSON.parse(readFileSync(report, "utf8"));
  console.log(
    `${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped`,
  );
  process.exitCode = code ?? 1;
});
