/**
 * The walk from the link layer to the transport: the hot path.
 *
 * Allocates nothing and throws nothing, whatever the octets are. How each layer reads and hands on
 * the payload is said in `step.ts`.
 */

import { readCommon } from "./common-path.ts";
import * as arcnet from "./link/arcnet.ts";
import * as captureHeader from "./link/capture-header.ts";
import * as chdlc from "./link/chdlc.ts";
import * as ethernet from "./link/ethernet.ts";
import * as fabricPath from "./link/fabric-path.ts";
import * as frameRelay from "./link/frame-relay.ts";
import { LinkType, linkProtocol } from "./link/link-type.ts";
import * as llc from "./link/llc.ts";
import * as loopback from "./link/loopback.ts";
import * as macsec from "./link/macsec.ts";
import * as ppp from "./link/ppp.ts";
import * as pppoe from "./link/pppoe.ts";
import * as radiotap from "./link/radiotap.ts";
import * as raw from "./link/raw.ts";
import * as ring from "./link/ring.ts";
import * as sll from "./link/sll.ts";
import * as tag from "./link/tag.ts";
import * as vlan from "./link/vlan.ts";
import * as wlan from "./link/wlan.ts";
import * as ah from "./network/ah.ts";
import * as arp from "./network/arp.ts";
import * as icmp from "./network/icmp.ts";
import * as igmp from "./network/igmp.ts";
import * as ipv4 from "./network/ipv4.ts";
import * as ipv6 from "./network/ipv6.ts";
import * as extension from "./network/ipv6-extension.ts";
import * as pim from "./network/pim.ts";
import { MAX_LAYERS, type Packet } from "./packet.ts";
import { PROTOCOL_COUNT, Protocol } from "./protocol.ts";
import { DecodeStatus } from "./status.ts";
import { enter, stop } from "./step.ts";
import * as sctp from "./transport/sctp.ts";
import * as tcp from "./transport/tcp.ts";
import * as udp from "./transport/udp.ts";
import * as ayiya from "./tunnel/ayiya.ts";
import * as capwap from "./tunnel/capwap.ts";
import * as erspan from "./tunnel/erspan.ts";
import * as etherIp from "./tunnel/ether-ip.ts";
import * as geneve from "./tunnel/geneve.ts";
import * as gre from "./tunnel/gre.ts";
import * as gtp from "./tunnel/gtp.ts";
import * as l2tp from "./tunnel/l2tp.ts";
import * as mpls from "./tunnel/mpls.ts";
import * as nsh from "./tunnel/nsh.ts";
import * as teredo from "./tunnel/teredo.ts";
import * as vxlan from "./tunnel/vxlan.ts";

/**
 * Reads the packet in `[start, end)` of `view` into `packet`.
 *
 * The caller has set `number`, `seconds`, `nanoseconds`, `interfaceId`, `linkType` and
 * `originalLength`. Everything else is overwritten and borrowed until the next call.
 */
export function decode(packet: Packet, view: DataView, start: number, end: number): void {
  if (packet.linkType === LinkType.Ethernet && readCommon(packet, view, start, end)) return;
  reset(packet, view, start, end);
  walk(packet, view);
}

/** Reads a packet that {@link decode} has reset, layer by layer. */
export function walk(packet: Packet, view: DataView): void {
  walkFrom(packet, view, linkProtocol(packet.linkType));
}

/**
 * Reads what begins with a header of `first` in `[start, end)` into `packet`, as {@link decode} does with
 * whole frames: for datagrams that were put together.
 */
export function decodeFrom(
  packet: Packet,
  view: DataView,
  start: number,
  end: number,
  first: Protocol,
): void {
  reset(packet, view, start, end);
  walkFrom(packet, view, first);
}

function walkFrom(packet: Packet, view: DataView, first: Protocol): void {
  let next = first;
  while (next !== Protocol.Unknown) {
    if (packet.layerCount >= MAX_LAYERS - 1) {
      stop(packet, next, DecodeStatus.TooDeep);
      return;
    }
    next = read(packet, view, next);
    if (next !== Protocol.Unknown && isQuoting(packet)) {
      readQuoted(packet, view, next);
      return;
    }
  }
}

/** Prepares the record for a packet in `[start, end)` of which nothing was read. */
export function reset(packet: Packet, view: DataView, start: number, end: number): void {
  packet.view = view;
  packet.start = start;
  packet.end = end;
  packet.layerCount = 0;
  packet.quotedFrom = -1;
  packet.status = DecodeStatus.Ok;
  packet.statusProtocol = 0;
  packet.statusOffset = 0;
  packet.vlanId = -1;
  packet.sourceMac = -1;
  packet.destinationMac = -1;
  packet.etherType = -1;
  /* Nothing but IPv6 sets these words, and openIp clears them where IPv4 follows inside. */
  if (packet.ipVersion === 6) packet.clearIpv6();
  packet.ipVersion = 0;
  packet.tunnelDepth = 0;
  packet.ipStart = -1;
  packet.source0 = 0;
  packet.destination0 = 0;
  packet.ipProtocol = -1;
  packet.fragmentOffset = 0;
  packet.isFragment = false;
  packet.transportStart = -1;
  packet.sourcePort = -1;
  packet.destinationPort = -1;
  packet.tcpFlags = 0;
  packet.payloadStart = start;
  packet.payloadEnd = end;
  packet.payloadLength = Math.max(packet.originalLength, end - start);
  packet.protocol = Protocol.Unknown;
  packet.protocolByPort = false;
}

