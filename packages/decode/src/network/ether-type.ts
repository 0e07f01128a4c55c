/** EtherType numbers (IEEE 802, RFC 9542): which protocol follows, and what unknown ones are called. */

import { Protocol } from "../protocol.ts";

/** Values up to this are lengths of an IEEE 802.3 frame; types begin at 0x0600. */
export const MAX_8023_LENGTH = 1500;

const UNKNOWN = Protocol.Unknown;

/**
 * A table, not a switch: a packet of a type that was not seen before would have V8 throw away code
 * that was compiled without that case.
 */
const PROTOCOLS: ReadonlyMap<number, Protocol> = new Map([
  [0x0800, Protocol.Ipv4],
  [0x86dd, Protocol.Ipv6],
  [0x0806, Protocol.Arp],
  [0x8100, Protocol.Vlan],
  [0x9100, Protocol.Vlan],
  [0x9200, Protocol.Vlan],
  [0x88a8, Protocol.QinQ],
  [0x8847, Protocol.Mpls],
  [0x8848, Protocol.Mpls],
  [0x8863, Protocol.Pppoed],
  [0x8864, Protocol.Pppoes],
  [0x8035, Protocol.Rarp],
  [0x6558, Protocol.Ethernet],
  [0x880b, Protocol.Ppp],
  [0x88cc, Protocol.Lldp],
  [0x888e, Protocol.Eapol],
  [0x8809, Protocol.Slow],
  [0x9000, Protocol.EthernetLoopback],
  [0x0842, Protocol.WakeOnLan],
  [0x88f7, Protocol.Ptp],
  [0x88e5, Protocol.Macsec],
  [0x8902, Protocol.Cfm],
  [0x8137, Protocol.Ipx],
  [0x809b, Protocol.AppleTalk],
  [0x80f3, Protocol.Aarp],
  [0x22f4, Protocol.Isis],
  [0x8892, Protocol.Profinet],
  [0x88a4, Protocol.Ethercat],
  [0x8808, Protocol.MacControl],
  [0x887b, Protocol.Homeplug],
  [0x88e1, Protocol.Homeplug],
  [0x8906, Protocol.Fcoe],
  [0x88a2, Protocol.Aoe],
  [0x4305, Protocol.Batman],
  [0x893f, Protocol.Etag],
  [0x8926, Protocol.VnTag],
  [0x88e7, Protocol.Pbb],
  [0x8909, Protocol.CiscoMetadata],
  [0x894f, Protocol.Nsh],
  [0x886f, Protocol.NlbHeartbeat],
]);

/** Protocol that the walk goes on with; `Unknown` for types that are only named. */
export function etherTypeProtocol(type: number): Protocol {
  return PROTOCOLS.get(type) ?? UNKNOWN;
}
