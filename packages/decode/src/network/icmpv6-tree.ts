/** Fields of ICMPv6, RFC 4443, with neighbor discovery, RFC 4861. */

import { readIpv6 } from "../address.ts";
import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import type { Tree } from "../tree.ts";
import * as icmp from "./icmp.ts";
import { ICMPV6_TYPES, icmpv6CodeName } from "./icmp-names.ts";
import { dissectNdOptions, linkAddressOf, ND_OPTION_FIELDS } from "./nd-options.ts";

const Type = {
  PacketTooBig: 2,
  EchoRequest: 128,
  EchoReply: 129,
  ListenerQuery: 130,
  ListenerReport: 131,
  ListenerDone: 132,
  RouterSolicitation: 133,
  RouterAdvertisement: 134,
  NeighborSolicitation: 135,
  NeighborAdvertisement: 136,
  Redirect: 137,
} as const;

const TYPE = defineField("icmpv6.type", "uint8", "Type", { values: ICMPV6_TYPES });
const CODE = defineField("icmpv6.code", "uint8", "Code");
const CHECKSUM = defineField("icmpv6.checksum", "uint16", "Checksum", { hex: true });
const IDENTIFIER = defineField("icmpv6.echo.identifier", "uint16", "Identifier", { hex: true });
const SEQUENCE = defineField("icmpv6.echo.sequence_number", "uint16", "Sequence");
const NONCE = defineField("icmpv6.nonce", "bytes", "Nonce");
const MTU = defineField("icmpv6.mtu", "uint32", "MTU");
const MULTICAST = defineField("icmpv6.mld.multicast_address", "ipv6", "Multicast Address");
const RA_HOP_LIMIT = defineField("icmpv6.nd.ra.cur_hop_limit", "uint8", "Cur hop limit");
const RA_LIFETIME = defineField("icmpv6.nd.ra.router_lifetime", "uint16", "Router lifetime (s)");
const RA_REACHABLE = defineField("icmpv6.nd.ra.reachable_time", "uint32", "Reachable time (ms)");
const RA_RETRANS = defineField("icmpv6.nd.ra.retrans_timer", "uint32", "Retrans timer (ms)");
const NS_TARGET = defineField("icmpv6.nd.ns.target_address", "ipv6", "Target Address");
const NA_ROUTER = flag("icmpv6.nd.na.flag.r", "Router", 0x8000_0000);
const NA_SOLICITED = flag("icmpv6.nd.na.flag.s", "Solicited", 0x4000_0000);
const NA_OVERRIDE = flag("icmpv6.nd.na.flag.o", "Override", 0x2000_0000);
const NA_TARGET = defineField("icmpv6.nd.na.target_address", "ipv6", "Target Address");
const RD_TARGET = defineField("icmpv6.rd.na.target_address", "ipv6", "Target Address");
const RD_DESTINATION = defineField(
  "icmpv6.rd.na.destination_address",
  "ipv6",
  "Destination Address",
);

function flag(name: string, description: string, mask: number): FieldSpec {
  return defineField(name, "boolean", description, { octets: 4, mask });
}

export const ICMPV6_FIELDS: readonly FieldSpec[] = [
  TYPE,
  CODE,
  CHECKSUM,
  IDENTIFIER,
  SEQUENCE,
  NONCE,
  MTU,
  MULTICAST,
  RA_HOP_LIMIT,
  RA_LIFETIME,
  RA_REACHABLE,
  RA_RETRANS,
  NS_TARGET,
  NA_ROUTER,
  NA_SOLICITED,
  NA_OVERRIDE,
  NA_TARGET,
  RD_TARGET,
  RD_DESTINATION,
  ...ND_OPTION_FIELDS,
];

export function dissectIcmpv6(tree: Tree, start: number, end: number): void {
  const title = "Internet Control Message Protocol v6";
  tree.layer("icmpv6", title, start, start + icmp.HEADER_LEN);
  const type = Number(tree.add(TYPE, start)?.value);
  const code = tree.add(CODE, start + 1);
  if (code === undefined) return;
  const meaning = icmpv6CodeName(type, Number(code.value));
  if (meaning !== undefined) code.text = `${meaning} (${code.raw})`;
  tree.summarize(ICMPV6_TYPES[type] ?? `Type ${type}`);
  tree.add(CHECKSUM, start + 2);
  addBody(tree, type, start, end);
}

