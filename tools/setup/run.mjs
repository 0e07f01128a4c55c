// @ts-check
/** Runs a command of the set-up and says in one sentence when it fails. */
import { spawn, spawnSync } from "node:child_process";

/** npm as it was started, so that the same npm does the work; found on PATH otherwise. */
const NPM = process.env["npm_execpath"];

/**
 * Runs npm with `args` in `directory`, its output on standard error so that a program's own output
 * stays clean.
 *
 * @param {string[]} args
 * @param {string} directory
 */
export function npm(args, directory) {
  if (NPM === undefined) run(process.platform === "win32" ? "npm.cmd" : "npm", args, directory);
  else run(process.execPath, [NPM, ...args], directory);
}

/**
 * Runs `command` to its end; leaves the process with its status when it fails.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {string} directory
 * @param {{ environment?: NodeJS.ProcessEnv, quiet?: boolean }} [options] `quiet` hides what it
 *   prints unless it goes wrong
 */
export function run(command, args, directory, { environment = process.env, quiet = false } = {}) {
  const result = spawnSync(command, args, {
    cwd: directory,
    env: environment,
    stdio: ["ignore", quiet ? "ignore" : 2, 2],
    shell: command.endsWith(".cmd"),
  });
  if (result.error !== undefined) fail(`${command} can't be started: ${result.error.message}.`);
  if (result.status !== 0) {
    fail(`"${command} ${args.join(" ")}" ended with status ${result.status}; see the lines above.`);
  }
}

/**
 * Hands the process over to `command`: same streams, signals passed on, same exit status.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [environment]
 */
export function become(command, args, environment = process.env) {
  const child = spawn(command, args, { stdio: "inherit", env: environment });
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => fail(`${command} can't be started: ${error.message}.`));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128 + 15);
  });
}

/**
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
  console.error(`wirescope: ${sentence}`);
  process.exit(1);
}
