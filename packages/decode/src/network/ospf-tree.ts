/** OSPF version 2, RFC 2328 appendix A, and version 3, RFC 5340 appendix A: headers and what packets are about. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const HEADER_LEN_2 = 24;
const HEADER_LEN_3 = 16;
const LSA_HEADER_LEN = 20;
/** Advertisements of one packet; each has a header of twenty octets. */
const MAX_LSAS = 512;

const Type = { Hello: 1, Description: 2, Request: 3, Update: 4, Acknowledge: 5 } as const;

const TYPES: Readonly<Record<number, string>> = {
  1: "Hello Packet",
  2: "DB Description",
  3: "LS Request",
  4: "LS Update",
  5: "LS Acknowledge",
};
const LSA_TYPES_2: Readonly<Record<number, string>> = {
  1: "Router-LSA",
  2: "Network-LSA",
  3: "Summary-LSA (IP network)",
  4: "Summary-LSA (ASBR)",
  5: "AS-External-LSA (ASBR)",
  7: "NSSA AS-External-LSA",
  9: "Opaque LSA, Link-local scope",
  10: "Opaque LSA, Area-local scope",
  11: "Opaque LSA, AS-local scope",
};

const COMMON: FieldLayout = [
  [defineField("ospf.version", "uint8", "Version"), 0],
  [defineField("ospf.msg", "uint8", "Message Type", { values: TYPES }), 1],
  [defineField("ospf.packet_length", "uint16", "Packet Length"), 2],
  [defineField("ospf.srcrouter", "ipv4", "Source OSPF Router"), 4],
  [defineField("ospf.area_id", "ipv4", "Area ID"), 8],
];
const CHECKSUM: FieldSpec = defineField("ospf.checksum", "uint16", "Checksum", { hex: true });
const AUTHENTICATION = defineField("ospf.auth.type", "uint16", "Auth Type");
const INSTANCE = defineField("ospf.instance_id", "uint8", "Instance ID");
const MASK = defineField("ospf.hello.network_mask", "ipv4", "Network Mask");
const INTERVAL = defineField("ospf.hello.hello_interval", "uint32", "Hello Interval [sec]");
const PRIORITY = defineField("ospf.hello.router_priority", "uint8", "Router Priority");
const DEAD_INTERVAL = defineField(
  "ospf.hello.router_dead_interval",
  "uint32",
  "Router Dead Interval [sec]",
);
const DESIGNATED = defineField("ospf.hello.designated_router", "ipv4", "Designated Router");
const BACKUP = defineField(
  "ospf.hello.backup_designated_router",
  "ipv4",
  "Backup Designated Router",
);
const NEIGHBOR = defineField("ospf.hello.active_neighbor", "ipv4", "Active Neighbor");
const MTU = defineField("ospf.db.interface_mtu", "uint16", "Interface MTU");
const SEQUENCE = defineField("ospf.db.dd_sequence", "uint32", "DD Sequence");
const LSA_COUNT = defineField("ospf.ls.number_of_lsas", "uint32", "Number of LSAs");
const AGE = defineField("ospf.lsa.age", "uint16", "LS Age (seconds)", { mask: 0x7fff });
const LSA_TYPE_2 = defineField("ospf.lsa", "uint8", "LS Type", { values: LSA_TYPES_2 });
const LSA_TYPE_3 = defineField("ospf.v3.lsa", "uint16", "LS Type", { hex: true });
const LSA: FieldLayout = [
  [defineField("ospf.lsa.id", "ipv4", "Link State ID"), 4],
  [defineField("ospf.advrouter", "ipv4", "Advertising Router"), 8],
  [defineField("ospf.lsa.seqnum", "uint32", "Sequence Number", { hex: true }), 12],
  [defineField("ospf.lsa.chksum", "uint16", "Checksum", { hex: true }), 16],
  [defineField("ospf.lsa.length", "uint16", "Length"), 18],
];

