/** IANA assigned internet protocol numbers: which protocol the walk goes on with. */

import { Protocol } from "../protocol.ts";

/**
 * Tables, not switches: a number that was not seen before would have V8 throw away code that was
 * compiled without that case.
 */
const IPV4_PAYLOADS = [
  [6, Protocol.Tcp],
  [17, Protocol.Udp],
  [1, Protocol.Icmp],
  [58, Protocol.Icmpv6],
  [2, Protocol.Igmp],
  [132, Protocol.Sctp],
  [4, Protocol.Ipv4],
  [41, Protocol.Ipv6],
  [47, Protocol.Gre],
  [51, Protocol.Ah],
  [44, Protocol.Ipv6Fragment],
  [50, Protocol.Esp],
  [89, Protocol.Ospf],
  [103, Protocol.Pim],
  [112, Protocol.Vrrp],
  [88, Protocol.Eigrp],
  [46, Protocol.Rsvp],
  [33, Protocol.Dccp],
  [136, Protocol.UdpLite],
  [113, Protocol.Pgm],
  [108, Protocol.IpComp],
  [143, Protocol.Ethernet],
  [97, Protocol.EtherIp],
  [115, Protocol.L2tp],
  [137, Protocol.Mpls],
  [9, Protocol.Igrp],
  [54, Protocol.Nhrp],
  [145, Protocol.Nsh],
] as const;

/** Extension headers are protocols too. */
const IPV6_EXTENSIONS = [
  [0, Protocol.Ipv6HopByHop],
  [43, Protocol.Ipv6Routing],
  [60, Protocol.Ipv6Destination],
  [135, Protocol.Ipv6Mobility],
  [139, Protocol.Hip],
  [140, Protocol.Shim6],
] as const;

const AFTER_IPV4 = table(IPV4_PAYLOADS);
const AFTER_IPV6 = table([...IPV4_PAYLOADS, ...IPV6_EXTENSIONS]);

/** Protocol of an IPv4 payload; `Unknown` for numbers that are only named. */
export function ipProtocol(number: number): Protocol {
  return AFTER_IPV4[number & 0xff] as Protocol;
}

/** The same for an IPv6 header chain. */
export function ipv6NextHeader(number: number): Protocol {
  return AFTER_IPV6[number & 0xff] as Protocol;
}

function table(pairs: readonly (readonly [number, Protocol])[]): Uint16Array {
  const protocols = new Uint16Array(256).fill(Protocol.Unknown);
  for (const [number, protocol] of pairs) protocols[number] = protocol;
  return protocols;
}
