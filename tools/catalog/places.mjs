// @ts-check
/**
 * Makes packages/catalog/data/places.bin.gz: country and autonomous system of every routed address.
 *
 *   node tools/catalog/places.mjs FOLDER_OF_ASN FOLDER_OF_COUNTRIES
 *
 * The folders are those of the npm packages @ip-location-db/asn and @ip-location-db/geo-whois-asn-country.
 * The format is described in packages/catalog/src/place-table.ts.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeData } from "./data-file.mjs";
import { VarintWriter } from "./varint-writer.mjs";

const MAGIC = "WSPLACE1";

/** IPv6 networks are told apart by their first 48 bits; nothing longer is routed. */
const LOW_BITS = 80n;

const [asnFolder, countryFolder] = process.argv.slice(2);
if (asnFolder === undefined || countryFolder === undefined) {
  throw new Error("Give the folders of the two packages.");
}

/** @typedef {{ start: bigint, end: bigint, value: string }} Range */

/** @param {string} line */
function fields(line) {
  const match = /^(\d+),(\d+),([^,]*)(?:,"?(.*?)"?)?$/.exec(line);
  return match === null ? undefined : match.slice(1);
}

/** @type {Map<number, string>} */
const organizations = new Map();

/**
 * @param {string} path
 * @param {bigint} shift
 * @returns {Range[]}
 */
function readRanges(path, shift) {
  const ranges = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [start, end, value, organization] = fields(line) ?? [];
    if (start === undefined || end === undefined || value === undefined) continue;
    if (organization) organizations.set(Number(value), organization.replaceAll('""', '"'));
    ranges.push({ start: BigInt(start) >> shift, end: BigInt(end) >> shift, value });
  }
  return ranges;
}

/**
 * Cuts the ranges of both lists at each other's borders: from each start on, country and system hold.
 *
 * @param {Range[]} countries
 * @param {Range[]} systems
 */
function merge(countries, systems) {
  /** @type {Map<bigint, {country?: string, system?: string}>} */
  const changes = new Map();
  /** @param {bigint} at @param {object} change */
  const set = (at, change) => changes.set(at, { ...changes.get(at), ...change });
  for (const { end } of countries) set(end + 1n, { country: "" });
  for (const { end } of systems) set(end + 1n, { system: "" });
  for (const { start, value } of countries) set(start, { country: value });
  for (const { start, value } of systems) set(start, { system: value });
  const merged = [];
  let country = "";
  let system = "";
  for (const at of [...changes.keys()].sort((a, b) => (a < b ? -1 : 1))) {
    const change = changes.get(at) ?? {};
    const nextCountry = change.country ?? country;
    const nextSystem = change.system ?? system;
    if (nextCountry !== country || nextSystem !== system) {
      merged.push({ at, country: nextCountry, system: Number(nextSystem) });
    }
    country = nextCountry;
    system = nextSystem;
  }
  return merged;
}

const tables = [
  merge(
    readRanges(join(countryFolder, "geo-whois-asn-country-ipv4-num.csv"), 0n),
    readRanges(join(asnFolder, "asn-ipv4-num.csv"), 0n),
  ),
  merge(
    readRanges(join(countryFolder, "geo-whois-asn-country-ipv6-num.csv"), LOW_BITS),
    readRanges(join(asnFolder, "asn-ipv6-num.csv"), LOW_BITS),
  ),
];

const systems = [...organizations].sort(([a], [b]) => a - b);
const systemIndex = new Map(systems.map(([number], index) => [number, index + 1]));
const countryNames = [...new Set(tables.flat().map(({ country }) => country))]
  .filter(Boolean)
  .sort();
const countryIndex = new Map(countryNames.map((name, index) => [name, index + 1]));

const writer = new VarintWriter();
writer.text(MAGIC);
writer.number(countryNames.length);
for (const name of countryNames) writer.text(name);
writer.number(systems.length);
let last = 0;
for (const [number, name] of systems) {
  writer.number(number - last);
  writer.text(name);
  last = number;
}
for (const table of tables) {
  writer.number(table.length);
  let before = 0n;
  for (const { at } of table) {
    writer.number(at - before);
    before = at;
  }
  for (const { country } of table) writer.number(countryIndex.get(country) ?? 0);
  for (const { system } of table) writer.number(systemIndex.get(system) ?? 0);
}
const length = writeData("places.bin.gz", writer.bytes());
console.log(
  `${tables.map(({ length: rows }) => rows).join(" + ")} ranges, ${systems.length} systems, ${length} octets`,
);
