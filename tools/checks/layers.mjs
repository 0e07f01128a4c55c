// @ts-check
/** Holds every package's dependencies against the levels of ARCHITECTURE.md: they only point down. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "../setup/run.mjs";
import { ROOT } from "../setup/workspace.mjs";

/** @type {Record<string, number>} */
const LEVELS = {
  "packages/decode": 0,
  "packages/pcap": 0,
  "packages/catalog": 0,
  "packages/thread": 0,
  "packages/filter": 1,
  "packages/analysis": 1,
  "packages/capture": 1,
  "packages/catalog-files": 1,
  "packages/sample": 1,
  "packages/query": 2,
  "packages/store": 3,
  "packages/engine": 3,
  "packages/server": 4,
  "apps/dashboard": 4,
  "apps/wirescope": 5,
};

/** @type {Map<string, string>} package name → folder */
const folders = new Map();
/** @type {Map<string, Record<string, string>>} folder → what it depends on at run time or in its bundle */
const needs = new Map();
for (const folder of Object.keys(LEVELS)) {
  const manifest = JSON.parse(readFileSync(join(ROOT, folder, "package.json"), "utf8"));
  folders.set(manifest.name, folder);
  needs.set(folder, { ...manifest.dependencies, ...manifest.devDependencies });
}

const workspaces = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages;
for (const path of Object.keys(workspaces)) {
  if (/^(packages|apps)\/[^/]+$/.test(path) && LEVELS[path] === undefined) {
    fail(`${path} has no level; give it one in tools/checks/layers.mjs and in ARCHITECTURE.md.`);
  }
}

for (const [folder, dependencies] of needs) {
  for (const name of Object.keys(dependencies)) {
    const target = folders.get(name);
    if (target === undefined) continue;
    if (Number(LEVELS[target]) >= Number(LEVELS[folder])) {
      fail(
        `${folder} depends on ${name}, which is not below it; see ARCHITECTURE.md for the levels.`,
      );
    }
  }
}
