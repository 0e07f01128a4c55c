// @ts-check
/**
 * Makes packages/catalog/data/applications.txt.gz of domain lists.
 *
 *   node tools/catalog/applications.mjs CHECKOUT_OF_DOMAIN_LIST_COMMUNITY
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeData } from "./data-file.mjs";
import { readDomainList } from "./domain-list.mjs";

const checkout = process.argv[2];
if (checkout === undefined)
  throw new Error("Give the folder of a checkout of domain-list-community.");
const choice = readFileSync(new URL("applications.txt", import.meta.url), "utf8");

/** @type {{ name: string, category: string, domains: string[] }[]} */
const applications = [];
const missing = [];
for (const line of choice.split("\n").filter((text) => text !== "" && !text.startsWith("#"))) {
  const [category = "", lists = ""] = line.split(/: (.*)/);
  for (const item of lists.split(", ")) {
    const [list = "", name = ""] = item.split("=");
    const domains = list.includes(".")
      ? list.split(" ")
      : readDomainList(join(checkout, "data"), list)?.map(({ domain }) => domain);
    if (domains === undefined) missing.push(list);
    else applications.push({ name, category, domains: [...new Set(domains)] });
  }
}

/** @type {Set<string>} */
const taken = new Set();
const lines = [];
for (const { name, category, domains } of applications.sort(
  (a, b) => a.domains.length - b.domains.length,
)) {
  const own = domains.filter((domain) => !taken.has(domain));
  for (const domain of own) taken.add(domain);
  if (own.length > 0) lines.push([name, category, ...own].join("\t"));
}
lines.sort();
const length = writeData("applications.txt.gz", `${lines.join("\n")}\n`);
console.log(`${lines.length} applications, ${taken.size} domains, ${length} octets`);
if (missing.length > 0) console.log(`not in the checkout: ${missing.join(" ")}`);
