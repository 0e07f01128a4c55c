/** Fields of the headers that capture facilities put before packets. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";
import { HEADER_LEN, isLinux, LINUX_HEADER_LEN } from "./arcnet.ts";

const LE = { littleEndian: true };

const PKTAP: FieldLayout = [
  [defineField("pktap.hdrlen", "uint32", "Header length", LE), 0],
  [defineField("pktap.rectype", "uint32", "Record type", LE), 4],
  [defineField("pktap.dlt", "uint32", "DLT", LE), 8],
  [defineField("pktap.flags", "uint32", "Flags", { ...LE, hex: true }), 36],
  [defineField("pktap.pfamily", "uint32", "Protocol family", LE), 40],
  [defineField("pktap.llhdrlen", "uint32", "Link-layer header length", LE), 44],
  [defineField("pktap.lltrlrlen", "uint32", "Link-layer trailer length", LE), 48],
  [defineField("pktap.pid", "uint32", "Process ID", LE), 52],
];
const IPNET: FieldLayout = [
  [defineField("ipnet.version", "uint8", "Header version"), 0],
  [defineField("ipnet.family", "uint8", "Address family"), 1],
  [defineField("ipnet.htype", "uint16", "Hook type"), 2],
  [defineField("ipnet.pktlen", "uint32", "Data length"), 4],
  [defineField("ipnet.ifindex", "uint32", "Interface index"), 8],
  [defineField("ipnet.grifindex", "uint32", "Group interface index"), 12],
  [defineField("ipnet.zsrc", "uint32", "Source Zone ID"), 16],
  [defineField("ipnet.zdst", "uint32", "Destination Zone ID"), 20],
];
const IPOIB: FieldLayout = [
  [defineField("ipoib.daddr.qpn", "uint24", "Destination QPN", { hex: true }), 21],
  [defineField("ipoib.dgid", "ipv6", "Destination GID"), 24],
  [defineField("ipoib.type", "uint16", "Type", { hex: true, values: etherTypeName }), 40],
  [defineField("ipoib.reserved", "uint16", "Reserved", { hex: true }), 42],
];
const NFLOG: FieldLayout = [
  [defineField("nflog.family", "uint8", "Family", { values: { 2: "IPv4", 10: "IPv6" } }), 0],
  [defineField("nflog.version", "uint8", "Version"), 1],
  [defineField("nflog.res_id", "uint16", "Resource id"), 2],
];
const JUNIPER: FieldLayout = [
  [defineField("juniper.magic-number", "uint24", "Magic Number", { hex: true }), 0],
  [defineField("juniper.direction", "uint8", "Direction", { mask: 0x01, hex: true }), 3],
  [defineField("juniper.l2hdr", "uint8", "L2 header presence", { mask: 0x02, hex: true }), 3],
];
const ARCNET: FieldLayout = [
  [defineField("arcnet.src", "uint8", "Source", { hex: true }), 0],
  [defineField("arcnet.dst", "uint8", "Dest", { hex: true }), 1],
];
const ARCNET_PROTOCOL = defineField("arcnet.protID", "uint8", "Protocol ID", { hex: true });

export const CAPTURE_HEADER_FIELDS: readonly FieldSpec[] = [
  ...layoutFields(PKTAP, IPNET, IPOIB, NFLOG, JUNIPER, ARCNET),
  ARCNET_PROTOCOL,
];

/** Adds the layer of `place` with the fields of `layout`, up to where the next layer begins. */
function addHeader(tree: Tree, place: LayerPlace, layout: FieldLayout): void {
  const { filterName, title } = protocolInfo(place.protocol);
  const { packet } = tree;
  const nested = place.index + 1 < packet.layerCount;
  const end = nested ? packet.layerStart[place.index + 1]! : place.end;
  tree.layer(filterName, title, place.start, end);
  addFields(tree, layout, place.start, end);
}

/** The record behind PKTAP's header is named before its link layer. */
export function dissectPktap(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, PKTAP);
  tree.mention("pcap_pktdata");
}

export function dissectIpnet(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, IPNET);
}

export function dissectIpoib(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, IPOIB);
}

export function dissectNflog(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, NFLOG);
}

export function dissectJuniper(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, JUNIPER);
  const atm = tree.packet.linkType === 137 || tree.packet.linkType === 135;
  if (atm) tree.show(tree.packet.linkType === 137 ? "Juniper ATM1" : "Juniper ATM2", "");
}

export function dissectArcnet(tree: Tree, place: LayerPlace): void {
  addHeader(tree, place, ARCNET);
  const length = isLinux(tree.packet) ? LINUX_HEADER_LEN : HEADER_LEN;
  tree.add(ARCNET_PROTOCOL, place.start + length - 1);
}
