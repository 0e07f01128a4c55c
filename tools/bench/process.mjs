// @ts-check
/** Measures whole processes from outside: wall clock, CPU of the process and its children, peak memory. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** @typedef {{ wall: number, cpu: number, memory: number, status: number }} Usage seconds, seconds, octets */

/**
 * @param {string} program
 * @returns {string | undefined}
 */
export function find(program) {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .concat("/usr/sbin", "/sbin")
    .map((place) => join(place, program))
    .find((path) => existsSync(path));
}

/** As on a machine of its own: what makes every start of Node slower is no part of what is measured. */
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...ENVIRONMENT } = process.env;

/** GNU time, which reads the kernel's own accounting of a finished process. */
export function requireTime() {
  if (find("time") !== undefined) return;
  throw new Error("GNU time is missing; install the package time.");
}

/**
 * Starts `command` under GNU time.
 *
 * @param {readonly string[]} command
 * @param {{ input?: string }} [options] `input`: a shell command whose output is the standard input
 */
export function startMeasured(command, options = {}) {
  const directory = mkdtempSync(join(tmpdir(), "wirescope-bench-"));
  const report = join(directory, "usage");
  const timed = [String(find("time")), "-f", "%e %U %S %M", "-o", report, ...command];
  const started =
    options.input === undefined ? timed : ["sh", "-c", `${options.input} | "$@"`, "sh", ...timed];
  const child = spawn(String(started[0]), started.slice(1), {
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    env: ENVIRONMENT,
  });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  /** @type {Promise<Usage>} */
  const ended = new Promise((resolve) => {
    child.on("close", (status) => {
      const words = (readFileSync(report, "utf8").trim().split("\n").at(-1) ?? "")
        .split(" ")
        .map(Number);
      rmSync(directory, { recursive: true });
      const [wall = Number.NaN, user = Number.NaN, system = Number.NaN, kilobytes = Number.NaN] =
        words;
      resolve({ wall, cpu: user + system, memory: kilobytes * 1024, status: status ?? -1 });
    });
  });
  return {
    child,
    ended,
    output: () => output,
    errors: () => errors,
    /** Interrupts the measured program, not GNU time. */
    interrupt: () => {
      spawnSync("pkill", ["-INT", "-g", String(child.pid), "-f", String(command[0])]);
    },
  };
}

/**
 * Runs `command` to its end.
 *
 * @param {readonly string[]} command
 * @param {{ input?: string }} [options]
 */
export async function runMeasured(command, options = {}) {
  const run = startMeasured(command, options);
  const usage = await run.ended;
  return { ...usage, output: run.output(), errors: run.errors() };
}

/**
 * CPU seconds that a running process has used, its waited-for children included.
 *
 * @param {number} pid
 */
export function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
  return ticks / 100;
}

/**
 * Largest resident set so far, octets.
 *
 * @param {number} pid
 */
export function peakMemory(pid) {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) * 1024;
}
