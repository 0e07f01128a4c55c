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
      return RARE_LINKS.get(linkType) ?? Protocol.Unknown;
  }
}

/** Link types of networks that few have: read through to IP where it is usual there, named where it is not. */
const RARE_LINKS: ReadonlyMap<number, Protocol> = new Map([
  [6, Protocol.TokenRing],
  [7, Protocol.Arcnet],
  [8, Protocol.Slip],
  [10, Protocol.Fddi],
  [100, Protocol.Llc],
  [106, Protocol.Clip],
  [107, Protocol.FrameRelay],
  [123, Protocol.Atm],
  [129, Protocol.Arcnet],
  [130, Protocol.Juniper],
  [131, Protocol.Juniper],
  [132, Protocol.Juniper],
  [133, Protocol.Juniper],
  [134, Protocol.Juniper],
  [135, Protocol.Juniper],
  [136, Protocol.Juniper],
  [137, Protocol.Juniper],
  [139, Protocol.Mtp2],
  [140, Protocol.Mtp2],
  [141, Protocol.Mtp3],
  [164, Protocol.Juniper],
  [165, Protocol.BacnetMstp],
  [167, Protocol.Juniper],
  [178, Protocol.Juniper],
  [179, Protocol.Juniper],
  [180, Protocol.Juniper],
  [181, Protocol.Juniper],
  [182, Protocol.MultilinkFr],
  [183, Protocol.Juniper],
  [186, Protocol.Usb],
  [187, Protocol.Bluetooth],
  [189, Protocol.Usb],
  [195, Protocol.Ieee802154],
  [200, Protocol.Juniper],
  [201, Protocol.Bluetooth],
  [215, Protocol.Ieee802154],
  [220, Protocol.Usb],
  [226, Protocol.Ipnet],
  [227, Protocol.Can],
  [230, Protocol.Ieee802154],
  [239, Protocol.Nflog],
  [242, Protocol.Ipoib],
  [249, Protocol.Usb],
  [253, Protocol.Netlink],
  [258, Protocol.Pktap],
  [271, Protocol.Vsock],
]);
