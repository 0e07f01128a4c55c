/** A short run of the fuzzers with fixed seeds; longer ones are `node --expose-gc tools/fuzz/main.mjs`. */

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const FUZZER = fileURLToPath(new URL("../../tools/fuzz/main.mjs", import.meta.url));

test.for(["1", "2"])("no mutation of seed %s throws, hangs or leaks", (seed) => {
  const args = ["--expose-gc", FUZZER, "--packets", "150000", "--files", "1500", "--seed", seed];
  const output = execFileSync(process.execPath, args, { encoding: "utf8", stdio: "pipe" });
  expect(output).toMatch(/^150000 packets/m);
  expect(output).toMatch(/^1500 files/m);
  expect(output).toMatch(/^0 failures$/m);
});
