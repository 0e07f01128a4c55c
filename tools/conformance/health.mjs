// @ts-check
/**
 * Compares the health of TCP connections with Wireshark's TCP analysis, connection by connection.
 *
 *   node tools/conformance/health.mjs [FILE_PATTERN]
 *
 * Every difference has its reason in known-health.mjs; one without, or one that no longer occurs, fails.
 * Needs tshark and the built packages. What tshark says is kept in .cache/tcp-analysis.
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { analyse, flowsOf } from "./analysed.mjs";
import { CORPUS, entries } from "./captures.mjs";
import { KNOWN_HEALTH_DIFFERENCES } from "./known-health.mjs";

const CACHE = fileURLToPath(new URL("../../.cache/tcp-analysis/", import.meta.url));
const TCP = 6;

const FIELDS = (
  "frame.number tcp.stream tcp.analysis.retransmission tcp.analysis.fast_retransmission " +
  "tcp.analysis.spurious_retransmission tcp.analysis.out_of_order tcp.analysis.duplicate_ack " +
  "tcp.analysis.zero_window tcp.analysis.lost_segment tcp.analysis.keep_alive tcp.flags.reset " +
  "tcp.analysis.initial_rtt tcp.analysis.ack_rtt tcp.analysis.reused_ports"
).split(" ");

const pattern = process.argv[2] ?? "";

/** What is compared, and the fields of tshark that count it: any of them, once per packet. */
const FIGURES = new Map([
  // Only some spurious and fast retransmissions are marked as retransmissions too.
  ["retransmissions", ["retransmission", "fast_retransmission", "spurious_retransmission"]],
  ["outOfOrder", ["out_of_order"]],
  ["duplicateAcks", ["duplicate_ack"]],
  ["zeroWindows", ["zero_window"]],
  ["gaps", ["lost_segment"]],
  ["keepAlives", ["keep_alive"]],
]);
const NAMES = [...FIGURES.keys(), "resets", "initialRtt"];

/** @typedef {Map<string, number>} Figures counts; the round trip is in microseconds */

/**
 * What tshark says of each stream of a capture.
 *
 * @param {string} file
 * @returns {Figures[]}
 */
function tsharkStreams(file) {
  const path = `${CACHE}${file.replaceAll("/", "+")}.tsv`;
  if (!existsSync(path)) {
    mkdirSync(CACHE, { recursive: true });
    const options = ["-n", "-r", CORPUS + file, "-Y", "tcp", "-T", "fields", "-E", "occurrence=l"];
    const fields = FIELDS.flatMap((name) => ["-e", name]);
    writeFileSync(path, execFileSync("tshark", [...options, ...fields], { stdio: "pipe" }));
  }
  /** @type {Figures[]} */
  const streams = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    if (line === "") continue;
    const cells = line.split("\t");
    const cell = (/** @type {string} */ name) => cells[FIELDS.indexOf(name)] ?? "";
    const has = (/** @type {string} */ name) => !["", "0", "False"].includes(cell(name));
    const stream = Number(cell("tcp.stream"));
    const figures = streams[stream] ?? new Map(NAMES.map((name) => [name, 0]));
    streams[stream] = figures;
    for (const [name, fields] of FIGURES) {
      if (fields.some((field) => has(`tcp.analysis.${field}`))) count(figures, name, 1);
    }
    if (has("tcp.flags.reset")) count(figures, "resets", 1);
    const rtt = cell("tcp.analysis.initial_rtt");
    if (rtt !== "") figures.set("initialRtt", Math.round(Number(rtt) * 1e6));
  }
  return streams;
}

/**
 * @param {Map<string, number>} figures
 * @param {string} name
 * @param {number} more
 */
function count(figures, name, more) {
  figures.set(name, (figures.get(name) ?? 0) + more);
}

/**
 * @param {import("@wirescope/analysis").FlowRecord} flow
 * @returns {Figures}
 */
function ourFigures({ health }) {
  if (health?.kind !== "tcp") return new Map();
  return new Map([
    ["retransmissions", health.retransmissionsOut + health.retransmissionsIn],
    ["outOfOrder", health.outOfOrderOut + health.outOfOrderIn],
    ["duplicateAcks", health.duplicateAcksOut + health.duplicateAcksIn],
    ["zeroWindows", health.zeroWindowsOut + health.zeroWindowsIn],
    ["gaps", health.gapsOut + health.gapsIn],
    ["keepAlives", health.keepAlivesOut + health.keepAlivesIn],
    ["resets", health.resetsOut + health.resetsIn],
    ["initialRtt", Math.round((health.initialRtt ?? 0) * 1e6)],
  ]);
}

const known = new Set([...KNOWN_HEALTH_DIFFERENCES.values()].flat());
/** @type {string[]} */
const unknown = [];
let connections = 0;
let skipped = 0;
let explained = 0;
/** Connections in which either side counts something, and those in which both count the same. */
const totals = new Map(NAMES.map((name) => [name, { theirs: 0, ours: 0, any: 0, equal: 0 }]));
for (const entry of entries(pattern)) {
  if (!entry.tcp_streams || entry.tshark_rc !== 0) continue;
  const theirs = tsharkStreams(entry.file);
  const ours = flowsOf(analyse(entry)).filter(
    ({ ipProtocol, originatorPort }) => ipProtocol === TCP && originatorPort !== undefined,
  );
  if (ours.length !== theirs.length) {
    skipped += 1;
    continue;
  }
  for (const [stream, flow] of ours.entries()) {
    connections += 1;
    const figures = ourFigures(flow);
    for (const [name, total] of totals) {
      const mine = figures.get(name) ?? 0;
      const expected = theirs[stream]?.get(name) ?? 0;
      if (mine === 0 && expected === 0) continue;
      // Our clock drops what is below a microsecond at either end.
      const isEqual =
        mine === expected || (name === "initialRtt" && Math.abs(mine - expected) === 1);
      total.any += 1;
      total.ours += mine;
      total.theirs += expected;
      if (isEqual) {
        total.equal += 1;
        continue;
      }
      const difference = `${entry.file.replace("captures/", "")} ${stream} ${name}`;
      if (known.delete(difference)) explained += 1;
      else unknown.push(`${difference}: ${mine} ≠ ${expected}`);
    }
  }
}
for (const [name, { theirs, ours, any, equal }] of totals) {
  const sums = name === "initialRtt" ? "" : `  tshark ${theirs}, here ${ours}`;
  const share = ((100 * equal) / Math.max(any, 1)).toFixed(2);
  console.log(
    `${name.padEnd(16)} ${String(any).padStart(5)} connections, equal in ${share} %${sums}`,
  );
}
for (const text of unknown) console.log(`  without a reason: ${text}`);
const gone = pattern === "" ? [...known] : [];
for (const text of gone) console.log(`  no longer occurs: ${text}`);
console.log(
  `${connections} connections, ${explained} explained differences, ${unknown.length} without a reason, ` +
    `${gone.length} gone, ${skipped} captures with other streams`,
);
process.exitCode = unknown.length + gone.length === 0 ? 0 : 1;
