/** The Service Location Protocol, version 2, RFC 2608 §8. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";
import { readText } from "./name-text.ts";
import { formatTime } from "./time-text.ts";
import { addWithin } from "./within.ts";

const PORT = 427;
const VERSION_2 = 2;
/** Header without the language tag. */
const HEADER_LEN = 14;

/** URLs of one reply that are shown. */
const MAX_URLS = 200;

const FUNCTIONS: Readonly<Record<number, string>> = {
  1: "Service Request",
  2: "Service Reply",
  3: "Service Registration",
  4: "Service Deregister",
  5: "Service Acknowledge",
  6: "Attribute Request",
  7: "Attribute Reply",
  8: "DA Advertisement",
  9: "Service Type Request",
  10: "Service Type Reply",
  11: "SA Advertisement",
};

const FunctionId = { ServiceReply: 2, Registration: 3, DaAdvertisement: 8 } as const;

const ERRORS: Readonly<Record<number, string>> = {
  0: "No Error",
  1: "Language not supported",
  2: "Message parse error",
  3: "Invalid registration",
  4: "Scope not supported",
  5: "Authentication unknown",
  6: "Authentication absent",
  7: "Authentication failed",
  9: "Version not supported",
  10: "Internal error",
  11: "DA busy",
  12: "Option not understood",
  13: "Invalid update",
  14: "Message not supported",
  15: "Refresh rejected",
};

const VERSION = defineField("srvloc.version", "uint8", "Version");
const FUNCTION = defineField("srvloc.function", "uint8", "Function", { values: FUNCTIONS });
const LENGTH = defineField("srvloc.pktlen", "uint24", "Packet Length");
const FLAGS = defineField("srvloc.flags_v2", "uint16", "Flags", { hex: true });
const FLAG_BITS = [
  defineField("srvloc.flags_v2.overflow", "boolean", "Overflow", { octets: 2, mask: 0x8000 }),
  defineField("srvloc.flags_v2.fresh", "boolean", "Fresh Registration", {
    octets: 2,
    mask: 0x4000,
  }),
  defineField("srvloc.flags_v2.reqmulti", "boolean", "Multicast requested", {
    octets: 2,
    mask: 0x2000,
  }),
];
const EXTENSION = defineField("srvloc.nextextoff", "uint24", "Next Extension Offset");
const XID = defineField("srvloc.xid", "uint24", "XID");
const LANGUAGE_LENGTH = defineField("srvloc.langtaglen", "uint16", "Lang Tag Len");
const LANGUAGE = defineField("srvloc.langtag", "string", "Lang Tag");
const ERROR = defineField("srvloc.errv2", "uint16", "Error Code", { values: ERRORS });
const URL_COUNT = defineField("srvloc.srvreq.urlcount", "uint16", "Number of URLs");
const URL_RESERVED = defineField("srvloc.url.reserved", "uint8", "Reserved", { hex: true });
const URL_LIFETIME = defineField("srvloc.url.lifetime", "uint16", "URL lifetime");
const URL_LENGTH = defineField("srvloc.url.urllen", "uint16", "URL Length");
const URL = defineField("srvloc.url.url", "string", "URL");
const AUTHENTICATIONS = defineField("srvloc.url.numauths", "uint8", "Num Auths");
const BOOT_TIME = defineField("srvloc.daadvert.timestamp", "absoluteTime", "DAADVERT Timestamp");

/** A text behind its length in two octets. */
interface Text {
  readonly length: FieldSpec;
  readonly text: FieldSpec;
}

function text(length: string, name: string, title: string): Text {
  return {
    length: defineField(`srvloc.${length}`, "uint16", `${title} Length`),
    text: defineField(`srvloc.${name}`, "string", title),
  };
}

const PREVIOUS = "Previous Response List";

/** The texts of the functions that have nothing else. */
const TEXTS: Readonly<Record<number, readonly Text[]>> = {
  1: [
    text("srvreq.prlistlen", "srvreq.prlist", PREVIOUS),
    text("srvreq.srvtypelen", "srvreq.srvtypelist", "Service Type"),
    text("srvreq.scopelistlen", "srvreq.scopelist", "Scope List"),
    text("srvreq.predicatelen", "srvreq.predicate", "Predicate"),
    text("srvreq.slpspilen", "srvreq.slpspi", "SLP SPI"),
  ],
  3: [
    text("srvreq.srvtypelen", "srvreq.srvtype", "Service Type"),
    text("srvreq.scopelistlen", "srvreq.scopelist", "Scope List"),
    text("srvreq.attrlistlen", "srvreq.attrlist", "Attribute List"),
  ],
  4: [text("srvdereq.scopelistlen", "srvdereq.scopelist", "Scope List")],
  6: [
    text("attrreq.prlistlen", "attrreq.prlist", PREVIOUS),
    text("attrreq.urllen", "attrreq.url", "Service URL"),
    text("attrreq.scopelistlen", "attrreq.scopelist", "Scope List"),
    text("attrreq.taglistlen", "attrreq.taglist", "Tag List"),
    text("attrreq.slpspilen", "attrreq.slpspi", "SLP SPI"),
  ],
  7: [text("attrrply.attrlistlen", "attrrply.attrlist", "Attribute List")],
  8: [
    text("daadvert.urllen", "daadvert.url", "URL"),
    text("daadvert.scopelistlen", "daadvert.scopelist", "Scope List"),
    text("daadvert.attrlistlen", "daadvert.attrlist", "Attribute List"),
    text("daadvert.slpspilen", "daadvert.slpspi", "SLP SPI"),
  ],
  9: [
    text("srvtypereq.prlistlen", "srvtypereq.prlist", PREVIOUS),
    text("srvtypereq.nameauthlistlen", "srvtypereq.nameauthlist", "Naming Authority List"),
    text("srvtypereq.scopelistlen", "srvtypereq.scopelist", "Scope List"),
  ],
  10: [text("srvtypereq.srvtypelistlen", "srvtyperply.srvtypelist", "Service Type List")],
  11: [text("saadvert.urllen", "saadvert.url", "URL")],
};

