/** BGP-4, RFC 4271: messages behind a marker of ones, with the attributes and routes of updates. */

import { formatIpv4 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 19;
const MARKER_LEN = 16;
/** The longest message, with the extension of RFC 8654. */
const MAX_LEN = 65_535;
/** Attributes and routes read of one message. */
const MAX_ATTRIBUTES = 256;
const MAX_ROUTES = 2048;
const EXTENDED_LENGTH = 0x10;

const Message = { Open: 1, Update: 2, Notification: 3, KeepAlive: 4, RouteRefresh: 5 } as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "OPEN Message",
  2: "UPDATE Message",
  3: "NOTIFICATION Message",
  4: "KEEPALIVE Message",
  5: "ROUTE-REFRESH Message",
  6: "CAPABILITY Message",
};
const ATTRIBUTES: Readonly<Record<number, string>> = {
  1: "ORIGIN",
  2: "AS_PATH",
  3: "NEXT_HOP",
  4: "MULTI_EXIT_DISC",
  5: "LOCAL_PREF",
  6: "ATOMIC_AGGREGATE",
  7: "AGGREGATOR",
  8: "COMMUNITIES",
  9: "ORIGINATOR_ID",
  10: "CLUSTER_LIST",
  14: "MP_REACH_NLRI",
  15: "MP_UNREACH_NLRI",
  16: "EXTENDED_COMMUNITIES",
  17: "AS4_PATH",
  18: "AS4_AGGREGATOR",
  32: "LARGE_COMMUNITY",
};
const ORIGINS: Readonly<Record<number, string>> = { 0: "IGP", 1: "EGP", 2: "INCOMPLETE" };
const ERRORS: Readonly<Record<number, string>> = {
  1: "Message Header Error",
  2: "OPEN Message Error",
  3: "UPDATE Message Error",
  4: "Hold Timer Expired",
  5: "Finite State Machine Error",
  6: "Cease",
};

const MARKER = defineField("bgp.marker", "bytes", "Marker");
const LENGTH = defineField("bgp.length", "uint16", "Length");
const TYPE = defineField("bgp.type", "uint8", "Type", { values: TYPES });
const OPEN: FieldLayout = [
  [defineField("bgp.open.version", "uint8", "Version"), 0],
  [defineField("bgp.open.myas", "uint16", "My AS"), 1],
  [defineField("bgp.open.holdtime", "uint16", "Hold Time"), 3],
  [defineField("bgp.open.identifier", "ipv4", "BGP Identifier"), 5],
  [defineField("bgp.open.opt.len", "uint8", "Optional Parameters Length"), 9],
];
const MAJOR = defineField("bgp.notify.major_error", "uint8", "Major error Code", {
  values: ERRORS,
});
const MINOR = defineField("bgp.notify.minor_error", "uint8", "Minor error Code");
const WITHDRAWN_LENGTH = defineField(
  "bgp.update.withdrawn_routes.length",
  "uint16",
  "Withdrawn Routes Length",
);
const WITHDRAWN = defineField("bgp.withdrawn_prefix", "ipv4", "Withdrawn prefix");
const ATTRIBUTES_LENGTH = defineField(
  "bgp.update.path_attributes.length",
  "uint16",
  "Total Path Attribute Length",
);
const ATTRIBUTE_FLAGS = defineField("bgp.update.path_attribute.flags", "uint8", "Flags", {
  hex: true,
});
const ATTRIBUTE_TYPE = defineField("bgp.update.path_attribute.type_code", "uint8", "Type Code", {
  values: ATTRIBUTES,
});
const ATTRIBUTE_LENGTH = defineField("bgp.update.path_attribute.length", "uint16", "Length");
const ORIGIN = defineField("bgp.update.path_attribute.origin", "uint8", "Origin", {
  values: ORIGINS,
});
const NEXT_HOP = defineField("bgp.update.path_attribute.next_hop", "ipv4", "Next hop");
const EXIT = defineField(
  "bgp.update.path_attribute.multi_exit_disc",
  "uint32",
  "Multiple exit discriminator",
);
const PREFERENCE = defineField(
  "bgp.update.path_attribute.local_pref",
  "uint32",
  "Local preference",
);
const PREFIX_LENGTH = defineField("bgp.prefix_length", "uint8", "Prefix Length");
const PREFIX = defineField("bgp.nlri_prefix", "ipv4", "NLRI prefix");