/** True behind the layers whose payload is a packet that is spoken of: ICMP's errors, PIM's Register. */
function isQuoting(packet: Packet): boolean {
  if (packet.layerCount === 0) return false;
  const last = packet.layerProtocol[packet.layerCount - 1];
  return last === Protocol.Icmp || last === Protocol.Icmpv6 || last === Protocol.Pim;
}

/** Adds the layers of the packet that is quoted; the summary stays that of the message. */
function readQuoted(packet: Packet, view: DataView, first: Protocol): void {
  const { payloadStart, payloadEnd, payloadLength } = packet;
  packet.quotedFrom = packet.layerCount;
  let next = first;
  while (next !== Protocol.Unknown && packet.layerCount < MAX_LAYERS) {
    next = read(packet, view, next);
  }
  packet.payloadStart = payloadStart;
  packet.payloadEnd = payloadEnd;
  packet.payloadLength = payloadLength;
}

type Step = (packet: Packet, view: DataView, protocol: Protocol) => Protocol;

/**
 * How each layer is read. A table, not a switch: a layer that was not seen before would have V8 throw away
 * the walk that was compiled without its case, and all steps that are part of it.
 */
const STEPS: readonly (Step | undefined)[] = steps([
  [Protocol.Ethernet, ethernet.step],
  [Protocol.Ipv4, ipv4.step],
  [Protocol.Tcp, tcp.step],
  [Protocol.Udp, udp.step],
  [Protocol.Ipv6, ipv6.step],
  [Protocol.Vlan, vlan.step],
  [Protocol.QinQ, vlan.step],
  [Protocol.Arp, arp.step],
  [Protocol.Rarp, arp.step],
  [Protocol.Icmp, icmp.step],
  [Protocol.Icmpv6, icmp.step],
  [Protocol.Igmp, igmp.step],
  [Protocol.Sctp, sctp.step],
  [Protocol.Ipv6HopByHop, extension.step],
  [Protocol.Ipv6Routing, extension.step],
  [Protocol.Ipv6Destination, extension.step],
  [Protocol.Ipv6Mobility, extension.step],
  [Protocol.Hip, extension.step],
  [Protocol.Shim6, extension.step],
  [Protocol.Ipv6Fragment, extension.stepFragment],
  [Protocol.Ah, ah.step],
  [Protocol.Llc, llc.step],
  [Protocol.Sll, sll.step],
  [Protocol.Sll2, sll.step2],
  [Protocol.Null, loopback.step],
  [Protocol.RawIp, raw.step],
  [Protocol.Ppp, ppp.step],
  [Protocol.Pppoed, pppoe.step],
  [Protocol.Pppoes, pppoe.step],
  [Protocol.Etag, tag.step],
  [Protocol.VnTag, tag.step],
  [Protocol.Pbb, tag.step],
  [Protocol.CiscoMetadata, tag.step],
  [Protocol.Chdlc, chdlc.step],
  [Protocol.FrameRelay, frameRelay.step],
  [Protocol.Fddi, ring.step],
  [Protocol.TokenRing, ring.step],
  [Protocol.Arcnet, arcnet.step],
  [Protocol.Pktap, captureHeader.stepPktap],
  [Protocol.Ipnet, captureHeader.stepIpnet],
  [Protocol.Ipoib, captureHeader.stepIpoib],
  [Protocol.Nflog, captureHeader.stepNflog],
  [Protocol.Slip, captureHeader.stepSlip],
  [Protocol.Clip, captureHeader.stepClip],
  [Protocol.Juniper, captureHeader.stepJuniper],
  [Protocol.Wlan, wlan.step],
  [Protocol.WlanSwapped, wlan.stepSwapped],
  [Protocol.Radiotap, radiotap.step],
  [Protocol.Ppi, radiotap.stepPpi],
  [Protocol.Prism, radiotap.stepPrism],
  [Protocol.Mpls, mpls.step],
  [Protocol.PseudowireControl, mpls.stepControlWord],
  [Protocol.Pim, pim.step],
  [Protocol.Gre, gre.step],
  [Protocol.Erspan, erspan.step],
  [Protocol.Vxlan, vxlan.step],
  [Protocol.Geneve, geneve.step],
  [Protocol.Gtp, gtp.step],
  [Protocol.L2tp, l2tp.step],
  [Protocol.Ayiya, ayiya.step],
  [Protocol.Teredo, teredo.step],
  [Protocol.Nsh, nsh.step],
  [Protocol.EtherIp, etherIp.step],
  [Protocol.Macsec, macsec.step],
  [Protocol.Capwap, capwap.step],
  [Protocol.FabricPath, fabricPath.step],
]);

function steps(pairs: readonly (readonly [Protocol, Step])[]): (Step | undefined)[] {
  const table = new Array<Step | undefined>(PROTOCOL_COUNT).fill(undefined);
  for (const [protocol, step] of pairs) table[protocol] = step;
  return table;
}

function read(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const step = STEPS[protocol];
  if (step !== undefined) return step(packet, view, protocol);
  enter(packet, protocol, 0);
  return Protocol.Unknown;
}
