/** Fields of the IPv6 header. */

import { readIpv6 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Tree } from "../tree.ts";
import { DSCP_NAMES, ECN_NAMES } from "./dscp-names.ts";
import { ipProtocolName } from "./ip-protocol-names.ts";
import { HEADER_LEN } from "./ipv6.ts";

const VERSION = defineField("ipv6.version", "uint8", "Version", {
  mask: 0xf0,
  aliases: ["ip.version"],
});
const TRAFFIC_CLASS = defineField("ipv6.tclass", "uint32", "Traffic Class", {
  hex: true,
  mask: 0x0ff0_0000,
});
const DSCP = defineField("ipv6.tclass.dscp", "uint32", "Differentiated Services Codepoint", {
  mask: 0x0fc0_0000,
  values: DSCP_NAMES,
});
const ECN = defineField("ipv6.tclass.ecn", "uint32", "Explicit Congestion Notification", {
  mask: 0x0030_0000,
  values: ECN_NAMES,
});
const FLOW = defineField("ipv6.flow", "uint24", "Flow Label", { hex: true, mask: 0x0f_ffff });
const PAYLOAD_LENGTH = defineField("ipv6.plen", "uint16", "Payload Length");
const NEXT_HEADER = defineField("ipv6.nxt", "uint8", "Next Header", { values: ipProtocolName });
const HOP_LIMIT = defineField("ipv6.hlim", "uint8", "Hop Limit");
const SRC = defineField("ipv6.src", "ipv6", "Source Address", { aliases: ["ipv6.addr"] });
const DST = defineField("ipv6.dst", "ipv6", "Destination Address", { aliases: ["ipv6.addr"] });

export const IPV6_FIELDS: readonly FieldSpec[] = [
  VERSION,
  TRAFFIC_CLASS,
  DSCP,
  ECN,
  FLOW,
  PAYLOAD_LENGTH,
  NEXT_HEADER,
  HOP_LIMIT,
  SRC,
  DST,
];

export function dissectIpv6(tree: Tree, start: number): void {
  tree.layer("ipv6", "Internet Protocol Version 6", start, start + HEADER_LEN);
  if (tree.add(VERSION, start)?.value !== 6) return;
  tree.inside(tree.add(TRAFFIC_CLASS, start), () => {
    tree.add(DSCP, start);
    tree.add(ECN, start);
  });
  tree.add(FLOW, start + 1);
  tree.add(PAYLOAD_LENGTH, start + 4);
  tree.add(NEXT_HEADER, start + 6);
  tree.add(HOP_LIMIT, start + 7);
  tree.add(SRC, start + 8);
  if (tree.add(DST, start + 24) === undefined) return;
  tree.summarize(`Src: ${readIpv6(tree.view, start + 8)}, Dst: ${readIpv6(tree.view, start + 24)}`);
}
