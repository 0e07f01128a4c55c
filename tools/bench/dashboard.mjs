// @ts-check
/** Starts the program as a user would and looks at its page in a real Chromium. */
import { once } from "node:events";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";
import { find } from "./process.mjs";

const BROWSER_FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The URL that a started `wirescope` prints.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>}
 */
export async function printedUrl(child) {
  if (child.stdout === null) throw new Error("the program's output is not piped");
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /https?:\/\/\S+/.exec(line)?.[0];
    if (url !== undefined) return url;
  }
  throw new Error("the program ended without printing a URL");
}

export function requireBrowser() {
  const path = process.env["CHROMIUM"] ?? find("chromium");
  if (path === undefined) throw new Error("Chromium is missing; install the package chromium.");
  return path;
}

/**
 * A browser of its own; `wrapper` is a command line that starts it elsewhere (in a namespace).
 *
 * @param {readonly string[]} [wrapper] path of a script that runs the browser with its arguments
 */
export async function launchBrowser(wrapper) {
  return chromium.launch({ executablePath: wrapper?.[0] ?? requireBrowser(), args: BROWSER_FLAGS });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 */
export async function stop(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGINT");
  await ended;
}
