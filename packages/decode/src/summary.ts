/** One row of a packet list: Source, Destination, Protocol and Info as tshark's columns. */

import { formatIpv4, formatIpv6, formatMac } from "./address.ts";
import { wlanInfo } from "./link/wlan-tree.ts";
import { arpInfo } from "./network/arp-tree.ts";
import { etherTypeName } from "./network/ether-type-names.ts";
import { icmpInfo } from "./network/icmp-tree.ts";
import { icmpv6Info } from "./network/icmpv6-tree.ts";
import { ipProtocolTitle } from "./network/ip-protocol-titles.ts";
import type { Packet } from "./packet.ts";
import { Protocol } from "./protocol.ts";
import { protocolInfo } from "./protocol-info.ts";
import { DecodeStatus } from "./status.ts";
import { sctpInfo } from "./transport/sctp-tree.ts";
import { tcpInfo } from "./transport/tcp-tree.ts";
import { udpInfo } from "./transport/udp-tree.ts";

/** Number of the header that says there is none (RFC 8200 §4.7). */
const NO_NEXT_HEADER = 59;

export interface Summary {
  /** Innermost network address, else the MAC address, else empty. */
  source: string;
  destination: string;
  /** `TLS`, `TCP`, or the name or number of what is not read: `PTP`, `0x88b7`. */
  protocol: string;
  info: string;
}

/**
 * The columns of a packet whose tree is finished.
 *
 * @param identified what the packet is, for packets of which no layer said what to show
 */
export function summaryOf(
  packet: Packet,
  identified: Protocol,
  shown: { readonly protocol: string; readonly info: string } | undefined,
): Summary {
  const readable = packet.status === DecodeStatus.Ok || packet.transportStart >= 0;
  const cut =
    packet.status === DecodeStatus.Truncated ? "[Packet size limited during capture]" : "";
  return {
    source: address(packet, true),
    destination: address(packet, false),
    protocol: tunnelled(packet, shown?.protocol ?? protocolName(packet, identified)),
    info: readable ? (shown?.info ?? layerInfo(packet)) + cut : statusInfo(packet),
  };
}

/** What GTP carries is named inside brackets, as Wireshark does for this tunnel alone. */
function tunnelled(packet: Packet, name: string): string {
  for (let index = 0; index + 1 < packet.layerCount; index += 1) {
    if (packet.layerProtocol[index] === Protocol.Gtp) return `GTP <${name}>`;
  }
  return name;
}

function address(packet: Packet, source: boolean): string {
  if (packet.ipVersion === 4) return formatIpv4(source ? packet.source0 : packet.destination0);
  if (packet.ipVersion === 6) {
    return source
      ? formatIpv6(packet.source0, packet.source1, packet.source2, packet.source3)
      : formatIpv6(
          packet.destination0,
          packet.destination1,
          packet.destination2,
          packet.destination3,
        );
  }
  const mac = source ? packet.sourceMac : packet.destinationMac;
  if (mac < 0 || mac + 6 > packet.end) return "";
  const text = formatMac(packet.view, mac);
  return text === "ff:ff:ff:ff:ff:ff" ? "Broadcast" : text;
}

function protocolName(packet: Packet, identified: number): string {
  switch (identified) {
    case Protocol.Ipv6HopByHop:
    case Protocol.Ipv6Routing:
    case Protocol.Ipv6Destination:
    case Protocol.Ipv6Fragment:
      return protocolInfo(packet.ipVersion === 4 ? Protocol.Ipv4 : Protocol.Ipv6).name;
    case Protocol.Ethernet:
    case Protocol.Vlan:
    case Protocol.QinQ:
    case Protocol.Sll:
    case Protocol.Sll2:
    case Protocol.Snap:
      return etherName(packet.etherType) ?? protocolInfo(identified).name;
    case Protocol.BacnetMstp:
      return protocolInfo(Protocol.Bacnet).name;
    case Protocol.Unknown:
      return packet.layerCount === 0 ? `LINKTYPE ${packet.linkType}` : protocolInfo(0).name;
    default:
      return protocolInfo(identified).name;
  }
}

function etherName(type: number): string | undefined {
  if (type < 0) return undefined;
  return etherTypeName(type) ?? `0x${type.toString(16).padStart(4, "0")}`;
}

function statusInfo(packet: Packet): string {
  const { name } = protocolInfo(packet.statusProtocol);
  switch (packet.status) {
    case DecodeStatus.Truncated:
      return `[${name}: packet size limited during capture]`;
    case DecodeStatus.TooDeep:
      return `[${name}: too many layers]`;
    default:
      return `[Malformed packet: ${name}]`;
  }
}

function layerInfo(packet: Packet): string {
  const last = packet.quotedFrom >= 0 ? packet.quotedFrom - 1 : packet.layerCount - 1;
  if (last < 0) return `${packet.end - packet.start} bytes`;
  const start = packet.layerStart[last]!;
  switch (packet.layerProtocol[last]) {
    case Protocol.Tcp:
      return tcpInfo(packet);
    case Protocol.Udp:
      return udpInfo(packet);
    case Protocol.Icmp:
      return icmpInfo(packet);
    case Protocol.Icmpv6:
      return icmpv6Info(packet);
    case Protocol.Sctp:
      return sctpInfo(packet);
    case Protocol.Wlan:
    case Protocol.WlanManagement:
      return wlanInfo(packet, start);
    case Protocol.Arp:
    case Protocol.Rarp:
      return arpInfo(packet, start);
    default:
      return otherInfo(packet, packet.layerProtocol[last]!);
  }
}

function otherInfo(packet: Packet, protocol: number): string {
  const octets = packet.payloadEnd - packet.payloadStart;
  switch (protocol) {
    case Protocol.Ipv4:
      return packet.isFragment ? fragmentInfo(packet) : unreadInfo(packet);
    case Protocol.Ipv6:
    case Protocol.Ipv6HopByHop:
    case Protocol.Ipv6Routing:
    case Protocol.Ipv6Destination:
    case Protocol.Ipv6Fragment:
      if (packet.ipProtocol === NO_NEXT_HEADER) return "IPv6 no next header";
      return `Unknown IP Protocol: ${ipProtocolTitle(packet.ipProtocol)} (${packet.ipProtocol})`;
    default:
      return `${protocolInfo(protocol).title}, ${octets} bytes`;
  }
}

function fragmentInfo(packet: Packet): string {
  const protocol = `${ipProtocolTitle(packet.ipProtocol)} ${packet.ipProtocol}`;
  return `Fragmented IP protocol (proto=${protocol}, off=${packet.fragmentOffset})`;
}

/** What IPv4 says of a payload that nobody reads. */
function unreadInfo(packet: Packet): string {
  const title = ipProtocolTitle(packet.ipProtocol);
  return `${title === "Unassigned" ? "Unknown" : title} (${packet.ipProtocol})`;
}
