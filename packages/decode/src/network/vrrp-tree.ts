/** Redundancy of routers: VRRP version 2 (RFC 3768) and 3 (RFC 5798), and the head of EIGRP (RFC 7868 §6.6). */

import { addChecksum, checksumFields } from "../checksum-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";

const HEADER_LEN = 8;
const ANNOUNCEMENT = 1;

const VERSION = defineField("vrrp.version", "uint8", "VRRP packet version", { mask: 0xf0 });
const COMMON: FieldLayout = [
  [VERSION, 0],
  [
    defineField("vrrp.type", "uint8", "VRRP packet type", {
      mask: 0x0f,
      values: { 1: "Advertisement" },
    }),
    0,
  ],
  [defineField("vrrp.virt_rtr_id", "uint8", "Virtual Rtr ID"), 1],
  [defineField("vrrp.prio", "uint8", "Priority"), 2],
  [defineField("vrrp.addr_count", "uint8", "Addr Count"), 3],
];
const AUTHENTICATION = defineField("vrrp.auth_type", "uint8", "Auth Type");
const INTERVAL_2 = defineField("vrrp.adver_int", "uint8", "Adver Int");
const INTERVAL_3 = defineField("vrrp.short_adver_int", "uint16", "Adver Int", { mask: 0x0fff });
const CHECKSUM = checksumFields("vrrp");
const IPV4 = defineField("vrrp.ip_addr", "ipv4", "IP Address");
const IPV6 = defineField("vrrp.ipv6_addr", "ipv6", "IPv6 Address");

const OPCODES: Readonly<Record<number, string>> = {
  1: "Update",
  2: "Request",
  3: "Query",
  4: "Reply",
  5: "Hello",
  6: "IPX SAP",
  10: "SIA-Query",
  11: "SIA-Reply",
};
const HELLO = 5;
const OPCODE = defineField("eigrp.opcode", "uint8", "Opcode", { values: OPCODES });
const ACKNOWLEDGE = defineField("eigrp.ack", "uint32", "Acknowledge");
const EIGRP: FieldLayout = [
  [defineField("eigrp.version", "uint8", "Version"), 0],
  [OPCODE, 1],
  [defineField("eigrp.flags", "uint32", "Flags", { hex: true }), 4],
  [defineField("eigrp.seq", "uint32", "Sequence"), 8],
  [ACKNOWLEDGE, 12],
  [defineField("eigrp.vrid", "uint16", "Virtual Router ID"), 16],
  [defineField("eigrp.as", "uint16", "Autonomous System"), 18],
];
const EIGRP_HEADER_LEN = 20;
const EIGRP_CHECKSUM = checksumFields("eigrp");

export const REDUNDANCY_FIELDS: readonly FieldSpec[] = [
  ...layoutFields(COMMON, EIGRP),
  AUTHENTICATION,
  INTERVAL_2,
  INTERVAL_3,
  ...Object.values(CHECKSUM),
  IPV4,
  IPV6,
  ...Object.values(EIGRP_CHECKSUM),
];

export function dissectVrrp(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("vrrp", "Virtual Router Redundancy Protocol", start, end);
  if (end - start < HEADER_LEN) return;
  const { view } = tree;
  const version = view.getUint8(start) >>> 4;
  addFields(tree, COMMON, start, end);
  if (version === 3) {
    addWithin(tree, INTERVAL_3, start + 4, end);
    addWithin(tree, CHECKSUM.checksum, start + 6, end);
  } else {
    addWithin(tree, AUTHENTICATION, start + 4, end);
    addWithin(tree, INTERVAL_2, start + 5, end);
    addChecksum(tree, CHECKSUM, start + 6, place);
  }
  const sixth = tree.packet.ipVersion === 6;
  const octets = sixth ? 16 : 4;
  const count = view.getUint8(start + 3);
  for (let i = 0; i < count; i += 1) {
    const field = addWithin(tree, sixth ? IPV6 : IPV4, start + HEADER_LEN + octets * i, end);
    if (field === undefined) break;
  }
  const name = (view.getUint8(start) & 0x0f) === ANNOUNCEMENT ? "Announcement" : "Unknown";
  tree.show("VRRP", `${name} (v${version})`);
}

/** A hello that acknowledges has no body (RFC 7868 §5.3.1). */
export function dissectEigrp(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("eigrp", "Cisco EIGRP", start, end);
  if (end - start < EIGRP_HEADER_LEN) return;
  addFields(tree, EIGRP, start, end);
  addChecksum(tree, EIGRP_CHECKSUM, start + 2, place);
  const opcode = tree.view.getUint8(start + 1);
  const acknowledges = opcode === HELLO && tree.view.getUint32(start + 12) !== 0;
  tree.show("EIGRP", `${OPCODES[opcode] ?? "Unknown"}${acknowledges ? " (Ack)" : ""}`);
}
