/** Which protocol file builds the tree of a layer. */

import { dissectNpdu } from "./application/bacnet-npdu.ts";
import { dissectPtp } from "./application/ptp.ts";
import type { LayerPlace } from "./layer-place.ts";
import { dissectCan } from "./link/can-tree.ts";
import {
  dissectArcnet,
  dissectIpnet,
  dissectIpoib,
  dissectJuniper,
  dissectNflog,
  dissectPktap,
} from "./link/capture-header-tree.ts";
import { dissectCdp, dissectDtp, dissectUdld, dissectVtp } from "./link/cdp-tree.ts";
import { dissectEap, dissectEapol } from "./link/eapol-tree.ts";
import { dissectEthernet } from "./link/ethernet-tree.ts";
import { dissectFabricPath } from "./link/fabric-path-tree.ts";
import { dissectFrameRelay } from "./link/frame-relay-tree.ts";
import { dissectLlc } from "./link/llc-tree.ts";
import { dissectLldp } from "./link/lldp-tree.ts";
import { dissectLoop } from "./link/loop-tree.ts";
import { dissectLoopback, dissectRaw } from "./link/loopback-tree.ts";
import { dissectMacsec } from "./link/macsec-tree.ts";
import { dissectChap, dissectControl, dissectPap, dissectSlarp } from "./link/ppp-control-tree.ts";
import { dissectChdlc, dissectPpp, dissectPppoe } from "./link/ppp-tree.ts";
import { dissectPpi, dissectRadiotap } from "./link/radiotap-tree.ts";
import { dissectFddi, dissectTokenRing } from "./link/ring-tree.ts";
import { dissectSll, dissectSll2 } from "./link/sll-tree.ts";
import { dissectSlow } from "./link/slow-tree.ts";
import { dissectStp } from "./link/stp-tree.ts";
import { dissectTag } from "./link/tag-tree.ts";
import { dissectVlan } from "./link/vlan-tree.ts";
import { dissectWlan } from "./link/wlan-tree.ts";
import { dissectNamed } from "./named-tree.ts";
import { dissectArp } from "./network/arp-tree.ts";
import { dissectIcmp } from "./network/icmp-tree.ts";
import { dissectIcmpv6 } from "./network/icmpv6-tree.ts";
import { dissectIgmp } from "./network/igmp-tree.ts";
import { dissectIpComp } from "./network/ipcomp-tree.ts";
import { dissectIpv4 } from "./network/ipv4-tree.ts";
import { dissectExtension, dissectFragment } from "./network/ipv6-extension-tree.ts";
import { dissectIpv6 } from "./network/ipv6-tree.ts";
import { dissectIpx } from "./network/ipx-tree.ts";
import { dissectOsi } from "./network/isis-tree.ts";
import { dissectOspf } from "./network/ospf-tree.ts";
import { dissectPim } from "./network/pim-tree.ts";
import { dissectAh, dissectEsp } from "./network/security-tree.ts";
import { dissectEigrp, dissectVrrp } from "./network/vrrp-tree.ts";
import { PROTOCOL_COUNT, Protocol } from "./protocol.ts";
import { dissectSctp } from "./transport/sctp-tree.ts";
import { dissectTcp } from "./transport/tcp-tree.ts";
import { dissectUdp } from "./transport/udp-tree.ts";
import type { Tree } from "./tree.ts";
import { dissectCapwap } from "./tunnel/capwap-tree.ts";
import { dissectGre } from "./tunnel/gre-tree.ts";
import { dissectMpls, dissectPseudowire } from "./tunnel/mpls-tree.ts";
import { dissectEtherIp, dissectNsh } from "./tunnel/nsh-tree.ts";
import { dissectTunnel } from "./tunnel/tunnel-tree.ts";

type LayerDissector = (tree: Tree, place: LayerPlace) => void;

