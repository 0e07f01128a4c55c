// @ts-check
/**
 * Compares the flows of nDPI's captures with what nDPI's reader expects of them: how many there are, and
 * what protocol each has, flows being matched by their ends.
 *
 *   node tools/conformance/ndpi.mjs [FILE_PATTERN]
 *
 * Every difference has its reason in known-ndpi.mjs; one without, or one that no longer occurs, fails.
 * Needs the built packages (`npm run build`).
 */

import { protocolInfo } from "@wirescope/decode";
import { analyse, flowsOf } from "./analysed.mjs";
import { entries } from "./captures.mjs";
import { KNOWN_NDPI_DIFFERENCES } from "./known-ndpi.mjs";
import { ndpiFlows, ourKey } from "./ndpi-flows.mjs";
import { NDPI_NAMES } from "./ndpi-names.mjs";

/** Least share of flows, of those whose protocol we have, in which the protocol must be the same. */
const DEMANDED = 0.95;
const EXPECTED = "expected/ntop__nDPI/default/";
const PLAIN = new Set(["TCP", "UDP", "SCTP"]);

const pattern = process.argv[2] ?? "";
const known = new Set([...KNOWN_NDPI_DIFFERENCES.values()].flat());
/** @type {Set<string>} */
const seen = new Set();
/** @type {string[]} */
const unknown = [];
let explained = 0;
let captures = 0;
let sameCount = 0;
let guesses = 0;
/** By nDPI's name: flows, and those that are the same here. @type {Map<string, {flows: number, equal: number}>} */
const protocols = new Map();

for (const entry of entries(pattern)) {
  const result = entry.expected?.find(({ file }) => file.startsWith(EXPECTED));
  if (result === undefined) continue;
  captures += 1;
  const name = result.file.slice(EXPECTED.length, -".out".length);
  const theirs = ndpiFlows(result.file);
  const ours = flowsByKey(entry);
  const theirKeys = new Set(theirs.map(({ key }) => key));
  const missing = [...theirKeys].filter((key) => !ours.has(key)).length;
  const more = [...ours.keys()].filter((key) => !theirKeys.has(key)).length;
  if (missing + more === 0) sameCount += 1;
  else differ(`${name} flows`, `${more} more, ${missing} missing of ${theirKeys.size}`);
  for (const { key, protocol, isGuess } of theirs) {
    const names = NDPI_NAMES.get(protocol);
    const mine = ours.get(key);
    if (names === undefined || mine === undefined) continue;
    if (isGuess) {
      guesses += 1;
      continue;
    }
    const row = protocols.get(protocol) ?? { flows: 0, equal: 0 };
    protocols.set(protocol, row);
    row.flows += 1;
    if (names.some((one) => mine.has(one))) row.equal += 1;
    else differ(`${name} ${protocol}`, `${key} is ${[...mine].join(", ")}`);
  }
}

/**
 * The protocols of each pair of ends. An nDPI flow can be several of ours, since a SYN begins another.
 *
 * @param {import("./captures.mjs").Entry} entry
 */
function flowsByKey(entry) {
  /** @type {Map<string, Set<string>>} */
  const flows = new Map();
  for (const flow of flowsOf(analyse(entry))) {
    const key = ourKey(flow);
    const names = flows.get(key) ?? new Set();
    names.add(protocolInfo(flow.protocol).name);
    flows.set(key, names);
  }
  for (const names of flows.values()) {
    if (names.size > 1) for (const plain of PLAIN) names.delete(plain);
  }
  return flows;
}

/**
 * @param {string} difference what known-ndpi.mjs lists
 * @param {string} detail
 */
function differ(difference, detail) {
  if (known.has(difference)) {
    explained += 1;
    seen.add(difference);
  } else unknown.push(`${difference}: ${detail}`);
}

let flows = 0;
let equal = 0;
for (const [name, row] of [...protocols].sort(([, a], [, b]) => b.flows - a.flows)) {
  flows += row.flows;
  equal += row.equal;
  console.log(`${name.padEnd(16)} ${String(row.flows).padStart(5)} flows, ${row.equal} the same`);
}
console.log(`${guesses} more that nDPI guesses from a port or an address alone are not compared`);
for (const text of unknown) console.log(`  without a reason: ${text}`);
const gone = pattern === "" ? [...known].filter((difference) => !seen.has(difference)) : [];
for (const text of gone) console.log(`  no longer occurs: ${text}`);
const share = flows === 0 ? 1 : equal / flows;
console.log(
  `${captures} captures, ${sameCount} with the same flows; ${flows} flows of ${protocols.size} protocols, ` +
    `${(100 * share).toFixed(2)} % the same (${100 * DEMANDED} % demanded); ${explained} explained differences, ` +
    `${unknown.length} without a reason, ${gone.length} gone`,
);
process.exitCode = unknown.length + gone.length > 0 || share < DEMANDED ? 1 : 0;
