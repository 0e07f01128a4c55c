/** IP payload compression, RFC 3173, opened where it is DEFLATE (RFC 2394). */

import { inflate } from "../application/inflate.ts";
import { dissectData } from "../data-tree.ts";
import { defineField, type FieldSpec } from "../field.ts";
import { addFields, type FieldLayout, layoutFields } from "../field-layout.ts";
import type { LayerPlace } from "../layer-place.ts";
import type { Tree } from "../tree.ts";
import { ipProtocol } from "./ip-protocol.ts";
import { ipProtocolName } from "./ip-protocol-names.ts";

const HEADER_LEN = 4;
/** The most that an IP datagram holds. */
const MAX_UNPACKED = 65_535;

const HEADER: FieldLayout = [
  [
    defineField("ipcomp.next_header", "uint8", "Next Header", {
      hex: true,
      values: ipProtocolName,
    }),
    0,
  ],
  [defineField("ipcomp.flags", "uint8", "IPComp Flags", { hex: true }), 1],
  [
    defineField("ipcomp.cpi", "uint16", "IPComp CPI", {
      hex: true,
      values: { 1: "OUI", 2: "DEFLATE", 3: "LZS", 4: "LZJH" },
    }),
    2,
  ],
];

export const IPCOMP_FIELDS: readonly FieldSpec[] = layoutFields(HEADER);

/**
 * Which algorithm a negotiated index stands for is not in the packet: what is no DEFLATE stays data.
 *
 * The first of a packet alone is unpacked: one that unpacks into more of them could go on for long.
 */
export function dissectIpComp(tree: Tree, { start, end }: LayerPlace): void {
  const { view } = tree;
  const body = start + HEADER_LEN;
  const isFirst = !tree.protocols.includes("ipcomp");
  tree.layer("ipcomp", "IP Payload Compression", start, Math.min(body, end));
  addFields(tree, HEADER, start, end);
  if (body >= end) return;
  dissectData(tree, body, end);
  if (!isFirst) return;
  const unpacked = inflate(view, body, end, MAX_UNPACKED);
  if (unpacked === undefined || unpacked.length === 0) return;
  const next = ipProtocol(view.getUint8(start));
  tree.reassembled("Unpacked IPComp", unpacked, () => tree.descend(next, 0, unpacked.length));
}
