/** RIP versions 1 and 2, RFC 2453, and RIPng, RFC 2080: a command and a list of routes. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const HEADER_LEN = 4;
const ENTRY_LEN = 20;
const AUTHENTICATION = 0xffff;
const COMMANDS: Readonly<Record<number, string>> = {
  1: "Request",
  2: "Response",
  3: "Traceon",
  4: "Traceoff",
  5: "Vendor specific (Sun)",
};

const COMMAND = defineField("rip.command", "uint8", "Command", { values: COMMANDS });
const VERSION = defineField("rip.version", "uint8", "Version", {
  values: { 1: "RIPv1", 2: "RIPv2" },
});
const FAMILY = defineField("rip.family", "uint16", "Address Family", {
  values: { 0: "Unspecified", 2: "IP" },
});
const TAG = defineField("rip.route_tag", "uint16", "Route Tag");
const ADDRESS = defineField("rip.ip", "ipv4", "IP Address");
const MASK = defineField("rip.netmask", "ipv4", "Netmask");
const NEXT_HOP = defineField("rip.next_hop", "ipv4", "Next Hop");
const METRIC = defineField("rip.metric", "uint16", "Metric");
const AUTHENTICATION_TYPE = defineField("rip.auth.type", "uint16", "Authentication type");
const PASSWORD = defineField("rip.auth.passwd", "string", "Password");
const NG_COMMAND = defineField("ripng.cmd", "uint8", "Command", {
  values: { 1: "Request", 2: "Response" },
});
const NG_VERSION = defineField("ripng.version", "uint8", "Version");
const NG_ENTRY: FieldLayout = [
  [defineField("ripng.rte.ipv6_prefix", "ipv6", "IPv6 Prefix"), 0],
  [defineField("ripng.rte.route_tag", "uint16", "Route Tag", { hex: true }), 16],
  [defineField("ripng.rte.prefix_length", "uint8", "Prefix Length"), 18],
  [defineField("ripng.rte.metric", "uint8", "Metric"), 19],
];

const RIP_FIELDS: readonly FieldSpec[] = [
  COMMAND,
  VERSION,
  FAMILY,
  TAG,
  ADDRESS,
  MASK,
  NEXT_HOP,
  METRIC,
  AUTHENTICATION_TYPE,
  PASSWORD,
];

function dissectRip({ view, payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (end - off < HEADER_LEN) return;
  const version = view.getUint8(off + 1);
  tree.layer("rip", "Routing Information Protocol", off, end);
  const command = tree.add(COMMAND, off);
  tree.add(VERSION, off + 1);
  for (let at = off + HEADER_LEN; at + ENTRY_LEN <= end; at += ENTRY_LEN) {
    addEntry(tree, at, version);
  }
  tree.show(
    version === 1 || version === 2 ? `RIPv${version}` : "RIP",
    COMMANDS[Number(command?.value)] ?? "Unknown command",
  );
}

function addEntry(tree: Tree, off: number, version: number): void {
  if (tree.view.getUint16(off) === AUTHENTICATION) {
    const type = tree.add(AUTHENTICATION_TYPE, off + 2);
    if (type?.value === 2) tree.add(PASSWORD, off + 4, 16);
    return;
  }
  tree.add(FAMILY, off);
  if (version === 2) tree.add(TAG, off + 2);
  tree.add(ADDRESS, off + 4);
  if (version === 2) {
    tree.add(MASK, off + 8);
    tree.add(NEXT_HOP, off + 12);
  }
  tree.value(METRIC, tree.view.getUint32(off + 16), off + 16, off + 20);
}

function dissectRipng({ payloadStart: off, payloadEnd: end }: Packet, tree: Tree): void {
  if (end - off < HEADER_LEN) return;
  tree.layer("ripng", "RIPng", off, end);
  const command = addWithin(tree, NG_COMMAND, off, end);
  const version = addWithin(tree, NG_VERSION, off + 1, end);
  for (let at = off + HEADER_LEN; at + ENTRY_LEN <= end; at += ENTRY_LEN) {
    addFields(tree, NG_ENTRY, at, end);
  }
  const name = command?.value === 1 ? "Request" : command?.value === 2 ? "Response" : "Unknown";
  tree.show("RIPng", ` Command ${name}, Version ${version?.raw}`);
}

export const RIP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Rip],
  udpPorts: [520],
  fields: RIP_FIELDS,
  dissect: dissectRip,
};

export const RIPNG_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Ripng],
  udpPorts: [521],
  fields: [NG_COMMAND, NG_VERSION, ...layoutFields(NG_ENTRY)],
  dissect: dissectRipng,
};