/** Functions that begin with an error code. */
const WITH_ERROR: ReadonlySet<number> = new Set([2, 5, 7, 8, 10]);

const FIELDS: readonly FieldSpec[] = fieldList();

function fieldList(): FieldSpec[] {
  const known = new Map<string, FieldSpec>();
  for (const { length, text: field } of Object.values(TEXTS).flat()) {
    known.set(length.name, length);
    known.set(field.name, field);
  }
  return [
    ...[VERSION, FUNCTION, LENGTH, FLAGS, ...FLAG_BITS, EXTENSION, XID, LANGUAGE_LENGTH, LANGUAGE],
    ...[ERROR, URL_COUNT, URL_RESERVED, URL_LIFETIME, URL_LENGTH, URL, AUTHENTICATIONS, BOOT_TIME],
    ...known.values(),
  ];
}

/** Version 2, a known function, no reserved flag, and a length that is the datagram's. */
function isMessage(view: DataView, off: number, end: number): boolean {
  return (
    end - off >= HEADER_LEN &&
    view.getUint8(off) === VERSION_2 &&
    FUNCTIONS[view.getUint8(off + 1)] !== undefined &&
    (view.getUint16(off + 2) << 8) + view.getUint8(off + 4) === end - off &&
    (view.getUint16(off + 5) & 0x1fff) === 0
  );
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  if (end - off < HEADER_LEN || view.getUint8(off) !== VERSION_2) return;
  const number = view.getUint8(off + 1);
  const name = FUNCTIONS[number] ?? `Unknown Function (${number})`;
  tree.layer("srvloc", "Service Location Protocol", off, end);
  tree.summarize(name);
  tree.show("SRVLOC", `${name}, V2 XID - ${view.getUint16(off + 10)}`);
  tree.add(VERSION, off);
  tree.add(FUNCTION, off + 1);
  tree.add(LENGTH, off + 2);
  tree.inside(tree.add(FLAGS, off + 5), () => {
    for (const spec of FLAG_BITS) tree.add(spec, off + 5);
  });
  tree.add(EXTENSION, off + 7);
  tree.value(XID, view.getUint16(off + 10), off + 10, off + 12);
  addBody(
    tree,
    number,
    addText(tree, { length: LANGUAGE_LENGTH, text: LANGUAGE }, off + 12, end),
    end,
  );
}

function addBody(tree: Tree, number: number, start: number, end: number): void {
  let off = start;
  if (WITH_ERROR.has(number)) {
    addWithin(tree, ERROR, off, end);
    off += 2;
  }
  if (number === FunctionId.ServiceReply) {
    addUrls(tree, off, end);
    return;
  }
  if (number === FunctionId.Registration) off = addUrl(tree, off, end);
  if (number === FunctionId.DaAdvertisement && off + 4 <= end) {
    tree.value(BOOT_TIME, formatTime(tree.view.getUint32(off), 0), off, off + 4);
    off += 4;
  }
  for (const part of TEXTS[number] ?? []) off = addText(tree, part, off, end);
}

/** @returns the offset behind the text; beyond `end` where it does not fit */
function addText(tree: Tree, part: Text, off: number, end: number): number {
  if (addWithin(tree, part.length, off, end) === undefined) return end + 1;
  const start = off + 2;
  const after = start + tree.view.getUint16(off);
  if (after > end) return end + 1;
  if (after > start) tree.value(part.text, readText(tree.view, start, after), start, after);
  return after;
}

function addUrls(tree: Tree, off: number, end: number): void {
  if (addWithin(tree, URL_COUNT, off, end) === undefined) return;
  let at = off + 2;
  for (let left = Math.min(tree.view.getUint16(off), MAX_URLS); left > 0 && at < end; left -= 1) {
    at = addUrl(tree, at, end);
  }
}

/** A URL with its lifetime, RFC 2608 §4.3; authentication behind it is not read. */
function addUrl(tree: Tree, off: number, end: number): number {
  addWithin(tree, URL_RESERVED, off, end);
  addWithin(tree, URL_LIFETIME, off + 1, end);
  const after = addText(tree, { length: URL_LENGTH, text: URL }, off + 3, end);
  if (addWithin(tree, AUTHENTICATIONS, after, end) === undefined) return end + 1;
  return tree.view.getUint8(after) === 0 ? after + 1 : end + 1;
}

export const SRVLOC_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Srvloc],
  tcpPorts: [PORT],
  udpPorts: [PORT],
  datagram: {
    firstOctets: [VERSION_2],
    matches: (view, off, end) => isMessage(view, off, end),
  },
  fields: FIELDS,
  dissect,
};
