// @ts-check
/**
 * Compares every capture of the corpus with what tshark says of it, field by field.
 *
 *   node tools/conformance/main.mjs [FILE_PATTERN] [--column NAME]... [--show N] [--unexplained] [--record]
 *
 * Prints one line per column, and with --show the commonest differences of the columns that were asked for,
 * or of those without a reason. differences.json lists what differs in each capture, how often and why; a
 * run over everything fails where more differs, or less. --record writes the list anew, with the
 * reasons of reasons.mjs. Where content names what a port does not, tshark is asked again with the port told
 * (told.mjs); what it confirms is counted by itself, and for the demand. Needs the built packages
 * (`npm run build`), and tshark once.
 */

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { Dissector, fieldTexts, Packet } from "@wirescope/decode";
import { loadRow } from "@wirescope/query";
import { captureBytes, eachRecord, entries, isDecodable, oracleRows } from "./captures.mjs";
import { agree, COLUMNS } from "./columns.mjs";
import { reasonOf, TOLD } from "./reasons.mjs";
import { toldProtocols } from "./told.mjs";

const UNEXPLAINED = "unexplained";
const PROTOCOLS = "frame.protocols";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    column: { type: "string", multiple: true },
    show: { type: "string", default: "0" },
    unexplained: { type: "boolean", default: false },
    record: { type: "boolean", default: false },
  },
});
const show = Number(values.show);
const columns = COLUMNS.filter(({ name }) => values.column?.includes(name) ?? true).map(
  (column) => ({
    ...column,
    rows: 0,
    equal: 0,
    /** Rows that need the keys of the file, or that are no packets: left out of the share. */
    outOfReach: 0,
    /** Differing rows in which tshark says the same once it is told the port. */
    told: 0,
    /** @type {Map<string, {count: number, where: string}>} */
    differences: new Map(),
  }),
);

const LIST = new URL("differences.json", import.meta.url);
/** @type {Map<string, {file: string, column: string, reason: string, count: number}>} */
const found = new Map();
let captures = 0;
let packets = 0;
const isProtocols = columns.some(({ name }) => name === PROTOCOLS);
for (const entry of entries(positionals[0] ?? "")) {
  if (!isDecodable(entry)) continue;
  const { head, rows } = oracleRows(entry);
  if (rows.length === 0) continue;
  captures += 1;
  const dissector = new Dissector();
  const packet = new Packet();
  const indexes = columns.map(({ name }) => head.indexOf(name));
  const told = isProtocols ? toldProtocols(entry) : undefined;
  let number = 0;
  eachRecord(captureBytes(entry), (batch, index, reader) => {
    const row = rows[number];
    number += 1;
    if (row === undefined) return;
    loadRow(batch, index, number, packet);
    const layers = dissector.dissect(packet, {
      hasInterface: reader.format === "pcapng",
      comments: reader.comments.get(number),
    });
    packets += 1;
    for (const [at, column] of columns.entries()) {
      const theirs = row[indexes[at] ?? -1] ?? "";
      const ours = ourText(layers, column.name);
      if (ours === "" && theirs === "") continue;
      const agrees = agree(column.name, ours, theirs);
      const differing = { column: column.name, ours, theirs, entry };
      const isTold =
        !agrees && column.name === PROTOCOLS && agree(PROTOCOLS, ours, told?.[number - 1] ?? "");
      const reason = agrees
        ? undefined
        : isTold
          ? TOLD
          : reasonOf({ ...differing, row: (name) => row[head.indexOf(name)] ?? "" });
      if (reason?.isOutOfReach) column.outOfReach += 1;
      else column.rows += 1;
      if (isTold) column.told += 1;
      if (agrees) column.equal += 1;
      else {
        list(entry.file, column.name, reason?.text ?? UNEXPLAINED);
        if (values.unexplained && reason !== undefined) continue;
        note(column.differences, `${ours}  ≠  ${theirs}`, `${entry.file} #${row[0]}`);
      }
    }
  });
}

/**
 * @param {import("@wirescope/decode").Layer[]} layers
 * @param {string} name
 */
function ourText(layers, name) {
  const joined = fieldTexts(layers, name).join("\x1f");
  return joined.replaceAll("\t", "\\t").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
}

/**
 * @param {string} file
 * @param {string} column
 * @param {string} reason
 */
function list(file, column, reason) {
  const key = `${file} ${column} ${reason}`;
  const known = found.get(key);
  if (known === undefined) found.set(key, { file, column, reason, count: 1 });
  else known.count += 1;
}

/**
 * @param {Map<string, {count: number, where: string}>} differences
 * @param {string} text
 * @param {string} where
 */
function note(differences, text, where) {
  const known = differences.get(text);
  if (known === undefined) differences.set(text, { count: 1, where });
  else known.count += 1;
}

let missed = 0;
for (const { name, demanded, rows, equal, outOfReach, told, differences } of columns) {
  const bare = 1 - (rows - equal) / packets;
  const share = bare + told / packets;
  const verdict = share >= demanded ? "" : `  MISSED ${100 * demanded} %`;
  if (verdict !== "") missed += 1;
  const beyond = outOfReach === 0 ? "" : `  (${outOfReach} out of reach)`;
  const witnessed = told === 0 ? "" : `, ${percent(share)} with the ports told (${told} rows)`;
  const ofRows = percent(rows === 0 ? 1 : equal / rows);
  const counts = `${String(rows).padStart(7)} rows ${ofRows}, of all packets ${percent(bare)}${witnessed}`;
  console.log(`${name.padEnd(40)}${counts}${beyond}${verdict}`);
  const commonest = [...differences].sort((a, b) => b[1].count - a[1].count).slice(0, show);
  for (const [text, { count, where }] of commonest) console.log(`  ${count} × ${text}  (${where})`);
}
/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(3).padStart(7)} %`;
}

const isWhole = positionals.length === 0 && values.column === undefined;
const stale = isWhole ? compareList() : 0;
console.log(
  `${captures} captures, ${packets} packets, ${missed} demands missed, ${stale} differences unlisted or gone`,
);
process.exitCode = missed + stale === 0 ? 0 : 1;

/** How many differences are not listed, listed otherwise, or listed and gone. */
function compareList() {
  const lines = [...found].map(([key, { count }]) => [key, count]);
  if (values.record) {
    const sorted = [...found.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    writeFileSync(LIST, `[\n${sorted.map((item) => JSON.stringify(item)).join(",\n")}\n]\n`);
    return 0;
  }
  /** @type {{file: string, column: string, reason: string, count: number}[]} */
  const listed = JSON.parse(readFileSync(LIST, "utf8"));
  const expected = new Map(listed.map((item) => [keyOf(item), item.count]));
  let wrong = 0;
  for (const [key, count] of lines) {
    if (expected.get(String(key)) === count) continue;
    wrong += 1;
    console.log(`UNLISTED ${key}: ${count} times, not ${expected.get(String(key)) ?? 0}`);
  }
  for (const key of expected.keys()) {
    if (found.has(key)) continue;
    wrong += 1;
    console.log(`GONE ${key}`);
  }
  return wrong;
}

/** @param {{file: string, column: string, reason: string}} item */
function keyOf({ file, column, reason }) {
  return `${file} ${column} ${reason}`;
}
