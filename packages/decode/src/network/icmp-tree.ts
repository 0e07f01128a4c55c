/** Fields of ICMP. */

import { formatIpv4 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import type { Tree } from "../tree.ts";
import * as icmp from "./icmp.ts";
import { ICMP_TYPES, icmpCodeName } from "./icmp-names.ts";

const ECHO_REPLY = 0;
const REDIRECT = 5;
const ECHO_REQUEST = 8;
const UNREACHABLE = 3;
const FRAGMENTATION_NEEDED = 4;
/** Characters that the longer of the two echo names has; Info lines the identifiers up. */
const ECHO_NAME_LEN = 19;

const TYPE = defineField("icmp.type", "uint8", "Type", { values: ICMP_TYPES });
const CODE = defineField("icmp.code", "uint8", "Code");
const CHECKSUM = defineField("icmp.checksum", "uint16", "Checksum", { hex: true });
const IDENTIFIER = defineField("icmp.ident", "uint16", "Identifier (BE)");
const SEQUENCE = defineField("icmp.seq", "uint16", "Sequence Number (BE)");
const SEQUENCE_LE = defineField("icmp.seq_le", "uint16", "Sequence Number (LE)");
const GATEWAY = defineField("icmp.redir_gw", "ipv4", "Gateway Address");
const MTU = defineField("icmp.mtu", "uint16", "MTU of next hop");

export const ICMP_FIELDS: readonly FieldSpec[] = [
  TYPE,
  CODE,
  CHECKSUM,
  IDENTIFIER,
  SEQUENCE,
  SEQUENCE_LE,
  GATEWAY,
  MTU,
];

/** True for the types whose second word is an identifier and a sequence number. */
function isQuery(type: number): boolean {
  return type === ECHO_REPLY || type === ECHO_REQUEST || (type >= 13 && type <= 18);
}

export function dissectIcmp(tree: Tree, start: number): void {
  const { view } = tree;
  tree.layer("icmp", "Internet Control Message Protocol", start, start + icmp.HEADER_LEN);
  const type = Number(tree.add(TYPE, start)?.value);
  const code = tree.add(CODE, start + 1);
  if (code === undefined) return;
  const meaning = icmpCodeName(type, Number(code.value));
  if (meaning !== undefined) code.text = `${meaning} (${code.raw})`;
  tree.summarize(ICMP_TYPES[type] ?? `Type ${type}`);
  tree.add(CHECKSUM, start + 2);
  if (isQuery(type)) {
    tree.add(IDENTIFIER, start + 4);
    tree.add(SEQUENCE, start + 6);
    if (tree.has(start + 6, 2)) {
      tree.value(SEQUENCE_LE, view.getUint16(start + 6, true), start + 6, start + 8);
    }
  }
  if (type === REDIRECT) tree.add(GATEWAY, start + 4);
  if (type === UNREACHABLE && code.value === FRAGMENTATION_NEEDED) tree.add(MTU, start + 6);
}

/** One line: `Echo (ping) request  id=0x1a2b, seq=1/256, ttl=64`. */
export function icmpInfo(packet: Packet): string {
  const { view, transportStart: off } = packet;
  const type = icmp.type(view, off);
  const code = icmp.code(view, off);
  const name = ICMP_TYPES[type] ?? `Type ${type}`;
  if (type === ECHO_REPLY || type === ECHO_REQUEST) {
    const id = icmp.identifier(view, off).toString(16).padStart(4, "0");
    const sequence = `${icmp.sequence(view, off)}/${view.getUint16(off + 6, true)}`;
    const ttl = packet.ipVersion === 4 ? `, ttl=${view.getUint8(packet.ipStart + 8)}` : "";
    return `${name.padEnd(ECHO_NAME_LEN)}  id=0x${id}, seq=${sequence}${ttl}`;
  }
  const meaning = icmpCodeName(type, code);
  const gateway = type === REDIRECT ? `, gateway ${formatIpv4(view.getUint32(off + 4))}` : "";
  return `${name}${meaning === undefined ? "" : ` (${meaning})`}${gateway}`;
}
