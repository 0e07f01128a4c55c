// @ts-check
/**
 * Brings a clone to the point where the built program can be started: packages installed, sources
 * compiled, page bundled. Each step leaves a stamp of what it was made from and is skipped while
 * the stamp fits, so that a second run costs a directory walk.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, npm, run } from "./run.mjs";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

const INSTALL_STAMP = join(ROOT, "node_modules", ".wirescope-install");
const BUILD_STAMP = join(ROOT, ".cache", "build");
const BUILT = [
  join(ROOT, "apps", "wirescope", "bundle", "main.cjs.code"),
  join(ROOT, "apps", "dashboard", "dist", "index.html"),
];
const SKIPPED = new Set(["node_modules", "dist", "bundle", ".cache", ".git", ".types"]);

export function prepareWorkspace() {
  requireNode();
  install();
  build();
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    fail(`Node ${process.versions.node} is too old; install Node 20.19 or later from nodejs.org.`);
  }
}

export function install() {
  const wanted = digest([readFileSync(join(ROOT, "package-lock.json"))]);
  if (read(INSTALL_STAMP) === wanted) return;
  console.error("wirescope: installing packages (once per version) …");
  npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], ROOT);
  writeFileSync(INSTALL_STAMP, wanted);
}

export function build() {
  const wanted = digest(sourceStates());
  if (read(BUILD_STAMP) === wanted && BUILT.every((path) => existsSync(path))) return;
  console.error("wirescope: building (once per version) …");
  const bin = (/** @type {string} */ name) => join(ROOT, "node_modules", ...name.split("/"));
  run(process.execPath, [bin("typescript/bin/tsc"), "-b"], ROOT);
  const app = join(ROOT, "apps", "wirescope");
  run(process.execPath, [bin("rolldown/bin/cli.mjs"), "-c"], app, { quiet: true });
  run(process.execPath, ["compile.mjs"], app);
  run(
    process.execPath,
    [bin("vite/bin/vite.js"), "build", "--logLevel", "warn"],
    join(ROOT, "apps", "dashboard"),
  );
  mkdirSync(dirname(BUILD_STAMP), { recursive: true });
  writeFileSync(BUILD_STAMP, wanted);
}

/** Path, size and time of everything that the build reads, and the Node whose code it keeps. */
function sourceStates() {
  const states = [process.version];
  for (const name of ["package-lock.json", "tsconfig.base.json", "tsconfig.json"]) {
    states.push(state(join(ROOT, name)));
  }
  for (const group of ["packages", "apps"]) walk(join(ROOT, group), states);
  return states;
}

/**
 * @param {string} directory
 * @param {string[]} states
 */
function walk(directory, states) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (SKIPPED.has(entry.name) || entry.name.endsWith(".tsbuildinfo")) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) walk(path, states);
    else if (!/\.(test|bench)\.tsx?$/.test(entry.name)) states.push(state(path));
  }
}

/** @param {string} path */
function state(path) {
  const { size, mtimeMs } = statSync(path);
  return `${path}\0${size}\0${mtimeMs}`;
}

/** @param {readonly (string | Uint8Array)[]} parts */
function digest(parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\n");
  return hash.digest("hex");
}

/** @param {string} path */
function read(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
}
