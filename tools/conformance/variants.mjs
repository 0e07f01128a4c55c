// @ts-check
/**
 * Compares mutated captures with what tshark says of them: the same traffic cut short, damaged, with gaps,
 * from one side alone. What is right only for the corpus as it is shows here.
 *
 *   node tools/conformance/variants.mjs [FILE_PATTERN] [--kind NAME]... [--every N] [--column NAME]... [--show N]
 *
 * Prints one line per kind and column that differs, and with --show the commonest differences. Of each kind every
 * N-th capture is taken, another beginning for each, so that all kinds together touch most captures. Variants are
 * made by editcap and tshark and kept with tshark's answers in .cache/conformance. Nothing is demanded; an
 * exception or a packet that takes longer than a second fails. Needs the built packages (`npm run build`).
 */

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Dissector, fieldTexts, Packet } from "@wirescope/decode";
import { loadRow } from "@wirescope/query";
import { CORPUS, eachRecord, entries, isDecodable, unpacked } from "./captures.mjs";
import { agree, COLUMNS } from "./columns.mjs";

const CACHE = fileURLToPath(new URL("../../.cache/conformance/variants/", import.meta.url));
const MAX_OUTPUT = 256 * 1024 * 1024;
/** For one capture; on a mutated one tshark may take for ever. */
const TSHARK_MS = 60_000;
const SLOW_MS = 1000;

/**
 * Command that makes each kind of `source`.
 *
 * @type {Readonly<Record<string, (source: string, variant: string) => string[]>>}
 */
const KINDS = {
  "cut-60": (source, variant) => ["editcap", "-s", "60", source, variant],
  "cut-96": (source, variant) => ["editcap", "-s", "96", source, variant],
  "cut-128": (source, variant) => ["editcap", "-s", "128", source, variant],
  chopped: (source, variant) => ["editcap", "-C", "-20", source, variant],
  errors: (source, variant) => ["editcap", "-E", "0.002", "--seed", "7", source, variant],
  converted: (source, variant) => ["editcap", "-F", otherFormat(source), source, variant],
  doubled: (source, variant) => ["mergecap", "-F", "pcapng", "-w", variant, source, source],
  gaps: (source, variant) => select(source, variant, "frame.number & 1"),
  "one-sided": (source, variant) =>
    select(source, variant, "ip.src > ip.dst || ipv6.src > ipv6.dst"),
  headless: (source, variant) => select(source, variant, "frame.number > 20"),
};

/** @param {string} source */
function otherFormat(source) {
  return /\.pcapng/.test(source) ? "pcap" : "pcapng";
}

/**
 * @param {string} source
 * @param {string} variant
 * @param {string} filter
 */
function select(source, variant, filter) {
  return ["tshark", "-n", "-r", source, "-Y", filter, "-w", variant];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    kind: { type: "string", multiple: true },
    every: { type: "string", default: "5" },
    column: { type: "string", multiple: true },
    show: { type: "string", default: "0" },
  },
});
const every = Number(values.every);
const columns = COLUMNS.map(({ name }) => name).filter(
  (name) => values.column?.includes(name) ?? true,
);

/**
 * A variant with tshark's table of it; undefined where there is none, since a format holds no such packets or
 * tshark takes too long.
 *
 * @param {string} file
 * @param {string} kind
 */
