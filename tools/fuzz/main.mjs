// @ts-check
/**
 * Feeds mutated packets and capture files to the readers, and demands: no exception, nothing above 50 ms,
 * no growth in memory.
 *
 *   node --expose-gc tools/fuzz/main.mjs [--packets N] [--files N] [--seed N]
 *
 * What fails is printed with its octets, as many as ten times. Needs the built packages.
 */

import { parseArgs } from "node:util";
import { Random } from "@wirescope/sample";
import { fuzzFiles } from "./files.mjs";
import { fuzzPackets } from "./packets.mjs";
import { readSeeds } from "./seeds.mjs";

const MAX_REPORTS = 10;

const { values } = parseArgs({
  options: {
    packets: { type: "string", default: "1000000" },
    files: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
  },
});
const seeds = readSeeds();
const random = new Random(Number(values.seed));
let failures = 0;

/**
 * @param {string} problem
 * @param {Uint8Array} bytes
 * @param {string} kind
 */
function report(problem, bytes, kind) {
  failures += 1;
  if (failures > MAX_REPORTS) return;
  console.log(`FAILED: ${kind} ${Buffer.from(bytes).toString("hex")}\n${problem}`);
}

/**
 * @param {string} what
 * @param {number} count
 * @param {{ slowest: number, growth: number, isSteady: boolean }} outcome
 */
function conclude(what, count, { slowest, growth, isSteady }) {
  if (!isSteady) failures += 1;
  console.log(
    `${count} ${what}: slowest above 50 ms at first ${slowest.toFixed(0)} ms when repeated, ` +
      `heap ${growth >= 0 ? "+" : ""}${(growth / 1024 / 1024).toFixed(1)} MiB${isSteady ? "" : " GROWS"}`,
  );
}

const packets = Number(values.packets);
const files = Number(values.files);
console.log(
  `${seeds.packets.length} seed packets, ${seeds.files.length} seed files, seed ${values.seed}`,
);
if (packets > 0) {
  conclude(
    "packets",
    packets,
    fuzzPackets({
      random,
      seeds: seeds.packets,
      count: packets,
      report: (problem, { linkType, bytes }) => report(problem, bytes, `link type ${linkType}`),
    }),
  );
}
if (files > 0) {
  conclude(
    "files",
    files,
    fuzzFiles({
      random,
      seeds: seeds.files,
      count: files,
      report: (problem, file) => report(problem, file, "file"),
    }),
  );
}
console.log(`${failures} failures`);
process.exitCode = failures === 0 ? 0 : 1;
