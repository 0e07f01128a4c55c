// @ts-check
/**
 * The parts outside npm that tests run against. Root on Debian gets them from apt; a browser can
 * also come from npm; for the rest, one sentence says what is missing and which tests that skips.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { delimiter, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { npm, run } from "./run.mjs";
import { ROOT } from "./workspace.mjs";

/** @typedef {{ program: string, package: string, purpose: string }} Part */

/** @type {readonly Part[]} */
const PARTS = [
  { program: "chromium", package: "chromium", purpose: "the page's tests" },
  { program: "ip", package: "iproute2", purpose: "live capture tests" },
  { program: "tcpdump", package: "tcpdump", purpose: "the pipe's tests and libpcap" },
  { program: "dumpcap", package: "wireshark-common", purpose: "the pipe's tests" },
  { program: "tshark", package: "tshark", purpose: "comparing filters and fields" },
  { program: "setcap", package: "libcap2-bin", purpose: "the permission test" },
  { program: "curl", package: "curl", purpose: "the end-to-end tests" },
];

/** Runs on Node 20; the newer ones ask for more. Ships a headless Chromium for x64 Linux. */
const BROWSER_PACKAGE = "@sparticuz/chromium@138.0.2";
const BROWSER_DIRECTORY = join(ROOT, ".cache", "browser");

/**
 * Brings what is missing.
 *
 * @returns {NodeJS.ProcessEnv} what the tests need to know of it: `CHROMIUM`, the browser's path.
 */
export function provideSystemParts() {
  if (PARTS.some((part) => find(part.program) === undefined) && mayUseApt()) {
    const wanted = PARTS.filter((part) => find(part.program) === undefined);
    const names = [...new Set(wanted.map((part) => part.package))];
    console.error(`wirescope: installing ${names.join(", ")} with apt, for the tests …`);
    const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    run("apt-get", ["update", "-qq"], ROOT, { environment });
    run("apt-get", ["install", "-qq", "-y", "--no-install-recommends", ...names], ROOT, {
      environment,
    });
  }
  const browser = find("chromium") ?? browserFromNpm();
  for (const part of PARTS) {
    if (part.program === "chromium" ? browser !== undefined : find(part.program) !== undefined)
      continue;
    console.error(
      `wirescope: ${part.program} is missing, so ${part.purpose} are skipped; install the package ${part.package}.`,
    );
  }
  return browser === undefined ? {} : { CHROMIUM: browser };
}

function mayUseApt() {
  return (
    process.getuid?.() === 0 && existsSync("/etc/debian_version") && find("apt-get") !== undefined
  );
}

/**
 * @param {string} program
 * @returns {string | undefined}
 */
function find(program) {
  const places = (process.env["PATH"] ?? "").split(delimiter).concat("/usr/sbin", "/sbin");
  for (const place of places) {
    const path = join(place, program);
    if (existsSync(path) && statSync(path).isFile()) return path;
  }
  return undefined;
}

/** @returns {string | undefined} */
function browserFromNpm() {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const program = join(BROWSER_DIRECTORY, "chromium");
  if (!existsSync(program)) {
    console.error("wirescope: fetching a headless Chromium from npm, for the page's tests …");
    mkdirSync(BROWSER_DIRECTORY, { recursive: true });
    npm(
      ["install", "--prefix", BROWSER_DIRECTORY, "--no-save", "--ignore-scripts", BROWSER_PACKAGE],
      ROOT,
    );
    const packed = join(BROWSER_DIRECTORY, "node_modules", "@sparticuz", "chromium", "bin");
    const archive = readdirSync(packed).find((name) => name === "chromium.br");
    if (archive === undefined) return undefined;
    writeFileSync(program, brotliDecompressSync(readFileSync(join(packed, archive))));
    chmodSync(program, 0o755);
    for (const name of ["al2023.tar.br", "swiftshader.tar.br"]) unpack(join(packed, name));
  }
  return program;
}

/**
 * Shared libraries that the browser needs where the system lacks them.
 *
 * @param {string} archive
 */
function unpack(archive) {
  if (!existsSync(archive)) return;
  spawnSync("tar", ["-x", "-C", BROWSER_DIRECTORY], {
    input: brotliDecompressSync(readFileSync(archive)),
  });
}
