/** IANA assigned internet protocol numbers: which protocol the walk goes on with. */

import { Protocol } from "../protocol.ts";

/** Protocol of an IPv4 payload; `Unknown` for numbers that are only named. */
export function ipProtocol(number: number): Protocol {
  switch (number) {
    case 6:
      return Protocol.Tcp;
    case 17:
      return Protocol.Udp;
    case 1:
      return Protocol.Icmp;
    case 58:
      return Protocol.Icmpv6;
    case 2:
      return Protocol.Igmp;
    case 132:
      return Protocol.Sctp;
    case 4:
      return Protocol.Ipv4;
    case 41:
      return Protocol.Ipv6;
    case 47:
      return Protocol.Gre;
    case 51:
      return Protocol.Ah;
    case 44:
      return Protocol.Ipv6Fragment;
    case 50:
      return Protocol.Esp;
    case 89:
      return Protocol.Ospf;
    case 103:
      return Protocol.Pim;
    case 112:
      return Protocol.Vrrp;
    case 88:
      return Protocol.Eigrp;
    case 46:
      return Protocol.Rsvp;
    case 33:
      return Protocol.Dccp;
    case 136:
      return Protocol.UdpLite;
    case 113:
      return Protocol.Pgm;
    case 108:
      return Protocol.IpComp;
    case 143:
      return Protocol.Ethernet;
    case 97:
      return Protocol.EtherIp;
    case 115:
      return Protocol.L2tp;
    case 137:
      return Protocol.Mpls;
    default:
      return Protocol.Unknown;
  }
}

/** The same for an IPv6 header chain, where the extension headers are protocols too. */
export function ipv6NextHeader(number: number): Protocol {
  switch (number) {
    case 0:
      return Protocol.Ipv6HopByHop;
    case 43:
      return Protocol.Ipv6Routing;
    case 60:
      return Protocol.Ipv6Destination;
    case 135:
      return Protocol.Ipv6Mobility;
    case 139:
      return Protocol.Hip;
    case 140:
      return Protocol.Shim6;
    default:
      return ipProtocol(number);
  }
}
