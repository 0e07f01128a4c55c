// @ts-check
/** `npm run check`: format, lint, types, layers, dead code, package shape. The same here and in CI. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { run } from "../setup/run.mjs";
import { install, ROOT } from "../setup/workspace.mjs";

install();

/** @param {string} name @param {string[]} args */
function tool(name, args) {
  console.error(`wirescope: ${name} ${args.join(" ")}`.trimEnd());
  run(process.execPath, [join(ROOT, "node_modules", name), ...args], ROOT);
}

tool("@biomejs/biome/bin/biome", ["ci", "."]);
tool("typescript/bin/tsc", ["-b"]);
tool("typescript/bin/tsc", ["-p", "tsconfig.test.json"]);
run(process.execPath, [join(ROOT, "tools", "checks", "layers.mjs")], ROOT);
tool("knip/bin/knip.js", ["--treat-config-hints-as-errors"]);
for (const name of readdirSync(join(ROOT, "packages"))) {
  tool("publint/src/cli.js", ["run", join("packages", name), "--strict"]);
}