const DISSECTORS: readonly (LayerDissector | undefined)[] = dissectors([
  [Protocol.Ethernet, (tree, { start }) => dissectEthernet(tree, start)],
  [Protocol.Ieee8023, (tree, { start }) => dissectEthernet(tree, start)],
  [Protocol.Vlan, (tree, { protocol, start }) => dissectVlan(tree, protocol, start)],
  [Protocol.QinQ, (tree, { protocol, start }) => dissectVlan(tree, protocol, start)],
  [Protocol.Arp, (tree, { start }) => dissectArp(tree, start)],
  [Protocol.Rarp, (tree, { start }) => dissectArp(tree, start)],
  [Protocol.Ipv4, (tree, { start }) => dissectIpv4(tree, start)],
  [Protocol.Ipv6, (tree, { start }) => dissectIpv6(tree, start)],
  [
    Protocol.Ipv6HopByHop,
    (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end),
  ],
  [
    Protocol.Ipv6Routing,
    (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end),
  ],
  [
    Protocol.Ipv6Destination,
    (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end),
  ],
  [
    Protocol.Ipv6Mobility,
    (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end),
  ],
  [Protocol.Hip, (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end)],
  [
    Protocol.Shim6,
    (tree, { protocol, start, end }) => dissectExtension(tree, protocol, start, end),
  ],
  [Protocol.Ipv6Fragment, (tree, { start }) => dissectFragment(tree, start)],
  [Protocol.Icmp, (tree, { start }) => dissectIcmp(tree, start)],
  [Protocol.Icmpv6, (tree, { start, end }) => dissectIcmpv6(tree, start, end)],
  [Protocol.Tcp, (tree, { index }) => dissectTcp(tree, index)],
  [Protocol.Udp, (tree, { start, end }) => dissectUdp(tree, start, end)],
  [Protocol.Llc, (tree, { start, end }) => dissectLlc(tree, start, end)],
  [Protocol.BacnetNpdu, (tree, { start, end }) => dissectNpdu(tree, start, end)],
  [Protocol.Snap, (tree, { start, end }) => dissectLlc(tree, start, end)],
  [Protocol.Sll, (tree, { start }) => dissectSll(tree, start)],
  [Protocol.Sll2, (tree, { start }) => dissectSll2(tree, start)],
  [Protocol.Null, (tree, { start }) => dissectLoopback(tree, start)],
  [Protocol.RawIp, (tree, { start }) => dissectRaw(tree, start)],
  [Protocol.Ppp, dissectPpp],
  [Protocol.Pppoed, (tree, { protocol, start, end }) => dissectPppoe(tree, protocol, start, end)],
  [Protocol.Pppoes, (tree, { protocol, start, end }) => dissectPppoe(tree, protocol, start, end)],
  [Protocol.Etag, (tree, { protocol, start }) => dissectTag(tree, protocol, start)],
  [Protocol.VnTag, (tree, { protocol, start }) => dissectTag(tree, protocol, start)],
  [Protocol.Pbb, (tree, { protocol, start }) => dissectTag(tree, protocol, start)],
  [Protocol.CiscoMetadata, (tree, { protocol, start }) => dissectTag(tree, protocol, start)],
  [Protocol.Chdlc, (tree, { start }) => dissectChdlc(tree, start)],
  [Protocol.Wlan, (tree, { start }) => dissectWlan(tree, start)],
  [Protocol.WlanSwapped, (tree, { start }) => dissectWlan(tree, start, 1)],
  [Protocol.WlanManagement, (tree, { start }) => dissectWlan(tree, start)],
  [Protocol.Radiotap, (tree, { start }) => dissectRadiotap(tree, start)],
  [Protocol.Igmp, dissectIgmp],
  [Protocol.Pim, dissectPim],
  [Protocol.Ah, (tree, { start, end }) => dissectAh(tree, start, end)],
  [Protocol.Esp, (tree, { start, end }) => dissectEsp(tree, start, end)],
  [Protocol.IpComp, dissectIpComp],
  [Protocol.Sctp, (tree, { start, end }) => dissectSctp(tree, start, end)],
  [Protocol.Gre, dissectGre],
  [Protocol.Mpls, (tree, { start }) => dissectMpls(tree, start)],
  [Protocol.Stp, dissectStp],
  [Protocol.Cdp, dissectCdp],
  [Protocol.Udld, dissectUdld],
  [Protocol.Dtp, dissectDtp],
  [Protocol.Vtp, dissectVtp],
  [Protocol.Lldp, dissectLldp],
  [Protocol.Eapol, dissectEapol],
  [Protocol.Eap, dissectEap],
  [Protocol.Slow, dissectSlow],
  [Protocol.EthernetLoopback, dissectLoop],
  [Protocol.Lcp, dissectControl],
  [Protocol.Ipcp, dissectControl],
  [Protocol.Ipv6cp, dissectControl],
  [Protocol.Ccp, dissectControl],
  [Protocol.Pap, dissectPap],
  [Protocol.Chap, dissectChap],
  [Protocol.Slarp, dissectSlarp],
  [Protocol.Isis, dissectOsi],
  [Protocol.FrameRelay, dissectFrameRelay],
  [Protocol.Fddi, dissectFddi],
  [Protocol.TokenRing, dissectTokenRing],
  [Protocol.Pktap, dissectPktap],
  [Protocol.Ipnet, dissectIpnet],
  [Protocol.Ipoib, dissectIpoib],
  [Protocol.Nflog, dissectNflog],
  [Protocol.Juniper, dissectJuniper],
  [Protocol.Arcnet, dissectArcnet],
  [Protocol.Can, dissectCan],
  [Protocol.CanFd, dissectCan],
  [Protocol.Ppi, dissectPpi],
  [Protocol.Ospf, dissectOspf],
  [Protocol.Vrrp, dissectVrrp],
  [Protocol.Eigrp, dissectEigrp],
  [Protocol.Ptp, dissectPtp],
  [Protocol.PseudowireControl, dissectPseudowire],
  [Protocol.Ipx, dissectIpx],
  [Protocol.Nsh, dissectNsh],
  [Protocol.EtherIp, dissectEtherIp],
  [Protocol.Macsec, dissectMacsec],
  [Protocol.Capwap, dissectCapwap],
  [Protocol.FabricPath, dissectFabricPath],
  [Protocol.Vxlan, dissectTunnelLayer],
  [Protocol.Geneve, dissectTunnelLayer],
  [Protocol.Gtp, dissectTunnelLayer],
  [Protocol.L2tp, dissectTunnelLayer],
  [Protocol.Teredo, dissectTunnelLayer],
  [Protocol.Erspan, dissectTunnelLayer],
]);

