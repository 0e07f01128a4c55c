/** Search filters of LDAP, RFC 4511 §4.5.1.7, in the text form of RFC 4515. */

import { defineField, type FieldSpec } from "../field.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { type BerItem, readItems } from "./ber.ts";
import { readText } from "./name-text.ts";

/** How deep filters may lie in one another. */
const MAX_DEPTH = 16;

const Kind = {
  And: 0xa0,
  Or: 0xa1,
  Not: 0xa2,
  Equality: 0xa3,
  Substrings: 0xa4,
  GreaterOrEqual: 0xa5,
  LessOrEqual: 0xa6,
  Present: 0x87,
  Approximate: 0xa8,
  Extensible: 0xa9,
} as const;

const KINDS: Readonly<Record<number, string>> = {
  0: "and",
  1: "or",
  2: "not",
  3: "equalityMatch",
  4: "substrings",
  5: "greaterOrEqual",
  6: "lessOrEqual",
  7: "present",
  8: "approxMatch",
  9: "extensibleMatch",
};

const OPERATORS: Readonly<Record<number, string>> = {
  [Kind.Equality]: "=",
  [Kind.GreaterOrEqual]: ">=",
  [Kind.LessOrEqual]: "<=",
  [Kind.Approximate]: "~=",
};

const FILTER = defineField("ldap.filter", "uint32", "filter", { values: KINDS });
const DESCRIPTION = defineField("ldap.attributeDesc", "string", "attributeDesc");
const ASSERTION = defineField("ldap.assertionValue", "string", "assertionValue");
const PRESENT = defineField("ldap.present", "string", "present");

export const FILTER_FIELDS: readonly FieldSpec[] = [FILTER, DESCRIPTION, ASSERTION, PRESENT];

export function addLdapFilter(tree: Tree, filter: BerItem): void {
  const text = filterText(tree.view, filter, 0);
  const field = tree.value(FILTER, filter.tag & 0x1f, filter.start, filter.end);
  field.text = text;
  tree.inside(field, () => addAssertions(tree, filter, 0));
}

/** The attributes that the filter compares, however deep they lie. */
function addAssertions(tree: Tree, filter: BerItem, depth: number): void {
  const { view } = tree;
  if (depth > MAX_DEPTH) return;
  if (filter.tag === Kind.Present) {
    tree.value(PRESENT, readText(view, filter.value, filter.end), filter.value, filter.end);
    return;
  }
  const items = readItems(view, filter.value, filter.end);
  if (filter.tag === Kind.And || filter.tag === Kind.Or || filter.tag === Kind.Not) {
    for (const item of items) addAssertions(tree, item, depth + 1);
    return;
  }
  if (OPERATORS[filter.tag] === undefined) return;
  const [name, value] = items;
  if (name !== undefined) {
    tree.value(DESCRIPTION, readText(view, name.value, name.end), name.value, name.end);
  }
  if (value !== undefined) {
    tree.value(ASSERTION, valueText(view, value), value.value, value.end);
  }
}

function filterText(view: DataView, filter: BerItem, depth: number): string {
  if (depth > MAX_DEPTH) return "(...)";
  const items = filter.tag === Kind.Present ? [] : readItems(view, filter.value, filter.end);
  const inner = (): string => items.map((item) => filterText(view, item, depth + 1)).join("");
  switch (filter.tag) {
    case Kind.And:
      return `(&${inner()})`;
    case Kind.Or:
      return `(|${inner()})`;
    case Kind.Not:
      return `(!${inner()})`;
    case Kind.Present:
      return `(${readText(view, filter.value, filter.end)}=*)`;
    case Kind.Substrings:
      return substringText(view, items);
    case Kind.Extensible:
      return extensibleText(view, items);
    default: {
      const operator = OPERATORS[filter.tag];
      const [name, value] = items;
      if (operator === undefined || name === undefined || value === undefined) return "(?)";
      return `(${readText(view, name.value, name.end)}${operator}${valueText(view, value)})`;
    }
  }
}

function substringText(view: DataView, [name, parts]: readonly BerItem[]): string {
  if (name === undefined || parts === undefined) return "(?)";
  let text = "";
  for (const part of readItems(view, parts.value, parts.end)) {
    // Parts are tagged: 0 at the start, 1 anywhere, 2 at the end.
    const place = part.tag & 0x1f;
    if (place !== 0 && !text.endsWith("*")) text += "*";
    text += valueText(view, part);
    if (place !== 2) text += "*";
  }
  return `(${readText(view, name.value, name.end)}=${text})`;
}

function extensibleText(view: DataView, items: readonly BerItem[]): string {
  const part = (tag: number): string => {
    const item = items.find((candidate) => candidate.tag === tag);
    return item === undefined ? "" : readText(view, item.value, item.end);
  };
  const rule = part(0x81);
  return `(${part(0x82)}${rule === "" ? "" : `:${rule}`}:=${part(0x83)})`;
}

/** Text where all octets are printable ASCII, base 16 otherwise. */
function valueText(view: DataView, { value, end }: BerItem): string {
  let octets = "";
  for (let at = value; at < end; at += 1) {
    const octet = view.getUint8(at);
    if (octet < 0x20 || octet > 0x7e) octets = "binary";
  }
  if (octets === "") return readText(view, value, end);
  const pairs: string[] = [];
  for (let at = value; at < end; at += 1) pairs.push(hex(view.getUint8(at), 2));
  return pairs.join(":");
}
