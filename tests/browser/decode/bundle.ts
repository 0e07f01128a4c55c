/** The tests of packages/decode as one script for a page, and the size of the package itself. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { type RolldownPlugin, rolldown } from "rolldown";

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCE = resolve(HERE, "../../../packages/decode/src");

/** Makes the package's own source win over what was built of it. */
const CONDITIONS = ["@wirescope/source", "browser", "import", "default"];

/** Paths of all test files, relative to the package's source. */
export function testFiles(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".test.ts")).sort();
}

/** True for files that Node alone can run: those that import its modules. */
export function needsNode(file: string): boolean {
  const text = readFileSync(join(SOURCE, file), "utf8");
  return /from "node:/.test(text);
}

/** One script that runs `files` and sets `testReport` to a promise of a `PageReport`. */
export async function bundleTests(files: readonly string[]): Promise<string> {
  return bundle(join(HERE, "page-runner.ts"), false, [virtualFiles(files)], {
    vitest: join(HERE, "page-vitest.ts"),
  });
}

/** Octets of the package as an application would ship it: everything it exports, minified. */
export async function packageSize(): Promise<{ minified: number; gzipped: number }> {
  const code = await bundle(join(SOURCE, "index.ts"), true);
  return { minified: Buffer.byteLength(code), gzipped: gzipSync(code, { level: 9 }).length };
}

async function bundle(
  input: string,
  minify: boolean,
  plugins: RolldownPlugin[] = [],
  alias: Record<string, string> = {},
): Promise<string> {
  const build = await rolldown({
    input,
    platform: "browser",
    plugins,
    resolve: { alias, conditionNames: CONDITIONS },
  });
  const { output } = await build.generate({ format: "esm", minify, codeSplitting: false });
  await build.close();
  return output[0].code;
}

function virtualFiles(files: readonly string[]): RolldownPlugin {
  const name = "virtual:test-files";
  const entries = files.map((file) => {
    return `${JSON.stringify(file)}: () => import(${JSON.stringify(join(SOURCE, file))})`;
  });
  return {
    name,
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? `export const FILES = {${entries.join(",\n")}};` : null),
  };
}
