/**
 * JSON texts, RFC 8259: names and values as fields that can be filtered by.
 *
 * A scanner without recursion: nesting is counted, not followed on the stack, so that hostile depth
 * costs nothing.
 */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { readText } from "./name-text.ts";

const JSON_LAYER = defineField("json", "protocol", "JavaScript Object Notation");
const MEMBER = defineField("json.member", "string", "Member");
const KEY = defineField("json.key", "string", "Key");
const STRING = defineField("json.value.string", "string", "String value");
const NUMBER = defineField("json.value.number", "string", "Number value");
const FALSE = defineField("json.value.false", "boolean", "False value");
const TRUE = defineField("json.value.true", "boolean", "True value");
const NULL = defineField("json.value.null", "boolean", "Null value");

export const JSON_FIELDS: readonly FieldSpec[] = [
  ...[JSON_LAYER, MEMBER, KEY, STRING, NUMBER, FALSE, TRUE, NULL],
];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/** Members and values of one text that are shown. */
const MAX_TOKENS = 1024;
/** Octets of a name or value that are shown. */
const MAX_TEXT = 1024;

const LITERALS: Readonly<Record<string, FieldSpec>> = { false: FALSE, true: TRUE, null: NULL };

export function dissectJson(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.layer("json", JSON_LAYER.description, start, end);
  let off = start;
  for (let count = 0; off < end && count < MAX_TOKENS; count += 1) {
    off = skipStructure(view, off, end);
    if (off >= end) return;
    const token = off;
    if (view.getUint8(off) === QUOTE) {
      off = stringEnd(view, off, end);
      addString(tree, token, off, end);
    } else {
      off = literalEnd(view, off, end);
      addLiteral(tree, token, off);
    }
  }
}

function addString(tree: Tree, start: number, stop: number, end: number): void {
  const { view } = tree;
  const closed = Math.max(start + 1, stop - 1);
  const text = readText(view, start + 1, Math.min(closed, start + MAX_TEXT));
  const after = skipSpace(view, stop, end);
  if (after < end && view.getUint8(after) === COLON) {
    tree.inside(tree.value(MEMBER, text, start, stop), () => tree.value(KEY, text, start, stop));
  } else {
    tree.value(STRING, text, start, stop);
  }
}

function addLiteral(tree: Tree, start: number, stop: number): void {
  const text = readText(tree.view, start, Math.min(stop, start + MAX_TEXT));
  const literal = Object.hasOwn(LITERALS, text) ? LITERALS[text] : undefined;
  if (literal !== undefined) tree.value(literal, true, start, stop);
  else if (/^-?[0-9]/.test(text)) tree.value(NUMBER, text, start, stop);
}

/** Offset of the next octet that is neither white space nor a bracket, comma or colon. */
function skipStructure(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && isStructure(view.getUint8(at))) at += 1;
  return at;
}

function skipSpace(view: DataView, off: number, end: number): number {
  let at = off;
  while (at < end && view.getUint8(at) <= 0x20) at += 1;
  return at;
}

/** One past the closing quote, `end` where there is none. */
function stringEnd(view: DataView, off: number, end: number): number {
  let at = off + 1;
  while (at < end && view.getUint8(at) !== QUOTE) at += view.getUint8(at) === BACKSLASH ? 2 : 1;
  return Math.min(end, at + 1);
}

function literalEnd(view: DataView, off: number, end: number): number {
  let at = off + 1;
  while (at < end && !isStructure(view.getUint8(at)) && view.getUint8(at) !== QUOTE) at += 1;
  return at;
}

function isStructure(octet: number): boolean {
  switch (octet) {
    case 0x5b:
    case 0x5d:
    case 0x7b:
    case 0x7d:
    case 0x2c:
    case COLON:
      return true;
    default:
      return octet <= 0x20;
  }
}
