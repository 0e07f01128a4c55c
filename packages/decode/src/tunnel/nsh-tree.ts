/** Fields of the network service header and of Ethernet within IP. */

import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import * as etherIp from "./ether-ip.ts";
import * as nsh from "./nsh.ts";

const NSH: FieldLayout = [
  [defineField("nsh.version", "uint16", "Version", { mask: 0xc000 }), 0],
  [defineField("nsh.ttl", "uint16", "TTL", { mask: 0x0fc0 }), 0],
  [defineField("nsh.length", "uint16", "Length", { mask: 0x003f }), 0],
  [defineField("nsh.mdtype", "uint8", "MD Type", { mask: 0x0f }), 2],
  [
    defineField("nsh.nextproto", "uint8", "Next Protocol", {
      values: { 1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS" },
    }),
    3,
  ],
  [defineField("nsh.spi", "uint24", "SPI"), 4],
  [defineField("nsh.si", "uint8", "SI"), 7],
];
const VERSION = defineField("etherip.ver", "uint8", "Version", { mask: 0xf0 });

export const SERVICE_FIELDS: readonly FieldSpec[] = [...layoutFields(NSH), VERSION];

export function dissectNsh(tree: Tree, { start, end }: LayerPlace): void {
  const complete = end - start >= nsh.MIN_HEADER_LEN;
  const length = complete ? nsh.headerLength(tree.view, start) : nsh.MIN_HEADER_LEN;
  const headerEnd = Math.min(end, start + length);
  tree.layer("nsh", "Network Service Header", start, headerEnd);
  addFields(tree, NSH, start, headerEnd);
}

export function dissectEtherIp(tree: Tree, { start, end }: LayerPlace): void {
  const headerEnd = Math.min(end, start + etherIp.HEADER_LEN);
  tree.layer("etherip", "Ethernet over IP", start, headerEnd);
  if (start < headerEnd) tree.add(VERSION, start);
}
