/** EtherType numbers (IEEE 802, RFC 9542): which protocol follows, and what unknown ones are called. */

import { Protocol } from "../protocol.ts";

/** Values up to this are lengths of an IEEE 802.3 frame; types begin at 0x0600. */
export const MAX_8023_LENGTH = 1500;

/** Protocol that the walk goes on with; `Unknown` for types that are only named. */
export function etherTypeProtocol(type: number): Protocol {
  switch (type) {
    case 0x0800:
      return Protocol.Ipv4;
    case 0x86dd:
      return Protocol.Ipv6;
    case 0x0806:
      return Protocol.Arp;
    case 0x8100:
    case 0x9100:
    case 0x9200:
      return Protocol.Vlan;
    case 0x88a8:
      return Protocol.QinQ;
    case 0x8847:
    case 0x8848:
      return Protocol.Mpls;
    case 0x8863:
      return Protocol.Pppoed;
    case 0x8864:
      return Protocol.Pppoes;
    case 0x8035:
      return Protocol.Rarp;
    case 0x6558:
      return Protocol.Ethernet;
    case 0x880b:
      return Protocol.Ppp;
    case 0x88cc:
      return Protocol.Lldp;
    case 0x888e:
      return Protocol.Eapol;
    case 0x8809:
      return Protocol.Slow;
    case 0x9000:
      return Protocol.EthernetLoopback;
    case 0x0842:
      return Protocol.WakeOnLan;
    case 0x88f7:
      return Protocol.Ptp;
    case 0x88e5:
      return Protocol.Macsec;
    case 0x8902:
      return Protocol.Cfm;
    case 0x8137:
      return Protocol.Ipx;
    case 0x809b:
      return Protocol.AppleTalk;
    case 0x80f3:
      return Protocol.Aarp;
    case 0x22f4:
      return Protocol.Isis;
    case 0x8892:
      return Protocol.Profinet;
    case 0x88a4:
      return Protocol.Ethercat;
    case 0x8808:
      return Protocol.MacControl;
    case 0x887b:
    case 0x88e1:
      return Protocol.Homeplug;
    case 0x8906:
      return Protocol.Fcoe;
    case 0x88a2:
      return Protocol.Aoe;
    case 0x4305:
      return Protocol.Batman;
    case 0x893f:
      return Protocol.Etag;
    case 0x8926:
      return Protocol.VnTag;
    case 0x88e7:
      return Protocol.Pbb;
    case 0x8909:
      return Protocol.CiscoMetadata;
    case 0x894f:
      return Protocol.Nsh;
    default:
      return Protocol.Unknown;
  }
}
