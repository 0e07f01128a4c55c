// @ts-check
/**
 * `npm test [-- VITEST ARGUMENTS]`: installs and builds what is missing, brings the parts that tests
 * run against, runs every test in a network of its own and closes with one line of counts.
 */
import { spawn, spawnSync } from "node:child_process";
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
const namespace = makeNamespace();
const command = [
  ...(namespace === undefined ? [] : ["ip", "netns", "exec", namespace]),
  process.execPath,
  join(ROOT, "node_modules", "vitest", "vitest.mjs"),
  "run",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
];
const runner = spawn(String(command[0]), command.slice(1), {
  cwd: ROOT,
  env: { ...process.env, ...parts },
  stdio: ["ignore", "inherit", "inherit"],
});
runner.on("error", (error) => fail(`the test runner can't be started: ${error.message}.`));
runner.on("exit", (code) => {
  if (namespace !== undefined) spawnSync("ip", ["netns", "delete", namespace]);
  const counts = JSON.parse(readFileSync(report, "utf8"));
  console.log(
    `${counts.numPassedTests} passed, ${counts.numFailedTests} failed, ${counts.numPendingTests} skipped`,
  );
  process.exitCode = code ?? 1;
});

/**
 * A network namespace with nothing in it but its own loopback: the tests capture and send there, and
 * can't reach anything else. Only root on Linux can make one; others run the tests that need none.
 */
function makeNamespace() {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return undefined;
  const name = `wirescope-test-${process.pid}`;
  if (spawnSync("ip", ["netns", "add", name]).status !== 0) return undefined;
  spawnSync("ip", ["-n", name, "link", "set", "lo", "up"]);
  process.on("SIGINT", () => runner.kill("SIGINT"));
  return name;
}