function addBody(tree: Tree, type: number, start: number, end: number): void {
  switch (type) {
    case Type.PacketTooBig:
      tree.add(MTU, start + 4);
      break;
    case Type.EchoRequest:
    case Type.EchoReply:
      tree.add(IDENTIFIER, start + 4);
      tree.add(SEQUENCE, start + 6);
      addNonce(tree, start + 8, end);
      break;
    case Type.ListenerQuery:
    case Type.ListenerReport:
    case Type.ListenerDone:
      tree.add(MULTICAST, start + 8);
      break;
    case Type.RouterSolicitation:
      dissectNdOptions(tree, start + 8, end);
      break;
    case Type.RouterAdvertisement:
      tree.add(RA_HOP_LIMIT, start + 4);
      tree.add(RA_LIFETIME, start + 6);
      tree.add(RA_REACHABLE, start + 8);
      tree.add(RA_RETRANS, start + 12);
      dissectNdOptions(tree, start + 16, end);
      break;
    case Type.NeighborSolicitation:
      tree.add(NS_TARGET, start + 8);
      dissectNdOptions(tree, start + 24, end);
      break;
    case Type.NeighborAdvertisement:
      tree.add(NA_ROUTER, start + 4);
      tree.add(NA_SOLICITED, start + 4);
      tree.add(NA_OVERRIDE, start + 4);
      tree.add(NA_TARGET, start + 8);
      dissectNdOptions(tree, start + 24, end);
      break;
    case Type.Redirect:
      tree.add(RD_TARGET, start + 8);
      tree.add(RD_DESTINATION, start + 24);
      dissectNdOptions(tree, start + 40, end);
      break;
    default:
      break;
  }
}

/** What a Teredo client looks for the other end's relay with (RFC 4380 §5.2.9), and how Info names it. */
const TEREDO_PORT = 3544;
const CONNECTIVITY_TEST = "Direct IPv6 Connectivity Test";

function addNonce(tree: Tree, start: number, end: number): void {
  if (start >= end || !isConnectivityTest(tree.packet)) return;
  tree.add(NONCE, start, end - start);
  tree.show("Teredo", icmpv6Info(tree.packet));
}

/** Whether the packet's innermost layer is an echo request sent to a Teredo server; its data is a nonce. */
export function isConnectivityTest({
  view,
  layerCount,
  layerProtocol,
  layerStart,
}: Packet): boolean {
  const last = layerCount - 1;
  return (
    last >= 3 &&
    layerProtocol[last] === Protocol.Icmpv6 &&
    layerProtocol[last - 2] === Protocol.Teredo &&
    layerProtocol[last - 3] === Protocol.Udp &&
    view.getUint16(layerStart[last - 3]! + 2) === TEREDO_PORT &&
    view.getUint8(layerStart[last]!) === Type.EchoRequest
  );
}

/** One line: `Neighbor Solicitation for fe80::1 from 02:00:00:00:00:01`. */
export function icmpv6Info(packet: Packet): string {
  const { view, transportStart: off, end } = packet;
  const type = icmp.type(view, off);
  const name = ICMPV6_TYPES[type] ?? `Type ${type}`;
  if (type === Type.EchoRequest || type === Type.EchoReply) {
    const id = icmp.identifier(view, off).toString(16).padStart(4, "0");
    const limit = packet.ipVersion === 6 ? `, hop limit=${view.getUint8(packet.ipStart + 7)}` : "";
    const text = isConnectivityTest(packet) ? CONNECTIVITY_TEST : name;
    return `${text} id=0x${id}, seq=${icmp.sequence(view, off)}${limit}`;
  }
  const neighbor = type === Type.NeighborSolicitation || type === Type.NeighborAdvertisement;
  if (neighbor && end - off >= 24) {
    const target = readIpv6(view, off + 8);
    if (type === Type.NeighborSolicitation) {
      const from = linkAddressOf(view, off + 24, packet.layerEnd[packet.layerCount - 1]!);
      return `${name} for ${target}${from === undefined ? "" : ` from ${from}`}`;
    }
    const flags = view.getUint8(off + 4);
    const names = ["rtr", "sol", "ovr"].filter((_, bit) => (flags & (0x80 >> bit)) !== 0);
    const mac = linkAddressOf(view, off + 24, packet.layerEnd[packet.layerCount - 1]!);
    const at = mac === undefined ? "" : ` is at ${mac}`;
    return `${name} ${target}${names.length === 0 ? "" : ` (${names.join(", ")})`}${at}`;
  }
  const router = type === Type.RouterSolicitation || type === Type.RouterAdvertisement;
  if (router) {
    const options = off + (type === Type.RouterSolicitation ? 8 : 16);
    const from = linkAddressOf(view, options, packet.layerEnd[packet.layerCount - 1]!);
    return from === undefined ? name : `${name} from ${from}`;
  }
  const meaning = icmpv6CodeName(type, icmp.code(view, off));
  return meaning === undefined ? name : `${name} (${meaning})`;
}
