/** Fields of a datagram that was put together, and the Info text of its parts. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Datagram } from "../stream/ip-fragments.ts";
import { hex } from "../text.ts";
import type { Tree } from "../tree.ts";
import { ipProtocolTitle } from "./ip-protocol-titles.ts";
import * as ipv4 from "./ipv4.ts";
import * as extension from "./ipv6-extension.ts";

interface FragmentFields {
  readonly fragments: FieldSpec;
  readonly fragment: FieldSpec;
  readonly count: FieldSpec;
  readonly length: FieldSpec;
}

function specs(prefix: "ip" | "ipv6", title: string): FragmentFields {
  return {
    fragments: defineField(`${prefix}.fragments`, "protocol", `${title} Fragments`),
    fragment: defineField(`${prefix}.fragment`, "frameNumber", `${title} Fragment`),
    count: defineField(`${prefix}.fragment.count`, "uint32", "Fragment count"),
    length: defineField(`${prefix}.reassembled.length`, "uint32", `Reassembled ${title} length`),
  };
}

const IPV4 = specs("ip", "IPv4");
const IPV6 = specs("ipv6", "IPv6");

export const IP_FRAGMENT_FIELDS: readonly FieldSpec[] = [
  ...Object.values(IPV4),
  ...Object.values(IPV6),
];

/** Adds to the open IP layer what its datagram was put together from. */
export function addFragments(tree: Tree, packet: Packet, index: number, whole: Datagram): void {
  const fields = packet.layerProtocol[index] === Protocol.Ipv4 ? IPV4 : IPV6;
  const at = packet.layerStart[index]!;
  const { pieces, payload } = whole;
  const text = `${pieces.length} Fragments (${payload.length} bytes)`;
  tree.inside(tree.group(fields.fragments, at, at, text), () => {
    for (const { frame } of pieces) tree.value(fields.fragment, frame, at, at);
    tree.value(fields.count, pieces.length, at, at);
    tree.value(fields.length, payload.length, at, at);
  });
}

/** Says what the packet list shows of a fragment whose datagram is not whole. */
export function showFragment(tree: Tree, packet: Packet, index: number): void {
  const { view } = packet;
  const start = packet.layerStart[index]!;
  if (packet.layerProtocol[index] === Protocol.Ipv4) {
    const number = ipv4.protocol(view, start);
    const offset = ipv4.fragmentOffset(view, start);
    const id = hex(view.getUint16(start + 4), 4);
    const protocol = `${ipProtocolTitle(number)} ${number}`;
    tree.show("IPv4", `Fragmented IP protocol (proto=${protocol}, off=${offset}, ID=${id})`);
    return;
  }
  const more = extension.moreFragments(view, start) ? "y" : "n";
  const ident = hex(view.getUint32(start + 4), 8);
  const offset = extension.fragmentOffset(view, start);
  const next = extension.nextHeader(view, start);
  tree.show("IPv6", `IPv6 fragment (off=${offset} more=${more} ident=0x${ident} nxt=${next})`);
}
