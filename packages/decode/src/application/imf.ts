/** Mail messages: the header of RFC 5322 and the body that MIME (RFC 2045) says. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { dissectBody } from "./media-body.ts";
import { mediaKind, parseMediaType } from "./media-type.ts";
import { multipartReader } from "./multipart.ts";
import { findText, headerText, type TextHeader, textHeaders } from "./text-header.ts";

const IMF = defineField("imf", "protocol", "Internet Message Format");
const ADDRESS = defineField("imf.address", "string", "Address");
const DISPLAY_NAME = defineField("imf.display_name", "string", "Display-Name");
const TYPE = defineField("imf.content.type.type", "string", "Type");
const PARAMETERS = defineField("imf.content.type.parameters", "string", "Parameters");
const EXTENSION = defineField("imf.extension", "string", "Unknown-Extension");
const EXTENSION_TYPE = defineField("imf.extension.type", "string", "Type");
const EXTENSION_VALUE = defineField("imf.extension.value", "string", "Value");

/** Headers that have a field of their own: name, and what follows `imf.` where it differs. */
const HEADERS: ReadonlyMap<string, FieldSpec> = new Map(
  [
    ["Date"],
    ["From"],
    ["Sender"],
    ["Reply-To"],
    ["To"],
    ["Cc"],
    ["Bcc"],
    ["Message-ID"],
    ["In-Reply-To"],
    ["References"],
    ["Subject"],
    ["Comments"],
    ["User-Agent"],
    ["Keywords"],
    ["Resent-Date", "resent.date"],
    ["Resent-From", "resent.from"],
    ["Resent-Sender", "resent.sender"],
    ["Resent-To", "resent.to"],
    ["Resent-Cc", "resent.cc"],
    ["Resent-Bcc", "resent.bcc"],
    ["Resent-Message-ID", "resent.message_id"],
    ["Return-Path"],
    ["Received"],
    ["Content-Type", "content.type"],
    ["Content-Description", "content.description"],
    ["Content-ID", "content.id"],
    ["Content-Transfer-Encoding", "content.transfer_encoding"],
    ["MIME-Version"],
    ["Content-Language"],
    ["Delivery-Date"],
    ["Delivered-To"],
    ["Expires"],
    ["Importance"],
    ["Priority"],
    ["Sensitivity"],
    ["Supersedes"],
    ["Precedence"],
    ["Lines"],
    ["X-Mailer", "ext.mailer"],
    ["X-MimeOLE", "ext.mimeole"],
    ["X-UIDL", "ext.uidl"],
    ["X-Original-To", "ext.original-to"],
    ["X-Virus-Scanned", "ext.virus_scanned"],
    ["Thread-Index", "thread-index"],
  ].map(([name, field]) => [
    name!.toLowerCase(),
    defineField(`imf.${field ?? name!.toLowerCase().replaceAll("-", "_")}`, "string", name!),
  ]),
);

export const IMF_FIELDS: readonly FieldSpec[] = [
  ...[IMF, ADDRESS, DISPLAY_NAME, TYPE, PARAMETERS, EXTENSION, EXTENSION_TYPE, EXTENSION_VALUE],
  ...HEADERS.values(),
];

const ADDRESS_HEADERS: ReadonlySet<string> = new Set([
  "from",
  "to",
  "cc",
  "bcc",
  "sender",
  "reply-to",
]);

/** Addresses of one header that are shown. */
const MAX_ADDRESSES = 64;

/** Appends the message's layers; what the packet list shows is said behind `protocol`: `SMTP/IMF`. */
export function dissectMail(tree: Tree, protocol: string, start: number, end: number): void {
  const { view } = tree;
  const header = textHeaders(view, start, end);
  tree.layer("imf", IMF.description, start, header.end);
  for (const line of header.headers) addHeader(tree, line);
  const from = findText(view, header, "from");
  const subject = findText(view, header, "subject");
  const sender = from === undefined ? "" : `from: ${from}, `;
  const about = subject === undefined ? "" : `subject: ${subject}, `;
  tree.summarize(`${sender}${about}`.replace(/, $/, ""));
  const type = parseMediaType(findText(view, header, "content-type") ?? "");
  const isRead = type.name !== "" && mediaKind(type.name) !== "media";
  const body = isRead
    ? dissectBody(tree, type, header.end, end, { multipart: multipartReader() })
    : undefined;
  tree.show(`${protocol}/IMF`, `${sender}${about}${body?.info ?? ""}`);
}

function addHeader(tree: Tree, line: TextHeader): void {
  const text = headerText(tree.view, line);
  const name = line.name.toLowerCase();
  const spec = HEADERS.get(name);
  const { start, valueEnd } = line;
  if (spec === undefined) {
    const extension = tree.value(EXTENSION, `${name}: ${text}`, start, valueEnd);
    tree.inside(extension, () => {
      tree.value(EXTENSION_TYPE, name, start, valueEnd);
      tree.value(EXTENSION_VALUE, text, start, valueEnd);
    });
    return;
  }
  tree.inside(tree.value(spec, text, line.valueStart, valueEnd), () => {
    if (ADDRESS_HEADERS.has(name)) addAddresses(tree, text, line);
    if (name === "content-type") addType(tree, text, line);
  });
}

/** RFC 5322 §3.4 as it is written in practice: `Name <address>`, separated by commas. */
function addAddresses(tree: Tree, text: string, { valueStart, valueEnd }: TextHeader): void {
  for (const item of splitAddresses(text)) {
    const open = item.indexOf("<");
    const close = item.indexOf(">", open);
    const name = open < 0 ? "" : item.slice(0, open).trim();
    if (name !== "") tree.value(DISPLAY_NAME, name, valueStart, valueEnd);
    const address = open < 0 || close < 0 ? item.trim() : item.slice(open + 1, close);
    tree.value(ADDRESS, address, valueStart, valueEnd);
  }
}

/** By commas that do not stand in quotes. */
function splitAddresses(text: string): string[] {
  const items: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length && items.length < MAX_ADDRESSES; at += 1) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] !== "," || quoted) continue;
    items.push(text.slice(start, at));
    start = at + 1;
  }
  items.push(text.slice(start));
  return items;
}

function addType(tree: Tree, text: string, { valueStart, valueEnd }: TextHeader): void {
  const type = parseMediaType(text);
  tree.value(TYPE, type.name, valueStart, valueEnd);
  if (type.parameters !== "") tree.value(PARAMETERS, type.parameters, valueStart, valueEnd);
}
