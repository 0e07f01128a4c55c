/** XML documents (W3C XML 1.0): tags, attributes and text as fields; nesting is not followed. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { indexOfOctet } from "./ascii.ts";
import { readText } from "./name-text.ts";

const XML = defineField("xml", "protocol", "eXtensible Markup Language");
const TAG = defineField("xml.tag", "string", "Tag");
const ATTRIBUTE = defineField("xml.attribute", "string", "Attribute");
const CHARACTER_DATA = defineField("xml.cdata", "string", "CDATA");
const COMMENT = defineField("xml.comment", "string", "Comment");
const INSTRUCTION = defineField("xml.xmlpi", "string", "XMLPI");
const DOCTYPE = defineField("xml.doctype", "string", "Doctype");

export const XML_FIELDS: readonly FieldSpec[] = [
  ...[XML, TAG, ATTRIBUTE, CHARACTER_DATA, COMMENT, INSTRUCTION, DOCTYPE],
];

const LESS = 0x3c;
const GREATER = 0x3e;

/** Tags and texts of one document that are shown. */
const MAX_TOKENS = 1024;
/** Octets of a tag or text that are shown. */
const MAX_TEXT = 1024;
/** Attributes of one tag that are shown. */
const MAX_ATTRIBUTES = 64;

export function dissectXml(tree: Tree, start: number, end: number): void {
  const { view } = tree;
  tree.layer("xml", XML.description, start, end);
  let off = start;
  for (let count = 0; off < end && count < MAX_TOKENS; count += 1) {
    const tag = indexOfOctet(view, off, end, LESS);
    addCharacterData(tree, off, tag);
    if (tag === end) return;
    off = Math.min(end, indexOfOctet(view, tag, end, GREATER) + 1);
    addTag(tree, tag, off);
  }
}

function addCharacterData(tree: Tree, start: number, end: number): void {
  const text = readText(tree.view, start, Math.min(end, start + MAX_TEXT)).trim();
  if (!/^(\\[nrt]|\s)*$/.test(text)) tree.value(CHARACTER_DATA, text, start, end);
}

function addTag(tree: Tree, start: number, end: number): void {
  const text = readText(tree.view, start, Math.min(end, start + MAX_TEXT));
  if (text.startsWith("</")) return;
  if (text.startsWith("<!--")) tree.value(COMMENT, text, start, end);
  else if (text.startsWith("<!")) tree.value(DOCTYPE, text, start, end);
  else if (text.startsWith("<?")) tree.value(INSTRUCTION, text, start, end);
  else tree.inside(tree.value(TAG, text, start, end), () => addAttributes(tree, text, start, end));
}

/** Every attempt of the expression starts behind white space, which keeps it linear. */
function addAttributes(tree: Tree, text: string, start: number, end: number): void {
  let count = 0;
  for (const match of text.matchAll(/(?<=\s)[^\s=<>"']+=(?:"[^"]*"|'[^']*')/g)) {
    if (count === MAX_ATTRIBUTES) return;
    tree.value(ATTRIBUTE, match[0], start, end);
    count += 1;
  }
}
