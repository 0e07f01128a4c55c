// @ts-check
/** Reads the domain lists of a checkout of v2fly/domain-list-community (MIT). */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Domains of a list and of those that it includes; undefined where there is no such list.
 *
 * Keywords and regular expressions are left out: an application is looked up by the end of a name.
 *
 * @param {string} folder the checkout's `data`
 * @param {string} name
 * @param {readonly string[]} [outer] lists that include this one, so that none is read inside itself
 * @returns {{ domain: string, attributes: string[] }[] | undefined}
 */
export function readDomainList(folder, name, outer = []) {
  const path = join(folder, name);
  if (!existsSync(path)) return undefined;
  if (outer.includes(name)) return [];
  const rules = [];
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const [rule = "", ...marks] = line.replace(/#.*$/, "").trim().split(/\s+/);
    const attributes = marks.filter((mark) => mark.startsWith("@")).map((mark) => mark.slice(1));
    if (rule.startsWith("include:")) {
      const included = readDomainList(folder, rule.slice(8), [...outer, name]) ?? [];
      rules.push(...included.filter((item) => isWanted(item.attributes, attributes)));
    } else if (rule !== "" && !/^(regexp|keyword):/.test(rule)) {
      rules.push({ domain: rule.replace(/^(full|domain):/, ""), attributes });
    }
  }
  return rules;
}

/**
 * `@ads` behind an include takes only rules with that attribute, `@-ads` only those without it.
 *
 * @param {readonly string[]} has
 * @param {readonly string[]} wanted
 */
function isWanted(has, wanted) {
  return wanted.every((mark) =>
    mark.startsWith("-") ? !has.includes(mark.slice(1)) : has.includes(mark),
  );
}
