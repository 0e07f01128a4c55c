/** Fields of PIM version 2, RFC 7761, and the head of version 1, which IGMP type 0x14 carries. */

import { addChecksum, checksumFields } from "../checksum-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addWithin } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import * as pim from "./pim.ts";

const TYPES: Readonly<Record<number, string>> = {
  0: "Hello",
  1: "Register",
  2: "Register-stop",
  3: "Join/Prune",
  4: "Bootstrap",
  5: "Assert",
  6: "Graft",
  7: "Graft-Ack",
  8: "Candidate-RP-Advertisement",
  9: "State-Refresh",
  10: "DF election",
  11: "ECMP redirect",
  12: "PIM Flooding Mechanism",
};
const V1_CODES: Readonly<Record<number, string>> = {
  0: "Query",
  1: "Register",
  2: "Register-stop",
  3: "Join/Prune",
  4: "RP-Reachable",
  5: "Assert",
  6: "Graft",
  7: "Graft-Ack",
  8: "Mode",
};
const JOIN_PRUNE = new Set([3, 6, 7]);
const HELLO = 0;
/** Address families of the encoded addresses (RFC 7761 §4.9.1). */
const FAMILY_IPV4 = 1;

const VERSION = defineField("pim.version", "uint8", "Version", { mask: 0xf0 });
const TYPE = defineField("pim.type", "uint8", "Type", { mask: 0x0f, values: TYPES });
const CODE = defineField("pim.code", "uint8", "Code", { values: V1_CODES });
const CHECKSUM = {
  checksum: defineField("pim.cksum", "uint16", "Checksum", { hex: true }),
  status: checksumFields("pim.cksum").status,
};
const OPTION = defineField("pim.optiontype", "uint16", "Type", {
  values: {
    1: "Hold Time",
    2: "LAN Prune Delay",
    19: "DR Priority",
    20: "Generation ID",
    21: "State-Refresh",
    22: "Bidir Capable",
    24: "Address List",
    26: "Join Attribute",
  },
});
const OPTION_LENGTH = defineField("pim.optionlength", "uint16", "Length");
const HOLD_TIME = defineField("pim.holdtime", "uint16", "Holdtime");
const PROPAGATION_DELAY = defineField("pim.propagation_delay", "uint16", "Propagation Delay", {
  mask: 0x7fff,
});
const OVERRIDE = defineField("pim.override_interval", "uint16", "Override Interval");
const PRIORITY = defineField("pim.dr_priority", "uint32", "DR Priority");
const GENERATION = defineField("pim.generation_id", "uint32", "Generation ID");
const FLAGS = defineField("pim.register_flag", "uint32", "Flags", { hex: true });
const BORDER = defineField("pim.register_flag.border", "boolean", "Border", {
  octets: 4,
  mask: 0x8000_0000,
});
const NULL_REGISTER = defineField("pim.register_flag.null_register", "boolean", "Null-Register", {
  octets: 4,
  mask: 0x4000_0000,
});
const GROUPS = defineField("pim.numgroups", "uint16", "Num Groups");
const JOINS = defineField("pim.numjoins", "uint16", "Num Joins");
const PRUNES = defineField("pim.numprunes", "uint16", "Num Prunes");

interface AddressFields {
  readonly ipv4: FieldSpec;
  readonly ipv6: FieldSpec;
}

function addressFields(name: string, description: string): AddressFields {
  return {
    ipv4: defineField(`pim.${name}`, "ipv4", description),
    ipv6: defineField(`pim.${name}_ip6`, "ipv6", description),
  };
}

const NEIGHBOR = addressFields("upstream_neighbor", "Upstream-neighbor");
const GROUP = addressFields("group", "Group");
const SOURCE = addressFields("source", "Source");
const JOINED: AddressFields = {
  ipv4: defineField("pim.join_ip", "ipv4", "IP address"),
  ipv6: defineField("pim.join_ip6", "ipv6", "IP address"),
};
const PRUNED: AddressFields = {
  ipv4: defineField("pim.prune_ip", "ipv4", "IP address"),
  ipv6: defineField("pim.prune_ip6", "ipv6", "IP address"),
};

export const PIM_FIELDS: readonly FieldSpec[] = [
  VERSION,
  TYPE,
  CODE,
  ...Object.values(CHECKSUM),
  OPTION,
  OPTION_LENGTH,
  HOLD_TIME,
  PROPAGATION_DELAY,
  OVERRIDE,
  PRIORITY,
  GENERATION,
  FLAGS,
  BORDER,
  NULL_REGISTER,
  GROUPS,
  JOINS,
  PRUNES,
  ...[NEIGHBOR, GROUP, SOURCE, JOINED, PRUNED].flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]),
];

