// @ts-check
/** Live capture at the generator's highest rate: losses and CPU per packet, peers in the same run. */
import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { launchBrowser, printedUrl, requireBrowser, stop } from "./dashboard.mjs";
import { WIRESCOPE } from "./file.mjs";
import { makeNamespaces, receiverMac, startTraffic } from "./namespaces.mjs";
import { cpuSeconds, find, peakMemory, requireTime, startMeasured } from "./process.mjs";
import { printTable, short } from "./table.mjs";
import { trafficConfiguration } from "./traffic.mjs";

/** Milliseconds that a program gets to open its capture, and to catch up at the end. */
const SETTLE = 2000;

/** @typedef {{ name: string, packets: number, seconds: number, cpu: number, lost: number, memory: number }} Result */

/** @param {readonly string[]} args seconds per contestant, default 60 for Wirescope, a sixth for the peers */
export async function benchLive(args) {
  requireTime();
  const seconds = Number(args[0] ?? 60);
  const kind = args[1] === "flood" ? "flood" : "steady";
  const network = makeNamespaces();
  try {
    const configuration = trafficConfiguration(receiverMac(network), kind);
    const results = [await measureWirescope(network, configuration, seconds)];
    const missing = [];
    for (const peer of peers(network.inside)) {
      if (find(String(peer[0])) === undefined) missing.push(peer[0]);
      else results.push(await measurePeer(network, configuration, Math.max(seconds / 6, 5), peer));
    }
    print(results, kind);
    for (const name of missing) console.log(`${name}: not installed`);
  } finally {
    network.remove();
  }
}

/** @param {string} device */
function peers(device) {
  return [
    ["tcpdump", "-n", "-i", device, "-w", "/dev/null"],
    ["dumpcap", "-q", "-i", device, "-w", "/dev/null"],
    ["ndpiReader", "-i", device],
    ["tshark", "-n", "-q", "-i", device, "-w", "/dev/null"],
    ["tshark", "-n", "-q", "-i", device, "-z", "io,phs"],
  ];
}

/**
 * @param {ReturnType<typeof makeNamespaces>} network
 * @param {string} configuration
 * @param {number} seconds
 * @returns {Promise<Result>}
 */
async function measureWirescope(network, configuration, seconds) {
  const command = network.inReceiver([
    ...WIRESCOPE,
    "live",
    "-i",
    network.inside,
    "--no-open",
    "--port",
    "4290",
  ]);
  const child = spawn(String(command[0]), command.slice(1), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const url = await printedUrl(child);
  const browser = await launchBrowser([browserScript(network)]);
  const page = await browser.newPage();
  await page.goto(url);
  await wait(SETTLE);
  const pid = Number(child.pid);
  const before = { sent: network.sent(), cpu: cpuSeconds(pid), status: await readStatus(page) };
  const stopTraffic = startTraffic(network, configuration);
  await wait(seconds * 1000);
  await stopTraffic();
  await wait(SETTLE);
  const status = await readStatus(page);
  const sent = network.sent() - before.sent;
  /** @type {Result} */
  const result = {
    name: "wirescope, page open",
    packets: sent,
    seconds,
    cpu: cpuSeconds(pid) - before.cpu,
    // What the interface itself sends comes on top of what was sent to it.
    lost: Math.max(0, sent - (status.packets - before.status.packets)),
    memory: peakMemory(pid),
  };
  console.error(`kernel drops ${status.drops.kernel}, interface drops ${status.drops.interface}`);
  await browser.close();
  await stop(child);
  return result;
}

/**
 * The browser has to run where the server listens.
 *
 * @param {ReturnType<typeof makeNamespaces>} network
 */
function browserScript(network) {
  const path = join(mkdtempSync(join(tmpdir(), "wirescope-bench-")), "browser");
  const line = network.inReceiver([requireBrowser()]).join(" ");
  writeFileSync(path, `#!/bin/sh\nexec ${line} "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}

/** @param {import("playwright-core").Page} page */
async function readStatus(page) {
  return page.evaluate(async () => (await fetch("/api/v1/status")).json());
}

/**
 * @param {ReturnType<typeof makeNamespaces>} network
 * @param {string} configuration
 * @param {number} seconds
 * @param {readonly string[]} command
 * @returns {Promise<Result>}
 */
async function measurePeer(network, configuration, seconds, command) {
  const run = startMeasured(network.inReceiver(command));
  await wait(SETTLE);
  const before = network.sent();
  const stopTraffic = startTraffic(network, configuration);
  await wait(seconds * 1000);
  await stopTraffic();
  await wait(SETTLE);
  const sent = network.sent() - before;
  process.kill(-Number(run.child.pid), "SIGINT");
  const usage = await run.ended;
  return {
    name: command.slice(0, 4).join(" "),
    packets: sent,
    seconds,
    cpu: usage.cpu,
    lost: reportedLoss(run.errors() + run.output(), sent),
    memory: usage.memory,
  };
}

/**
 * What the peer itself says it lost; not a number where it doesn't say.
 *
 * @param {string} text
 * @param {number} sent
 */
function reportedLoss(text, sent) {
  const seen = /IP packets:\s+\d+\s+of (\d+) packets total/.exec(text);
  if (seen !== null) return sent - Number(seen[1]);
  const match =
    /(\d+) packets? dropped by kernel/.exec(text) ??
    /packets received\/dropped on interface '[^']*': \d+\/(\d+)/i.exec(text) ??
    /(\d+) packets? dropped/.exec(text);
  return match === null ? Number.NaN : Number(match[1]);
}

/** @param {readonly Result[]} results @param {string} kind */
function print(results, kind) {
  const ours = results[0];
  const cost = (/** @type {Result} */ result) => (result.cpu / result.packets) * 1e9;
  console.log(`live, ${kind} traffic, 64-byte packets over veth`);
  printTable(
    ["program", "kpps", "ns CPU/packet", "÷ ours", "lost", "peak MB"],
    results.map((result) => [
      result.name,
      short(result.packets / result.seconds / 1000),
      short(cost(result)),
      ours === undefined ? "–" : short(cost(result) / cost(ours)),
      Number.isNaN(result.lost) ? "not said" : String(result.lost),
      short(result.memory / 1e6),
    ]),
  );
}
