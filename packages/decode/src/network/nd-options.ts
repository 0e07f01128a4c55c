/** Options of neighbor discovery messages, RFC 4861 §4.6 and RFC 8106. */

import { formatMac } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";

const SOURCE_LINK_ADDRESS = 1;
const TARGET_LINK_ADDRESS = 2;
const PREFIX_INFORMATION = 3;
const MTU_OPTION = 5;
const RECURSIVE_DNS = 25;

const NAMES: Readonly<Record<number, string>> = {
  1: "Source link-layer address",
  2: "Target link-layer address",
  3: "Prefix information",
  4: "Redirected header",
  5: "MTU",
  14: "Nonce",
  24: "Route Information",
  25: "Recursive DNS Server",
  31: "DNS Search List",
};

const TYPE = defineField("icmpv6.opt.type", "uint8", "Type", { values: NAMES });
const LENGTH = defineField("icmpv6.opt.length", "uint8", "Length (units of 8 bytes)");
const LINK_ADDRESS = defineField("icmpv6.opt.linkaddr", "ether", "Link-layer address");
const PREFIX_LENGTH = defineField("icmpv6.opt.prefix.length", "uint8", "Prefix Length");
const VALID = defineField("icmpv6.opt.prefix.valid_lifetime", "uint32", "Valid Lifetime");
const PREFERRED = defineField(
  "icmpv6.opt.prefix.preferred_lifetime",
  "uint32",
  "Preferred Lifetime",
);
const PREFIX = defineField("icmpv6.opt.prefix", "ipv6", "Prefix");
const MTU = defineField("icmpv6.opt.mtu", "uint32", "MTU");
const DNS_SERVER = defineField("icmpv6.opt.rdnss", "ipv6", "Recursive DNS Servers");

export const ND_OPTION_FIELDS: readonly FieldSpec[] = [
  TYPE,
  LENGTH,
  LINK_ADDRESS,
  PREFIX_LENGTH,
  VALID,
  PREFERRED,
  PREFIX,
  MTU,
  DNS_SERVER,
];

/** Adds every option in `[start, end)`; stops at one whose length does not fit. */
export function dissectNdOptions(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off + 8 <= end) {
    const type = tree.view.getUint8(off);
    const length = tree.view.getUint8(off + 1) * 8;
    if (length === 0 || off + length > end) return;
    tree.inside(tree.add(TYPE, off), () => {
      tree.add(LENGTH, off + 1);
      addBody(tree, type, off, length);
    });
    off += length;
  }
}

function addBody(tree: Tree, type: number, off: number, length: number): void {
  switch (type) {
    case SOURCE_LINK_ADDRESS:
    case TARGET_LINK_ADDRESS:
      tree.add(LINK_ADDRESS, off + 2);
      break;
    case PREFIX_INFORMATION:
      if (length !== 32) break;
      tree.add(PREFIX_LENGTH, off + 2);
      tree.add(VALID, off + 4);
      tree.add(PREFERRED, off + 8);
      tree.add(PREFIX, off + 16);
      break;
    case MTU_OPTION:
      tree.add(MTU, off + 4);
      break;
    case RECURSIVE_DNS:
      for (let at = off + 8; at + 16 <= off + length; at += 16) tree.add(DNS_SERVER, at);
      break;
    default:
      break;
  }
}

/** The first link-layer address among the options in `[start, end)`, as text. */
export function linkAddressOf(view: DataView, start: number, end: number): string | undefined {
  let off = start;
  while (off + 8 <= end) {
    const type = view.getUint8(off);
    const length = view.getUint8(off + 1) * 8;
    if (length === 0) return undefined;
    if (type === SOURCE_LINK_ADDRESS || type === TARGET_LINK_ADDRESS)
      return formatMac(view, off + 2);
    off += length;
  }
  return undefined;
}