const FIELDS: readonly FieldSpec[] = [
  MARKER,
  LENGTH,
  TYPE,
  ...layoutFields(OPEN),
  MAJOR,
  MINOR,
  WITHDRAWN_LENGTH,
  WITHDRAWN,
  ATTRIBUTES_LENGTH,
  ATTRIBUTE_FLAGS,
  ATTRIBUTE_TYPE,
  ATTRIBUTE_LENGTH,
  ORIGIN,
  NEXT_HOP,
  EXIT,
  PREFERENCE,
  PREFIX_LENGTH,
  PREFIX,
];

/** Attributes of one number or address, by their type. */
const SIMPLE: Readonly<Record<number, FieldSpec>> = {
  1: ORIGIN,
  3: NEXT_HOP,
  4: EXIT,
  5: PREFERENCE,
};

function matches(view: DataView, off: number, end: number): boolean {
  if (end - off < HEADER_LEN) return false;
  for (let i = 0; i < MARKER_LEN; i += 4) {
    if (view.getUint32(off + i) !== 0xffff_ffff) return false;
  }
  const type = view.getUint8(off + 18);
  return view.getUint16(off + MARKER_LEN) >= HEADER_LEN && type >= 1 && type <= 6;
}

function messageLength(view: DataView, off: number, end: number): number {
  if (end - off < HEADER_LEN) return 0;
  if (!matches(view, off, end)) return end - off;
  return Math.min(view.getUint16(off + MARKER_LEN), MAX_LEN);
}

function dissect({ view, payloadStart: off, payloadEnd }: Packet, tree: Tree): void {
  if (!matches(view, off, payloadEnd)) return;
  const end = Math.min(payloadEnd, off + view.getUint16(off + MARKER_LEN));
  const type = view.getUint8(off + 18);
  tree.layer("bgp", "Border Gateway Protocol", off, end);
  tree.summarize(TYPES[type]!);
  tree.add(MARKER, off, MARKER_LEN);
  tree.add(LENGTH, off + MARKER_LEN);
  tree.add(TYPE, off + 18);
  const body = off + HEADER_LEN;
  if (type === Message.Open) addFields(tree, OPEN, body, end);
  else if (type === Message.Update) addUpdate(tree, body, end);
  else if (type === Message.Notification) {
    addWithin(tree, MAJOR, body, end);
    addWithin(tree, MINOR, body + 1, end);
  }
  tree.show("BGP", TYPES[type]!);
}

function addUpdate(tree: Tree, off: number, end: number): void {
  const withdrawn = addWithin(tree, WITHDRAWN_LENGTH, off, end);
  if (withdrawn === undefined) return;
  const attributes = off + 2 + Number(withdrawn.value);
  addRoutes(tree, WITHDRAWN, off + 2, Math.min(attributes, end));
  const length = addWithin(tree, ATTRIBUTES_LENGTH, attributes, end);
  if (length === undefined) return;
  const routes = attributes + 2 + Number(length.value);
  addAttributes(tree, attributes + 2, Math.min(routes, end));
  addRoutes(tree, PREFIX, routes, end);
}

/** A length in bits, and as many octets as hold them (RFC 4271 §4.3). */
function addRoutes(tree: Tree, spec: FieldSpec, start: number, end: number): void {
  let off = start;
  for (let i = 0; i < MAX_ROUTES && off < end; i += 1) {
    const bits = tree.view.getUint8(off);
    const octets = (bits + 7) >>> 3;
    if (octets > 4 || off + 1 + octets > end) return;
    let word = 0;
    for (let n = 0; n < octets; n += 1) word |= tree.view.getUint8(off + 1 + n) << (24 - 8 * n);
    tree.add(PREFIX_LENGTH, off);
    tree.value(spec, formatIpv4(word), off + 1, off + 1 + octets);
    off += 1 + octets;
  }
}

function addAttributes(tree: Tree, start: number, end: number): void {
  let off = start;
  for (let i = 0; i < MAX_ATTRIBUTES && off + 3 <= end; i += 1) {
    const extended = (tree.view.getUint8(off) & EXTENDED_LENGTH) !== 0;
    if (extended && off + 4 > end) return;
    const body = off + (extended ? 4 : 3);
    const length = extended ? tree.view.getUint16(off + 2) : tree.view.getUint8(off + 2);
    if (body + length > end) return;
    tree.add(ATTRIBUTE_FLAGS, off);
    const at = off;
    tree.inside(tree.add(ATTRIBUTE_TYPE, off + 1), ({ value }) => {
      tree.value(ATTRIBUTE_LENGTH, length, at + 2, body);
      const spec = SIMPLE[Number(value)];
      if (spec !== undefined) addWithin(tree, spec, body, body + length);
    });
    off = body + length;
  }
}

export const BGP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Bgp],
  tcpPorts: [179],
  stream: { firstOctets: [0xff], matches },
  fields: FIELDS,
  dissect,
  messageLength,
};