export const OSPF_FIELDS: readonly FieldSpec[] = [
  ...layoutFields(COMMON, LSA),
  CHECKSUM,
  AUTHENTICATION,
  INSTANCE,
  MASK,
  INTERVAL,
  PRIORITY,
  DEAD_INTERVAL,
  DESIGNATED,
  BACKUP,
  NEIGHBOR,
  MTU,
  SEQUENCE,
  LSA_COUNT,
  AGE,
  LSA_TYPE_2,
  LSA_TYPE_3,
];

export function dissectOspf(tree: Tree, place: LayerPlace): void {
  const { start } = place;
  const { view } = tree;
  tree.layer("ospf", "Open Shortest Path First", start, place.end);
  if (place.end - start < HEADER_LEN_3) return;
  addFields(tree, COMMON, start, place.end);
  const second = view.getUint8(start) === 2;
  const end = Math.min(place.end, start + view.getUint16(start + 2));
  const type = view.getUint8(start + 1);
  if (second) {
    addWithin(tree, CHECKSUM, start + 12, end);
    addWithin(tree, AUTHENTICATION, start + 14, end);
  } else {
    addWithin(tree, CHECKSUM, start + 12, end);
    addWithin(tree, INSTANCE, start + 14, end);
  }
  addBody(tree, type, second, start + (second ? HEADER_LEN_2 : HEADER_LEN_3), end);
  const info = TYPES[type] ?? "Unknown";
  tree.summarize(info);
  tree.show("OSPF", info);
}

function addBody(tree: Tree, type: number, second: boolean, off: number, end: number): void {
  switch (type) {
    case Type.Hello:
      if (second) addHello2(tree, off, end);
      else addHello3(tree, off, end);
      break;
    case Type.Description:
      addWithin(tree, MTU, off + (second ? 0 : 4), end);
      addWithin(tree, SEQUENCE, off + (second ? 4 : 8), end);
      addHeaders(tree, second, off + (second ? 8 : 12), end, false);
      break;
    case Type.Update:
      addWithin(tree, LSA_COUNT, off, end);
      addHeaders(tree, second, off + 4, end, true);
      break;
    case Type.Acknowledge:
      addHeaders(tree, second, off, end, false);
      break;
    default:
      break;
  }
}

function addHello2(tree: Tree, off: number, end: number): void {
  addWithin(tree, MASK, off, end);
  addWithin(tree, INTERVAL, off + 4, end, 2);
  addWithin(tree, PRIORITY, off + 7, end);
  addWithin(tree, DEAD_INTERVAL, off + 8, end);
  addWithin(tree, DESIGNATED, off + 12, end);
  addWithin(tree, BACKUP, off + 16, end);
  for (let at = off + 20; at + 4 <= end; at += 4) tree.add(NEIGHBOR, at);
}

function addHello3(tree: Tree, off: number, end: number): void {
  addWithin(tree, PRIORITY, off + 4, end);
  addWithin(tree, INTERVAL, off + 8, end, 2);
  addWithin(tree, DEAD_INTERVAL, off + 10, end, 2);
  addWithin(tree, DESIGNATED, off + 12, end);
  addWithin(tree, BACKUP, off + 16, end);
  for (let at = off + 20; at + 4 <= end; at += 4) tree.add(NEIGHBOR, at);
}

/** Headers of advertisements, with their bodies between them in updates. */
function addHeaders(
  tree: Tree,
  second: boolean,
  start: number,
  end: number,
  bodies: boolean,
): void {
  let off = start;
  for (let i = 0; i < MAX_LSAS && off + LSA_HEADER_LEN <= end; i += 1) {
    addWithin(tree, AGE, off, end);
    if (second) addWithin(tree, LSA_TYPE_2, off + 3, end);
    else addWithin(tree, LSA_TYPE_3, off + 2, end);
    addFields(tree, LSA, off, off + LSA_HEADER_LEN);
    const length = tree.has(off + 18, 2) ? tree.view.getUint16(off + 18) : 0;
    off += bodies ? Math.max(length, LSA_HEADER_LEN) : LSA_HEADER_LEN;
  }
}
