/** Fields of the IPv4 header. */

import { formatIpv4 } from "../address.ts";
import { onesComplementSum } from "../checksum.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Field } from "../layer.ts";
import type { Tree } from "../tree.ts";
import { DSCP_NAMES, ECN_NAMES } from "./dscp-names.ts";
import { ipProtocolName } from "./ip-protocol-names.ts";
import * as ipv4 from "./ipv4.ts";
import { dissectIpv4Options, IPV4_OPTION_FIELDS } from "./ipv4-options.ts";

const VERSION = defineField("ip.version", "uint8", "Version", { mask: 0xf0 });
const HEADER_LENGTH = defineField("ip.hdr_len", "uint8", "Header Length");
const DS_FIELD = defineField("ip.dsfield", "uint8", "Differentiated Services Field", { hex: true });
const DSCP = defineField("ip.dsfield.dscp", "uint8", "Differentiated Services Codepoint", {
  mask: 0xfc,
  values: DSCP_NAMES,
});
const ECN = defineField("ip.dsfield.ecn", "uint8", "Explicit Congestion Notification", {
  mask: 0x03,
  values: ECN_NAMES,
});
const TOTAL_LENGTH = defineField("ip.len", "uint16", "Total Length");
const ID = defineField("ip.id", "uint16", "Identification", { hex: true });
const FLAGS = defineField("ip.flags", "uint8", "Flags", { mask: 0xe0, hex: true });
const FLAG_RB = defineField("ip.flags.rb", "boolean", "Reserved bit", { mask: 0x80 });
const FLAG_DF = defineField("ip.flags.df", "boolean", "Don't fragment", { mask: 0x40 });
const FLAG_MF = defineField("ip.flags.mf", "boolean", "More fragments", { mask: 0x20 });
const FRAGMENT_OFFSET = defineField("ip.frag_offset", "uint16", "Fragment Offset", {
  mask: 0x1fff,
});
const TTL = defineField("ip.ttl", "uint8", "Time to Live");
const PROTOCOL = defineField("ip.proto", "uint8", "Protocol", { values: ipProtocolName });
const CHECKSUM = defineField("ip.checksum", "uint16", "Header Checksum", { hex: true });
const CHECKSUM_STATUS = defineField("ip.checksum.status", "uint8", "Header checksum status", {
  values: { 0: "Bad", 1: "Good" },
});
const SRC = defineField("ip.src", "ipv4", "Source Address", { aliases: ["ip.addr"] });
const DST = defineField("ip.dst", "ipv4", "Destination Address", { aliases: ["ip.addr"] });

export const IPV4_FIELDS: readonly FieldSpec[] = [
  VERSION,
  HEADER_LENGTH,
  DS_FIELD,
  DSCP,
  ECN,
  TOTAL_LENGTH,
  ID,
  FLAGS,
  FLAG_RB,
  FLAG_DF,
  FLAG_MF,
  FRAGMENT_OFFSET,
  TTL,
  PROTOCOL,
  CHECKSUM,
  CHECKSUM_STATUS,
  SRC,
  DST,
  ...IPV4_OPTION_FIELDS,
];

export function dissectIpv4(tree: Tree, start: number): void {
  const { view } = tree;
  const captured = tree.has(start, 1);
  const headerLength = captured ? ipv4.headerLength(view, start) : 0;
  const headerEnd = start + headerLength;
  tree.layer("ip", "Internet Protocol Version 4", start, headerEnd);
  if (tree.add(VERSION, start)?.value !== 4) return;
  if (captured) tree.value(HEADER_LENGTH, headerLength, start, start + 1);
  if (headerLength < ipv4.MIN_HEADER_LEN) return;
  tree.inside(tree.add(DS_FIELD, start + 1), () => {
    tree.add(DSCP, start + 1);
    tree.add(ECN, start + 1);
  });
  const total = tree.add(TOTAL_LENGTH, start + 2)?.value;
  if (typeof total === "number" && total !== 0 && total < headerLength) return;
  tree.add(ID, start + 4);
  tree.inside(tree.add(FLAGS, start + 6), (flags) => {
    const rb = tree.add(FLAG_RB, start + 6);
    const df = tree.add(FLAG_DF, start + 6);
    const mf = tree.add(FLAG_MF, start + 6);
    flags.text = flagsText(flags.raw, [rb, df, mf]);
  });
  tree.inside(tree.add(FRAGMENT_OFFSET, start + 6), (offset) => {
    offset.text = `${offset.raw} (${ipv4.fragmentOffset(view, start)} bytes)`;
  });
  tree.add(TTL, start + 8);
  tree.add(PROTOCOL, start + 9);
  tree.inside(tree.add(CHECKSUM, start + 10), (checksum) => {
    if (!tree.has(start, headerLength)) return;
    const good = onesComplementSum(view, start, start + headerLength) === 0xffff;
    const status = tree.value(CHECKSUM_STATUS, good ? 1 : 0, start + 10, start + 10);
    checksum.text = `${checksum.raw} [${status.text.split(" ")[0]}]`;
  });
  tree.add(SRC, start + 12);
  if (tree.add(DST, start + 16) !== undefined) {
    const source = formatIpv4(ipv4.source(view, start));
    tree.summarize(`Src: ${source}, Dst: ${formatIpv4(ipv4.destination(view, start))}`);
  }
  dissectIpv4Options(tree, start + ipv4.MIN_HEADER_LEN, headerEnd);
}

function flagsText(raw: string, flags: readonly (Field | undefined)[]): string {
  const set = flags.filter((flag) => flag?.value === true).map((flag) => flag?.label);
  return set.length === 0 ? raw : `${raw} (${set.join(", ")})`;
}
