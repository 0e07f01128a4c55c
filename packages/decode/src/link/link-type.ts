/** LINKTYPE_ values (https://www.tcpdump.org/linktypes.html) that the walk can begin with. */

import { Protocol } from "../protocol.ts";

export const LinkType = {
  Null: 0,
  Ethernet: 1,
  Ppp: 9,
  RawBsd: 12,
  RawOpenBsd: 14,
  PppHdlc: 50,
  PppEthernet: 51,
  Raw: 101,
  CiscoHdlc: 104,
  Wlan: 105,
  Loop: 108,
  Sll: 113,
  WlanPrism: 119,
  WlanRadiotap: 127,
  WlanAvs: 163,
  Ppi: 192,
  Ipv4: 228,
  Ipv6: 229,
  Sll2: 276,
} as const;

export type LinkType = (typeof LinkType)[keyof typeof LinkType];

/** First protocol of a packet; `Unknown` for link types that are only counted. */
export function linkProtocol(linkType: number): Protocol {
  switch (linkType) {
    case LinkType.Ethernet:
      return Protocol.Ethernet;
    case LinkType.Sll:
      return Protocol.Sll;
    case LinkType.Sll2:
      return Protocol.Sll2;
    case LinkType.RawBsd:
    case LinkType.RawOpenBsd:
    case LinkType.Raw:
      return Protocol.RawIp;
    case LinkType.Ipv4:
      return Protocol.Ipv4;
    case LinkType.Ipv6:
      return Protocol.Ipv6;
    case LinkType.Null:
    case LinkType.Loop:
      return Protocol.Null;
    case LinkType.Ppp:
    case LinkType.PppHdlc:
      return Protocol.Ppp;
    case LinkType.PppEthernet:
      return Protocol.Pppoes;
    case LinkType.CiscoHdlc:
      return Protocol.Chdlc;
    case LinkType.Wlan:
      return Protocol.Wlan;
    case LinkType.WlanRadiotap:
      return Protocol.Radiotap;
    case LinkType.WlanPrism:
    case LinkType.WlanAvs:
      return Protocol.Prism;
    case LinkType.Ppi:
      return Protocol.Ppi;
    default:
      return Protocol.Unknown;
  }
}
