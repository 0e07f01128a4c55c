/** HSRP version 1, RFC 2281, and Cisco's version 2, a list of elements. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, addWithin, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import type { ApplicationProtocol } from "./application-protocol.ts";

const OPCODES: Readonly<Record<number, string>> = {
  0: "Hello",
  1: "Coup",
  2: "Resign",
  3: "Advertise",
};
const STATES_1: Readonly<Record<number, string>> = {
  0: "Initial",
  1: "Learn",
  2: "Listen",
  4: "Speak",
  8: "Standby",
  16: "Active",
};
const STATES_2: Readonly<Record<number, string>> = {
  1: "Init",
  2: "Learn",
  3: "Listen",
  4: "Speak",
  5: "Standby",
  6: "Active",
};
const ADVERTISED: Readonly<Record<number, string>> = { 1: "Dormant", 2: "Passive", 3: "Active" };
const ADVERTISE = 3;
const VERSION_1_LEN = 20;
/** 224.0.0.102: where version 2 speaks on the port of version 1. */
const GROUP_2 = 0xe000_0066;
const PORT_2 = 2029;
const MAX_ELEMENTS = 64;

const OPCODE = defineField("hsrp.opcode", "uint8", "Op Code", { values: OPCODES });
const STATE = defineField("hsrp.state", "uint8", "State", { values: STATES_1 });
const VERSION_1: FieldLayout = [
  [defineField("hsrp.version", "uint8", "Version"), 0],
  [OPCODE, 1],
  [STATE, 2],
  [defineField("hsrp.hellotime", "uint8", "Hellotime"), 3],
  [defineField("hsrp.holdtime", "uint8", "Holdtime"), 4],
  [defineField("hsrp.priority", "uint8", "Priority"), 5],
  [defineField("hsrp.group", "uint8", "Group"), 6],
  [defineField("hsrp.auth_data", "string", "Authentication Data"), 8, 8],
  [defineField("hsrp.virt_ip", "ipv4", "Virtual IP Address"), 16],
];
const ADVERTISED_STATE = defineField("hsrp.adv.state", "uint8", "Adv state", {
  values: ADVERTISED,
});
const ADVERTISEMENT: FieldLayout = [
  [defineField("hsrp.adv.tlvtype", "uint16", "Adv type"), 2],
  [defineField("hsrp.adv.tlvlength", "uint16", "Adv length"), 4],
  [ADVERTISED_STATE, 6],
  [defineField("hsrp.adv.activegrp", "uint16", "Adv active groups"), 8],
  [defineField("hsrp.adv.passivegrp", "uint16", "Adv passive groups"), 10],
];
const OPCODE_2 = defineField("hsrp2.opcode", "uint8", "Op Code", { values: OPCODES });
const STATE_2 = defineField("hsrp2.state", "uint8", "State", { values: STATES_2 });
const GROUP_STATE: FieldLayout = [
  [defineField("hsrp2.version", "uint8", "Version"), 0],
  [OPCODE_2, 1],
  [STATE_2, 2],
  [defineField("hsrp2.ipversion", "uint8", "IP Ver."), 3],
  [defineField("hsrp2.group", "uint16", "Group"), 4],
  [defineField("hsrp2.identifier", "ether", "Identifier"), 6],
  [defineField("hsrp2.priority", "uint32", "Priority"), 12],
  [defineField("hsrp2.hellotime", "uint32", "Hellotime"), 16],
  [defineField("hsrp2.holdtime", "uint32", "Holdtime"), 20],
];
const VIRTUAL_IPV4 = defineField("hsrp2.virt_ip", "ipv4", "Virtual IP Address");
const VIRTUAL_IPV6 = defineField("hsrp2.virt_ip_v6", "ipv6", "Virtual IPv6 Address");
const ACTIVE = defineField("hsrp2.active_groups", "uint16", "Active Groups");
const PASSIVE = defineField("hsrp2.passive_groups", "uint16", "Passive Groups");

const FIELDS: readonly FieldSpec[] = [
  ...layoutFields(VERSION_1, ADVERTISEMENT, GROUP_STATE),
  VIRTUAL_IPV4,
  VIRTUAL_IPV6,
  ACTIVE,
  PASSIVE,
];

function isVersion2(packet: Packet): boolean {
  const port = packet.sourcePort === PORT_2 || packet.destinationPort === PORT_2;
  return port || (packet.ipVersion === 4 && packet.destination0 >>> 0 === GROUP_2);
}

function dissect(packet: Packet, tree: Tree): void {
  const { view, payloadStart: off, payloadEnd: end } = packet;
  const second = isVersion2(packet);
  if (end - off < 4 || (!second && (end - off < 8 || view.getUint8(off) !== 0))) return;
  tree.layer("hsrp", "Cisco Hot Standby Router Protocol", off, end);
  if (second) addElements(tree, off, end);
  else addVersion1(tree, off, end);
}

function addVersion1(tree: Tree, off: number, end: number): void {
  const opcode = tree.view.getUint8(off + 1);
  if (opcode === ADVERTISE) {
    addFields(tree, VERSION_1.slice(0, 2), off, end);
    addFields(tree, ADVERTISEMENT, off, end);
    const state = ADVERTISED[tree.view.getUint8(off + 6)] ?? "Unknown";
    tree.show("HSRP", `Advertise (state ${state})`);
    return;
  }
  addFields(tree, VERSION_1, off, Math.min(end, off + VERSION_1_LEN));
  const state = STATES_1[tree.view.getUint8(off + 2)] ?? "Unknown";
  tree.show("HSRP", `${OPCODES[opcode] ?? "Unknown"} (state ${state})`);
}

/** Type and length in an octet each; the first element says what the packet is about. */
function addElements(tree: Tree, start: number, end: number): void {
  let info: string | undefined;
  let off = start;
  for (let i = 0; i < MAX_ELEMENTS && off + 2 <= end; i += 1) {
    const type = tree.view.getUint8(off);
    const stop = off + 2 + tree.view.getUint8(off + 1);
    if (stop > end) break;
    const text = addElement(tree, type, off + 2, stop);
    info ??= text;
    off = stop;
  }
  tree.show("HSRPv2", info ?? "");
}

function addElement(tree: Tree, type: number, off: number, end: number): string | undefined {
  if (type === 1 && end - off >= 24) {
    addFields(tree, GROUP_STATE, off, end);
    const sixth = tree.view.getUint8(off + 3) === 6;
    addWithin(tree, sixth ? VIRTUAL_IPV6 : VIRTUAL_IPV4, off + 24, end);
    const opcode = OPCODES[tree.view.getUint8(off + 1)] ?? "Unknown";
    return `${opcode} (state ${STATES_2[tree.view.getUint8(off + 2)] ?? "Unknown"})`;
  }
  if (type !== 2) return undefined;
  const active = addWithin(tree, ACTIVE, off, end);
  const passive = addWithin(tree, PASSIVE, off + 2, end);
  return `Interface State TLV (Act=${active?.raw} Pass=${passive?.raw})`;
}

export const HSRP_PROTOCOL: ApplicationProtocol = {
  protocols: [Protocol.Hsrp],
  udpPorts: [1985, PORT_2],
  fields: FIELDS,
  dissect,
};
