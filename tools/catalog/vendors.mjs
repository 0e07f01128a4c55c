// @ts-check
/**
 * Makes packages/catalog/data/vendors.txt.gz of the IEEE registries as the npm package oui-data has them.
 *
 *   node tools/catalog/vendors.mjs FOLDER_OF_OUI_DATA
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeData } from "./data-file.mjs";

/** Holder of the blocks that are handed out in smaller pieces. */
const SUBDIVIDED = "IEEE Registration Authority";

const folder = process.argv[2];
if (folder === undefined) throw new Error("Give the folder of the package oui-data.");
/** @type {Record<string, string>} */
const registry = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
/** @type {Map<string, string[]>} */
const prefixes = new Map();
for (const [prefix, text] of Object.entries(registry)) {
  const name = (text.split("\n")[0] ?? "").trim();
  if (name === "" || name === SUBDIVIDED) continue;
  prefixes.set(name, [...(prefixes.get(name) ?? []), prefix]);
}
const lines = [...prefixes].map(([name, list]) => [name, ...list.sort()].join("\t")).sort();
const length = writeData("vendors.txt.gz", `${lines.join("\n")}\n`);
console.log(`${lines.length} vendors, ${Object.keys(registry).length} prefixes, ${length} octets`);
