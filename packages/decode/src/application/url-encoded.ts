/** Form data as `application/x-www-form-urlencoded`: pairs of percent-encoded names and values. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const FORM = defineField("urlencoded-form", "protocol", "HTML Form URL Encoded");
const KEY = defineField("urlencoded-form.key", "string", "Key");
const VALUE = defineField("urlencoded-form.value", "string", "Value");

export const FORM_FIELDS: readonly FieldSpec[] = [FORM, KEY, VALUE];

const AMPERSAND = 0x26;
const EQUALS = 0x3d;

/** Pairs that are shown. */
const MAX_PAIRS = 256;
/** Octets of a name or value that are shown. */
const MAX_TEXT = 4096;

export function dissectForm(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.layer(
    "urlencoded-form",
    `${FORM.description}: application/x-www-form-urlencoded`,
    start,
    end,
  );
  let off = start;
  for (let count = 0; off < end && count < MAX_PAIRS; count += 1) {
    const stop = indexOfOctet(view, off, end, AMPERSAND);
    const equals = indexOfOctet(view, off, stop, EQUALS);
    addText(tree, KEY, off, equals);
    if (equals < stop) addText(tree, VALUE, equals + 1, stop);
    off = stop + 1;
  }
}

function addText(tree: Tree, spec: FieldSpec, start: number, end: number): void {
  const text = readText(tree.view, start, Math.min(end, start + MAX_TEXT));
  tree.value(spec, decodePercent(text), start, end);
}

/** ASCII escapes decoded and `+` as a space; other escapes stay as they are. */
function decodePercent(text: string): string {
  return text
    .replaceAll("+", " ")
    .replace(/%([2-6][0-9a-f]|7[0-9a-e])/gi, (_, digits) =>
      String.fromCharCode(Number(`0x${digits}`)),
    );
}
