/** The bundle with the code that V8 compiled of it beforehand. */
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const APP = fileURLToPath(new URL("../../apps/wirescope/", import.meta.url));
/** Loads `--help` and says of each file whether its code was taken. */
const SCRIPT = `
  const { load, loaded } = require(process.argv[1]);
  load("main.cjs").main(["--help"]).then(() => {
    const taken = [...loaded.values()].map(({ script }) => script.cachedDataRejected === false);
    process.stderr.write(JSON.stringify(taken));
  });
`;
const directory = mkdtempSync(join(tmpdir(), "wirescope-bundle-"));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

test("V8 takes all the code that the build has kept", () => {
  expect(new Set(codeTaken(join(APP, "bin", "bundle.cjs")))).toEqual(new Set([true]));
});

test("Code that V8 refuses is compiled anew", () => {
  for (const name of ["bin", "bundle"])
    cpSync(join(APP, name), join(directory, name), { recursive: true });
  copyFileSync(join(APP, "package.json"), join(directory, "package.json"));
  writeFileSync(join(directory, "bundle", "main.cjs.code"), "of another version");
  expect(codeTaken(join(directory, "bin", "bundle.cjs"))[0]).toBe(false);
});

/** Of each file of the bundle in the order of loading. */
function codeTaken(loader: string): boolean[] {
  const { stderr } = spawnSync(process.execPath, ["-e", SCRIPT, loader], { encoding: "utf8" });
  return JSON.parse(stderr) as boolean[];
}