function dissectors(
  pairs: readonly (readonly [Protocol, LayerDissector])[],
): (LayerDissector | undefined)[] {
  const table = new Array<LayerDissector | undefined>(PROTOCOL_COUNT).fill(undefined);
  for (const [protocol, dissector] of pairs) table[protocol] = dissector;
  return table;
}

/** Appends layer `index` of the packet's stack; one that no file reads gets its name alone. */
export function dissectLayer(tree: Tree, index: number): void {
  const { packet } = tree;
  const protocol = packet.layerProtocol[index]! as Protocol;
  const start = packet.layerStart[index]!;
  const dissector = DISSECTORS[protocol];
  if (dissector === undefined) dissectNamed(tree, protocol, start, headerEnd(tree, index));
  else dissector(tree, { index, protocol, start, end: packet.layerEnd[index]! });
}

function dissectTunnelLayer(tree: Tree, { index, protocol, start }: LayerPlace): void {
  dissectTunnel(tree, protocol, start, headerEnd(tree, index));
}

/** End of a header that its own protocol file does not measure: where the next layer begins. */
function headerEnd(tree: Tree, index: number): number {
  const { packet } = tree;
  if (index + 1 < packet.layerCount) return packet.layerStart[index + 1]!;
  const named = packet.payloadStart <= packet.layerStart[index]!;
  return named || packet.quotedFrom >= 0 ? packet.layerEnd[index]! : packet.payloadStart;
}
