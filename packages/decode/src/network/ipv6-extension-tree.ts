/** Fields of IPv6 extension headers. */

import { defineField, type FieldSpec } from "../field.ts";
import { Protocol } from "../protocol.ts";
import { protocolInfo } from "../protocol-info.ts";
import type { Tree } from "../tree.ts";
import { ipProtocolName } from "./ip-protocol-names.ts";
import * as extension from "./ipv6-extension.ts";

interface HeaderFields {
  readonly nextHeader: FieldSpec;
  readonly length: FieldSpec;
}

function headerFields(prefix: string): HeaderFields {
  return {
    nextHeader: defineField(`${prefix}.nxt`, "uint8", "Next Header", { values: ipProtocolName }),
    length: defineField(`${prefix}.len`, "uint8", "Length"),
  };
}

const HOP_BY_HOP = headerFields("ipv6.hopopts");
const DESTINATION = headerFields("ipv6.dstopts");
const ROUTING = headerFields("ipv6.routing");
const MOBILITY = headerFields("mip6");
const HOST_IDENTITY = headerFields("hip");
const SHIM6 = headerFields("shim6");

const OPTION_NAMES: Readonly<Record<number, string>> = {
  0: "Pad1",
  1: "PadN",
  4: "Tunnel Encapsulation Limit",
  5: "Router Alert",
  7: "CALIPSO",
  38: "Quick-Start",
  99: "RPL Option",
  109: "MPL Option",
  194: "Jumbo Payload",
  201: "Home Address",
};

const OPTION_TYPE = defineField("ipv6.opt.type", "uint8", "Type", {
  hex: true,
  values: OPTION_NAMES,
});
const OPTION_LENGTH = defineField("ipv6.opt.length", "uint8", "Length");
const ROUTER_ALERT = defineField("ipv6.opt.router_alert", "uint16", "Router Alert", {
  values: { 0: "MLD", 1: "RSVP", 2: "Active Networks" },
});
const JUMBO = defineField("ipv6.opt.jumbo", "uint32", "Payload Length");
const HOME_ADDRESS = defineField("ipv6.opt.mipv6.home_address", "ipv6", "MIPv6 Home Address");

const ROUTING_TYPE = defineField("ipv6.routing.type", "uint8", "Type", {
  values: {
    0: "Source Route",
    2: "Type 2 Routing",
    3: "RPL Source Routing Header",
    4: "Segment Routing",
  },
});
const SEGMENTS_LEFT = defineField("ipv6.routing.segleft", "uint8", "Segments Left");
const SEGMENT = defineField("ipv6.routing.srh.addr", "ipv6", "Address");
const SOURCE_ROUTE = defineField("ipv6.routing.src.addr", "ipv6", "Address");

const FRAGMENT_NEXT = defineField("ipv6.fraghdr.nxt", "uint8", "Next Header", {
  values: ipProtocolName,
});
const FRAGMENT_OFFSET = defineField("ipv6.fraghdr.offset", "uint16", "Offset", { mask: 0xfff8 });
const FRAGMENT_MORE = defineField("ipv6.fraghdr.more", "boolean", "More Fragments", {
  octets: 2,
  mask: 0x0001,
});
const FRAGMENT_ID = defineField("ipv6.fraghdr.ident", "uint32", "Identification", { hex: true });

export const IPV6_EXTENSION_FIELDS: readonly FieldSpec[] = [
  HOP_BY_HOP,
  DESTINATION,
  ROUTING,
  MOBILITY,
  HOST_IDENTITY,
  SHIM6,
]
  .flatMap(({ nextHeader, length }) => [nextHeader, length])
  .concat([
    OPTION_TYPE,
    OPTION_LENGTH,
    ROUTER_ALERT,
    JUMBO,
    HOME_ADDRESS,
    ROUTING_TYPE,
    SEGMENTS_LEFT,
    SEGMENT,
    SOURCE_ROUTE,
    FRAGMENT_NEXT,
    FRAGMENT_OFFSET,
    FRAGMENT_MORE,
    FRAGMENT_ID,
  ]);

function fieldsOf(protocol: Protocol): HeaderFields {
  switch (protocol) {
    case Protocol.Ipv6HopByHop:
      return HOP_BY_HOP;
    case Protocol.Ipv6Destination:
      return DESTINATION;
    case Protocol.Ipv6Routing:
      return ROUTING;
    case Protocol.Hip:
      return HOST_IDENTITY;
    case Protocol.Shim6:
      return SHIM6;
    default:
      return MOBILITY;
  }
}

export function dissectExtension(tree: Tree, protocol: Protocol, start: number, end: number): void {
  const info = protocolInfo(protocol);
  const known = tree.has(start, 2);
  const headerLength = known ? extension.headerLength(tree.view, start) : extension.MIN_HEADER_LEN;
  const headerEnd = Math.min(start + headerLength, end);
  tree.layer(info.filterName, info.title, start, headerEnd);
  const fields = fieldsOf(protocol);
  tree.add(fields.nextHeader, start);
  tree.add(fields.length, start + 1);
  if (protocol === Protocol.Ipv6Routing) dissectRouting(tree, start, headerEnd);
  if (protocol === Protocol.Ipv6HopByHop || protocol === Protocol.Ipv6Destination) {
    dissectOptions(tree, start + 2, headerEnd);
  }
}

function dissectRouting(tree: Tree, start: number, end: number): void {
  const type = tree.add(ROUTING_TYPE, start + 2);
  tree.add(SEGMENTS_LEFT, start + 3);
  if (type?.value !== 0 && type?.value !== 2 && type?.value !== 4) return;
  const spec = type.value === 4 ? SEGMENT : SOURCE_ROUTE;
  for (let at = start + 8; at + 16 <= end; at += 16) tree.add(spec, at);
}

function dissectOptions(tree: Tree, start: number, end: number): void {
  let off = start;
  while (off < end) {
    const type = tree.view.getUint8(off);
    const length = type === 0 ? 1 : off + 1 < end ? 2 + tree.view.getUint8(off + 1) : 0;
    if (length === 0 || off + length > end) return;
    tree.inside(tree.add(OPTION_TYPE, off), () => {
      if (type === 0) return;
      tree.add(OPTION_LENGTH, off + 1);
      if (type === 5 && length === 4) tree.add(ROUTER_ALERT, off + 2);
      if (type === 194 && length === 6) tree.add(JUMBO, off + 2);
      if (type === 201 && length === 18) tree.add(HOME_ADDRESS, off + 2);
    });
    off += length;
  }
}

export function dissectFragment(tree: Tree, start: number): void {
  const info = protocolInfo(Protocol.Ipv6Fragment);
  tree.layer(info.filterName, info.title, start, start + extension.MIN_HEADER_LEN);
  tree.add(FRAGMENT_NEXT, start);
  tree.add(FRAGMENT_OFFSET, start + 2);
  tree.add(FRAGMENT_MORE, start + 2);
  tree.add(FRAGMENT_ID, start + 4);
}
