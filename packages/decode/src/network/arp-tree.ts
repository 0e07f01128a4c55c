/** Fields of ARP and RARP. */

import { formatIpv4, formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import * as arp from "./arp.ts";
import { etherTypeName } from "./ether-type-names.ts";

const OPCODES: Readonly<Record<number, string>> = {
  1: "request",
  2: "reply",
  3: "reverse request",
  4: "reverse reply",
  8: "inverse request",
  9: "inverse reply",
};

const HW_TYPE = defineField("arp.hw.type", "uint16", "Hardware type", {
  values: { 1: "Ethernet", 6: "IEEE 802", 15: "Frame Relay", 24: "IEEE 1394", 32: "InfiniBand" },
});
const PROTO_TYPE = defineField("arp.proto.type", "uint16", "Protocol type", {
  hex: true,
  values: etherTypeName,
});
const HW_SIZE = defineField("arp.hw.size", "uint8", "Hardware size");
const PROTO_SIZE = defineField("arp.proto.size", "uint8", "Protocol size");
const OPCODE = defineField("arp.opcode", "uint16", "Opcode", { values: OPCODES });
const SRC_MAC = defineField("arp.src.hw_mac", "ether", "Sender MAC address");
const SRC_IP = defineField("arp.src.proto_ipv4", "ipv4", "Sender IP address");
const DST_MAC = defineField("arp.dst.hw_mac", "ether", "Target MAC address");
const DST_IP = defineField("arp.dst.proto_ipv4", "ipv4", "Target IP address");
const SRC_HW = defineField("arp.src.hw", "bytes", "Sender hardware address");
const SRC_PROTO = defineField("arp.src.proto", "bytes", "Sender protocol address");
const DST_HW = defineField("arp.dst.hw", "bytes", "Target hardware address");
const DST_PROTO = defineField("arp.dst.proto", "bytes", "Target protocol address");

export const ARP_FIELDS: readonly FieldSpec[] = [
  HW_TYPE,
  PROTO_TYPE,
  HW_SIZE,
  PROTO_SIZE,
  OPCODE,
  SRC_MAC,
  SRC_IP,
  DST_MAC,
  DST_IP,
  SRC_HW,
  SRC_PROTO,
  DST_HW,
  DST_PROTO,
];

export function dissectArp(tree: Tree, start: number): void {
  const { view } = tree;
  const layer = tree.layer("arp", "Address Resolution Protocol", start, start + arp.HEADER_LEN);
  tree.add(HW_TYPE, start);
  tree.add(PROTO_TYPE, start + 2);
  tree.add(HW_SIZE, start + 4);
  tree.add(PROTO_SIZE, start + 5);
  const opcode = tree.add(OPCODE, start + 6);
  if (opcode === undefined) return;
  tree.summarize(OPCODES[Number(opcode.value)] ?? `opcode ${opcode.raw}`);
  layer.end = Math.min(start + arp.length(view, start), tree.packet.end) - tree.packet.start;
  const usual = arp.isIpv4OverMac(view, start);
  const hardware = arp.hardwareLength(view, start);
  const protocol = arp.protocolLength(view, start);
  tree.add(usual ? SRC_MAC : SRC_HW, start + arp.HEADER_LEN, hardware);
  tree.add(usual ? SRC_IP : SRC_PROTO, arp.senderProtocol(view, start), protocol);
  tree.add(usual ? DST_MAC : DST_HW, arp.targetHardware(view, start), hardware);
  tree.add(usual ? DST_IP : DST_PROTO, arp.targetProtocol(view, start), protocol);
}

/** One line: `Who has 10.0.0.1? Tell 10.0.0.2`. Needs a layer that `check` accepted. */
export function arpInfo(packet: Packet, start: number): string {
  const { view } = packet;
  const opcode = arp.opcode(view, start);
  if (!arp.isIpv4OverMac(view, start)) return OPCODES[opcode] ?? `opcode ${opcode}`;
  const senderMac = formatMac(view, start + arp.HEADER_LEN);
  const targetMac = formatMac(view, arp.targetHardware(view, start));
  const sender = formatIpv4(view.getUint32(arp.senderProtocol(view, start)));
  const target = formatIpv4(view.getUint32(arp.targetProtocol(view, start)));
  switch (opcode) {
    case 1:
      if (sender === target) return `ARP Announcement for ${sender}`;
      if (sender === "0.0.0.0") return `Who has ${target}? (ARP Probe)`;
      return `Who has ${target}? Tell ${sender}`;
    case 2:
      return sender === target
        ? `Gratuitous ARP for ${sender} (Reply)`
        : `${sender} is at ${senderMac}`;
    case 3:
      return `Who is ${targetMac}? Tell ${senderMac}`;
    case 4:
      return `${targetMac} is at ${target}`;
    default:
      return OPCODES[opcode] ?? `opcode ${opcode}`;
  }
}