function makeVariant(file, kind) {
  const base = `${CACHE}${kind}/${file.replaceAll("/", "__").replace(/\.gz$/, "")}`;
  const table = `${base}.tsv`;
  if (!existsSync(table)) {
    mkdirSync(`${CACHE}${kind}`, { recursive: true });
    const fields = COLUMNS.flatMap(({ name }) => ["-e", name]);
    const [program = "", ...args] = KINDS[kind]?.(CORPUS + file, base) ?? [];
    run(program, args);
    const rows = !existsSync(base)
      ? ""
      : run("tshark", [
          ...["-n", "-r", base, "-T", "fields", "-E", "occurrence=a", "-E", "aggregator=\x1f"],
          ...fields,
        ]);
    writeFileSync(`${table}.new`, rows);
    renameSync(`${table}.new`, table);
  }
  if (statSync(table).size === 0) return undefined;
  const lines = readFileSync(table, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  return { bytes: unpacked(readFileSync(base)), rows: lines.map((line) => line.split("\t")) };
}

/**
 * Output of a program; what it had said where it ends with an error, as tshark does at a file cut short.
 *
 * @param {string} program
 * @param {string[]} args
 */
function run(program, args) {
  try {
    const env = { ...process.env, TZ: "UTC" };
    return execFileSync(program, args, {
      maxBuffer: MAX_OUTPUT,
      stdio: "pipe",
      timeout: TSHARK_MS,
      env,
    });
  } catch (error) {
    return /** @type {{ stdout?: Buffer }} */ (error).stdout ?? "";
  }
}

let failures = 0;
for (const [offset, kind] of Object.keys(KINDS).entries()) {
  if (!(values.kind?.includes(kind) ?? true)) continue;
  const counts = columns.map((name) => ({ name, rows: 0, equal: 0, differences: new Map() }));
  let packets = 0;
  let captures = 0;
  const known = entries(positionals[0] ?? "").filter(isDecodable);
  for (const [at, { file }] of known.entries()) {
    if (at % every !== offset % every) continue;
    const variant = makeVariant(file, kind);
    if (variant === undefined) continue;
    captures += 1;
    packets += compare(variant, counts, file);
  }
  for (const { name, rows, equal, differences } of counts) {
    if (differences.size === 0) continue;
    const share = (100 * (1 - (rows - equal) / packets)).toFixed(3);
    console.log(
      `${kind.padEnd(10)} ${name.padEnd(40)} ${rows - equal} of ${rows} differ, ${share} % of all packets`,
    );
    const commonest = [...differences].sort((a, b) => b[1].count - a[1].count);
    for (const [text, { count, where }] of commonest.slice(0, Number(values.show))) {
      console.log(`  ${count} × ${text}  (${where})`);
    }
  }
  console.log(`${kind.padEnd(10)} ${captures} captures, ${packets} packets`);
}
process.exitCode = failures === 0 ? 0 : 1;

/**
 * Counts what a variant differs in.
 *
 * @param {{ bytes: Uint8Array, rows: string[][] }} variant
 * @param {{ name: string, rows: number, equal: number, differences: Map<string, { count: number, where: string }> }[]} counts
 * @param {string} file
 * @returns {number} its packets
 */
function compare({ bytes, rows }, counts, file) {
  const dissector = new Dissector();
  const packet = new Packet();
  let number = 0;
  try {
    eachRecord(bytes, (batch, index, reader) => {
      let row = rows[number];
      while (
        row !== undefined &&
        row[COLUMNS.findIndex(({ name }) => name === "_ws.col.Protocol")] === "PCAPNG"
      ) {
        rows.splice(number, 1);
        row = rows[number];
      }
      number += 1;
      if (row === undefined) return;
      loadRow(batch, index, number, packet);
      const began = performance.now();
      const layers = dissector.dissect(packet, {
        hasInterface: reader.format === "pcapng",
        comments: reader.comments.get(number),
      });
      if (performance.now() - began > SLOW_MS) fail(`${file} #${number} took longer than a second`);
      for (const count of counts) {
        const theirs = row[COLUMNS.findIndex(({ name }) => name === count.name)] ?? "";
        const ours = fieldTexts(layers, count.name)
          .join("\x1f")
          .replaceAll("\t", "\\t")
          .replaceAll("\n", "\\n")
          .replaceAll("\r", "\\r");
        if (ours === "" && theirs === "") continue;
        count.rows += 1;
        if (agree(count.name, ours, theirs)) count.equal += 1;
        else note(count.differences, `${ours}  ≠  ${theirs}`, `${file} #${number}`);
      }
    });
  } catch (error) {
    fail(`${file} #${number}: ${error instanceof Error ? error.stack : error}`);
  }
  return number;
}

/** @param {string} text */
function fail(text) {
  failures += 1;
  console.log(`FAILED ${text}`);
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
