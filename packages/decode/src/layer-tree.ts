/** Which protocol file builds the tree of a layer. */

import { dissectEthernet } from "./link/ethernet-tree.ts";
import { dissectLlc } from "./link/llc-tree.ts";
import { dissectLoopback, dissectRaw } from "./link/loopback-tree.ts";
import { dissectChdlc, dissectPpp, dissectPppoe } from "./link/ppp-tree.ts";
import { dissectRadiotap } from "./link/radiotap-tree.ts";
import { dissectSll, dissectSll2 } from "./link/sll-tree.ts";
import { dissectTag } from "./link/tag-tree.ts";
import { dissectVlan } from "./link/vlan-tree.ts";
import { dissectWlan } from "./link/wlan-tree.ts";
import { dissectNamed } from "./named-tree.ts";
import { dissectArp } from "./network/arp-tree.ts";
import { dissectIcmp } from "./network/icmp-tree.ts";
import { dissectIcmpv6 } from "./network/icmpv6-tree.ts";
import { dissectIgmp } from "./network/igmp-tree.ts";
import { dissectIpv4 } from "./network/ipv4-tree.ts";
import { dissectExtension, dissectFragment } from "./network/ipv6-extension-tree.ts";
import { dissectIpv6 } from "./network/ipv6-tree.ts";
import { dissectAh, dissectEsp } from "./network/security-tree.ts";
import { Protocol } from "./protocol.ts";
import { dissectSctp } from "./transport/sctp-tree.ts";
import { dissectTcp } from "./transport/tcp-tree.ts";
import { dissectUdp } from "./transport/udp-tree.ts";
import type { Tree } from "./tree.ts";
import { dissectGre } from "./tunnel/gre-tree.ts";
import { dissectMpls } from "./tunnel/mpls-tree.ts";
import { dissectTunnel } from "./tunnel/tunnel-tree.ts";

export function dissectLayer(tree: Tree, index: number): void {
  const { packet } = tree;
  const protocol = packet.layerProtocol[index]! as Protocol;
  const start = packet.layerStart[index]!;
  const end = packet.layerEnd[index]!;
  switch (protocol) {
    case Protocol.Ethernet:
    case Protocol.Ieee8023:
      dissectEthernet(tree, start);
      break;
    case Protocol.Vlan:
    case Protocol.QinQ:
      dissectVlan(tree, protocol, start);
      break;
    case Protocol.Arp:
    case Protocol.Rarp:
      dissectArp(tree, start);
      break;
    case Protocol.Ipv4:
      dissectIpv4(tree, start);
      break;
    case Protocol.Ipv6:
      dissectIpv6(tree, start);
      break;
    case Protocol.Ipv6HopByHop:
    case Protocol.Ipv6Routing:
    case Protocol.Ipv6Destination:
    case Protocol.Ipv6Mobility:
    case Protocol.Hip:
    case Protocol.Shim6:
      dissectExtension(tree, protocol, start, end);
      break;
    case Protocol.Ipv6Fragment:
      dissectFragment(tree, start);
      break;
    case Protocol.Icmp:
      dissectIcmp(tree, start);
      break;
    case Protocol.Icmpv6:
      dissectIcmpv6(tree, start, end);
      break;
    case Protocol.Tcp:
      dissectTcp(tree, index);
      break;
    case Protocol.Udp:
      dissectUdp(tree, start, end);
      break;
    case Protocol.Llc:
    case Protocol.Snap:
      dissectLlc(tree, start, end);
      break;
    case Protocol.Sll:
      dissectSll(tree, start);
      break;
    case Protocol.Sll2:
      dissectSll2(tree, start);
      break;
    case Protocol.Null:
      dissectLoopback(tree, start);
      break;
    case Protocol.RawIp:
      dissectRaw(tree, start);
      break;
    case Protocol.Ppp:
      dissectPpp(tree, start, end);
      break;
    case Protocol.Pppoed:
    case Protocol.Pppoes:
      dissectPppoe(tree, protocol, start, end);
      break;
    case Protocol.Etag:
    case Protocol.VnTag:
    case Protocol.Pbb:
    case Protocol.CiscoMetadata:
      dissectTag(tree, protocol, start);
      break;
    case Protocol.Chdlc:
      dissectChdlc(tree, start);
      break;
    case Protocol.Wlan:
    case Protocol.WlanManagement:
      dissectWlan(tree, start);
      break;
    case Protocol.Radiotap:
      dissectRadiotap(tree, start);
      break;
    case Protocol.Igmp:
      dissectIgmp(tree, start, end);
      break;
    case Protocol.Ah:
      dissectAh(tree, start, end);
      break;
    case Protocol.Esp:
      dissectEsp(tree, start, end);
      break;
    case Protocol.Sctp:
      dissectSctp(tree, start, end);
      break;
    case Protocol.Gre:
      dissectGre(tree, start);
      break;
    case Protocol.Mpls:
      dissectMpls(tree, start);
      break;
    case Protocol.Vxlan:
    case Protocol.Geneve:
    case Protocol.Gtp:
    case Protocol.L2tp:
    case Protocol.Teredo:
    case Protocol.Erspan:
      dissectTunnel(tree, protocol, start, headerEnd(tree, index));
      break;
    default:
      dissectNamed(tree, protocol, start, headerEnd(tree, index));
      break;
  }
}

/** End of a header that its own protocol file does not measure: where the next layer begins. */
function headerEnd(tree: Tree, index: number): number {
  const { packet } = tree;
  if (index + 1 < packet.layerCount) return packet.layerStart[index + 1]!;
  const named = packet.payloadStart <= packet.layerStart[index]!;
  return named || packet.quotedFrom >= 0 ? packet.layerEnd[index]! : packet.payloadStart;
}
