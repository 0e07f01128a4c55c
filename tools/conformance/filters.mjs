// @ts-check
/**
 * Runs the display filters of filters.txt over captures of the corpus, here and in tshark, and compares
 * the frames that each selects.
 *
 *   node tools/conformance/filters.mjs [--show]
 *
 * The captures are written one behind the other into one file, which both read. What tshark says is kept in
 * .cache/conformance until the captures or its version change. A filter that both refuse agrees. Differences
 * that are known stand in filter-differences.json with their reason; one that no longer occurs fails.
 */

import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Dissector, Packet } from "@wirescope/decode";
import { compileFilter, FilterError } from "@wirescope/filter";
import { PcapngWriter } from "@wirescope/pcap";
import { loadRow } from "@wirescope/query";
import { captureBytes, eachRecord, entries } from "./captures.mjs";
import { FILTER_CAPTURES } from "./filter-captures.mjs";

const { values } = parseArgs({ options: { show: { type: "boolean", default: false } } });
const CACHE = fileURLToPath(new URL("../../.cache/conformance/", import.meta.url));
/** Where a capture has a time that tshark or pcapng cannot hold. */
const LAST_SECOND = 2_000_000_000;
/** tshark runs at once. */
const RUNS = 2;

/** @param {string} name */
function read(name) {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

const filters = read("filters.txt")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("# "));
/** @type {{ filter: string, reason: string }[]} */
const known = JSON.parse(read("filter-differences.json"));

/** All captures in one file. */
function joinCaptures() {
  const writer = new PcapngWriter();
  const chunks = [writer.header()];
  /** @type {Map<number, number>} */
  const interfaces = new Map();
  for (const name of FILTER_CAPTURES) {
    const entry = entries(name)[0];
    if (entry === undefined) throw new Error(`The corpus lacks ${name}.`);
    eachRecord(captureBytes(entry), (batch, index) => {
      const linkType = batch.linkType[index] ?? 0;
      let interfaceId = interfaces.get(linkType);
      if (interfaceId === undefined) {
        interfaceId = interfaces.size;
        interfaces.set(linkType, interfaceId);
        chunks.push(writer.interface({ linkType }));
      }
      const start = batch.start[index] ?? 0;
      chunks.push(
        writer.packet({
          interfaceId,
          seconds: Math.min(batch.seconds[index] ?? 0, LAST_SECOND),
          nanoseconds: batch.nanoseconds[index] ?? 0,
          originalLength: batch.originalLength[index] ?? 0,
          bytes: batch.bytes.subarray(start, start + (batch.capturedLength[index] ?? 0)),
        }),
      );
    });
  }
  return Buffer.concat(chunks);
}

/**
 * @param {string} file
 * @param {string} filter
 * @returns {Promise<string>} frame numbers joined by commas, or "refused"
 */
function askTshark(file, filter) {
  return new Promise((resolve) => {
    const args = ["-n", "-r", file, "-Y", filter, "-T", "fields", "-e", "frame.number"];
    const child = spawn("tshark", args, { stdio: ["ignore", "pipe", "ignore"] });
    let text = "";
    child.stdout.on("data", (chunk) => {
      text += chunk;
    });
    child.on("close", (code) => {
      resolve(code === 0 ? text.trim().split("\n").join(",") : "refused");
    });
  });
}

/**
 * @param {string} file
 * @param {Buffer} bytes
 */
async function tsharkAnswers(file, bytes) {
  const version = execFileSync("tshark", ["--version"], { encoding: "utf8" }).split("\n")[0];
  const key = createHash("sha256")
    .update(version ?? "")
    .update(bytes)
    .digest("hex")
    .slice(0, 16);
  const path = `${CACHE}tshark-${key}.json`;
  /** @type {Record<string, string>} */
  const answers = existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  const open = filters.filter((filter) => answers[filter] === undefined);
  await Promise.all(
    Array.from({ length: RUNS }, async () => {
      for (let filter = open.pop(); filter !== undefined; filter = open.pop()) {
        answers[filter] = await askTshark(file, filter);
      }
    }),
  );
  writeFileSync(path, JSON.stringify(answers));
  return answers;
}

/** @param {Buffer} bytes */
function ourAnswers(bytes) {
  /** @type {Record<string, string>} */
  const answers = {};
  /** @type {{ text: string, filter: import("@wirescope/filter").Filter, frames: number[] }[]} */
  const compiled = [];
  for (const text of filters) {
    try {
      compiled.push({ text, filter: compileFilter(text), frames: [] });
    } catch (error) {
      if (!(error instanceof FilterError)) throw error;
      answers[text] = "refused";
      if (values.show) console.log(`${text}: ${error.message}`);
    }
  }
  const packet = new Packet();
  const dissector = new Dissector();
  eachRecord(bytes, (batch, index) => {
    loadRow(batch, index, packet.number + 1, packet);
    const layers = dissector.dissect(packet);
    for (const { filter, frames } of compiled) {
      if (filter.matches(packet, layers)) frames.push(packet.number);
    }
  });
  for (const { text, frames } of compiled) answers[text] = frames.join(",");
  return answers;
}

/**
 * @param {string} ours
 * @param {string} theirs
 */
function difference(ours, theirs) {
  if (ours === "refused" || theirs === "refused")
    return `${ours === "refused" ? "we" : "tshark"} refuse it`;
  const mine = new Set(ours.split(","));
  const yours = new Set(theirs.split(","));
  const more = [...mine].filter((frame) => !yours.has(frame));
  const less = [...yours].filter((frame) => !mine.has(frame));
  return `${more.length} too many (${more.slice(0, 5)}), ${less.length} missing (${less.slice(0, 5)})`;
}

mkdirSync(CACHE, { recursive: true });
const bytes = joinCaptures();
const file = `${CACHE}captures.pcapng`;
writeFileSync(file, bytes);
const theirs = await tsharkAnswers(file, bytes);
const ours = ourAnswers(bytes);

let failed = 0;
const differing = filters.filter((filter) => ours[filter] !== theirs[filter]);
for (const filter of differing) {
  const listed = known.find((item) => item.filter === filter);
  if (listed === undefined) failed += 1;
  const text = difference(ours[filter] ?? "", theirs[filter] ?? "");
  console.log(`${listed === undefined ? "DIFFERS" : "known  "} ${filter}: ${text}`);
}
for (const { filter } of known) {
  if (differing.includes(filter)) continue;
  failed += 1;
  console.log(`STALE   ${filter}: agrees with tshark; take it out of filter-differences.json`);
}
const selecting = filters.filter(
  (filter) => (theirs[filter] ?? "") !== "" && theirs[filter] !== "refused",
);
console.log(
  `${filters.length} filters (${selecting.length} select something) over ${FILTER_CAPTURES.length} captures: ` +
    `${filters.length - differing.length} equal, ${differing.length - failed} known differences, ${failed} failed`,
);
process.exitCode = failed === 0 ? 0 : 1;