export function dissectPim(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  const { view } = tree;
  if (!tree.has(start, 1)) return;
  const version = pim.version(view, start);
  const type = pim.type(view, start);
  const register = type === pim.REGISTER;
  tree.layer("pim", "Protocol Independent Multicast", start, register ? start + 8 : end);
  tree.add(VERSION, start);
  tree.add(TYPE, start);
  /* The sum of a Register leaves its datagram out (RFC 7761 §4.9.3), that of IPv6 has a pseudo header. */
  const summed = register ? Math.min(end, start + pim.REGISTER_LEN) : end;
  if (tree.packet.ipVersion === 4) addChecksum(tree, CHECKSUM, start + 2, place, summed);
  else addWithin(tree, CHECKSUM.checksum, start + 2, end);
  if (type === HELLO) addOptions(tree, start + pim.HEADER_LEN, end);
  else if (register) addRegister(tree, start + pim.HEADER_LEN, end);
  else if (JOIN_PRUNE.has(type)) addJoinPrune(tree, start + pim.HEADER_LEN, end);
  else if (type === 2) addStop(tree, start + pim.HEADER_LEN, end);
  tree.show(`PIMv${version}`, TYPES[type] ?? "unknown");
}

function addRegister(tree: Tree, off: number, end: number): void {
  tree.inside(addWithin(tree, FLAGS, off, end), () => {
    tree.add(BORDER, off);
    tree.add(NULL_REGISTER, off);
  });
}

/** Options of Hello messages: type, length, value (RFC 7761 §4.9.2). */
function addOptions(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off + 4 <= end && tree.has(off, 4)) {
    const at = off;
    const length = tree.view.getUint16(off + 2);
    if (off + 4 + length > end) return;
    tree.inside(tree.add(OPTION, off), ({ value }) => {
      tree.add(OPTION_LENGTH, at + 2);
      addOption(tree, Number(value), at + 4, at + 4 + length);
    });
    off += 4 + length;
  }
}

function addOption(tree: Tree, type: number, off: number, end: number): void {
  switch (type) {
    case 1:
      addWithin(tree, HOLD_TIME, off, end);
      break;
    case 2:
      addWithin(tree, PROPAGATION_DELAY, off, end);
      addWithin(tree, OVERRIDE, off + 2, end);
      break;
    case 19:
      addWithin(tree, PRIORITY, off, end);
      break;
    case 20:
      addWithin(tree, GENERATION, off, end);
      break;
    default:
      break;
  }
}

/** Octets of an address: 6 for IPv4 and 18 for IPv6, plus `extra`; 0 where it is cut or unknown. */
function addAddress(
  tree: Tree,
  fields: AddressFields,
  off: number,
  end: number,
  extra: number,
): number {
  if (off + 2 > end || !tree.has(off, 2)) return 0;
  const ipv4 = tree.view.getUint8(off) === FAMILY_IPV4;
  const length = (ipv4 ? 6 : 18) + extra;
  const field = addWithin(tree, ipv4 ? fields.ipv4 : fields.ipv6, off + 2 + extra, end);
  return field === undefined ? 0 : length;
}

function addStop(tree: Tree, start: number, end: number): void {
  const length = addAddress(tree, GROUP, start, end, 2);
  if (length > 0) addAddress(tree, SOURCE, start + length, end, 0);
}

/** Upstream neighbour, holding time, and per group the sources joined and pruned. */
function addJoinPrune(tree: Tree, start: number, end: number): void {
  let off = start;
  const neighbor = addAddress(tree, NEIGHBOR, off, end, 0);
  if (neighbor === 0) return;
  off += neighbor + 1;
  const groups = Number(addWithin(tree, GROUPS, off, end, 1)?.value ?? 0);
  addWithin(tree, HOLD_TIME, off + 1, end);
  off += 3;
  for (let i = 0; i < groups; i += 1) {
    const group = addAddress(tree, GROUP, off, end, 2);
    if (group === 0) return;
    off += group;
    const joins = Number(addWithin(tree, JOINS, off, end)?.value ?? 0);
    const prunes = Number(addWithin(tree, PRUNES, off + 2, end)?.value ?? 0);
    off += 4;
    for (let s = 0; s < joins + prunes; s += 1) {
      const source = addAddress(tree, s < joins ? JOINED : PRUNED, off, end, 2);
      if (source === 0) return;
      off += source;
    }
  }
}

/** Version 1 has only its kind of message read. */
export function dissectPimV1(tree: Tree, place: LayerPlace): void {
  const { start, end } = place;
  tree.layer("pim", "Protocol Independent Multicast", start, end);
  const code = addWithin(tree, CODE, start + 1, end);
  addChecksum(tree, CHECKSUM, start + 2, place);
  tree.show("PIMv1", V1_CODES[Number(code?.value)] ?? "unknown");
}
