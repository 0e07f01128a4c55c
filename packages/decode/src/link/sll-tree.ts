/** Fields of Linux cooked captures. */

import { defineField, type FieldSpec } from "../field.ts";
import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import { etherTypeName } from "../network/ether-type-names.ts";
import type { Tree } from "../tree.ts";
import * as sll from "./sll.ts";

const PACKET_TYPES: Readonly<Record<number, string>> = {
  0: "Unicast to us",
  1: "Broadcast",
  2: "Multicast",
  3: "Unicast to another host",
  4: "Sent by us",
};

const HARDWARE_NAMES: Readonly<Record<number, string>> = {
  1: "Ethernet",
  512: "PPP",
  772: "Loopback",
  778: "GRE over IP",
  801: "IEEE 802.11",
  803: "IEEE 802.11 radiotap",
  824: "Netlink",
  65534: "None",
};

const PACKET_TYPE = defineField("sll.pkttype", "uint16", "Packet type", { values: PACKET_TYPES });
const PACKET_TYPE_2 = defineField("sll.pkttype", "uint8", "Packet type", {
  values: PACKET_TYPES,
});
const HARDWARE = defineField("sll.hatype", "uint16", "Link-layer address type", {
  values: HARDWARE_NAMES,
});
const ADDRESS_LENGTH = defineField("sll.halen", "uint16", "Link-layer address length");
const ADDRESS_LENGTH_2 = defineField("sll.halen", "uint8", "Link-layer address length");
const MAC = defineField("sll.src.eth", "ether", "Source", { aliases: ["eth.addr"] });
const IPV4 = defineField("sll.src.ipv4", "ipv4", "Source");
const OTHER = defineField("sll.src.other", "bytes", "Source");
const UNUSED = defineField("sll.unused", "bytes", "Unused");
const INTERFACE = defineField("sll.ifindex", "uint32", "Interface index");
const ETHER_TYPE = defineField("sll.etype", "uint16", "Protocol", {
  hex: true,
  values: etherTypeName,
});
const LINUX_TYPE = defineField("sll.ltype", "uint16", "Protocol", {
  hex: true,
  values: { 1: "802.3", 4: "802.2 LLC", 12: "CAN", 13: "CAN FD" },
});

export const SLL_FIELDS: readonly FieldSpec[] = [
  PACKET_TYPE,
  HARDWARE,
  ADDRESS_LENGTH,
  MAC,
  IPV4,
  OTHER,
  UNUSED,
  INTERFACE,
  ETHER_TYPE,
  LINUX_TYPE,
];

export function dissectSll(tree: Tree, start: number): void {
  tree.layer("sll", "Linux cooked capture v1", start, start + sll.HEADER_LEN);
  tree.add(PACKET_TYPE, start);
  tree.add(HARDWARE, start + 2);
  tree.add(ADDRESS_LENGTH, start + 4);
  if (!tree.has(start, 6)) return;
  addAddress(tree, start + 6, sll.addressLength(tree.view, start));
  addType(tree, start + 14, start + 2);
}

export function dissectSll2(tree: Tree, start: number): void {
  tree.layer("sll", "Linux cooked capture v2", start, start + sll.HEADER_LEN_2);
  addType(tree, start, start + 8);
  tree.add(INTERFACE, start + 4);
  tree.add(HARDWARE, start + 8);
  tree.add(PACKET_TYPE_2, start + 10);
  tree.add(ADDRESS_LENGTH_2, start + 11);
  if (tree.has(start, 12)) addAddress(tree, start + 12, sll.addressLength2(tree.view, start));
}

function addAddress(tree: Tree, off: number, length: number): void {
  const kept = Math.min(length, 8);
  if (kept === 6) tree.add(MAC, off);
  else if (kept === 4) tree.add(IPV4, off);
  else if (kept > 0) tree.add(OTHER, off, kept);
  if (kept < 8) tree.add(UNUSED, off + kept, 8 - kept);
}

/** Behind a GRE interface the type is GRE's own, which is looked up without a step of its own. */
function addType(tree: Tree, off: number, hardware: number): void {
  if (!tree.has(off, 2)) return;
  const typed = tree.view.getUint16(off) > MAX_8023_LENGTH;
  tree.add(typed ? ETHER_TYPE : LINUX_TYPE, off);
  const viaGre = tree.has(hardware, 2) && tree.view.getUint16(hardware) === sll.ARPHRD_IPGRE;
  if (typed && !viaGre) tree.mention("ethertype");
}
