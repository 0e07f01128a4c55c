/**
 * Every protocol that Wirescope can name.
 *
 * Code points are internal and may change between versions; what is stored or shown is the name.
 */

export const Protocol = {
  Unknown: 0,
  Frame: 1,
  Ethernet: 2,
  Ieee8023: 3,
  Llc: 4,
  Snap: 5,
  Sll: 6,
  Sll2: 7,
  Null: 8,
  RawIp: 9,
  Ppp: 10,
  Wlan: 11,
  Radiotap: 12,
  Vlan: 13,
  QinQ: 14,
  Mpls: 15,
  Pppoed: 16,
  Pppoes: 17,
  Arp: 18,
  Ipv4: 19,
  Ipv6: 20,
  Ipv6HopByHop: 21,
  Ipv6Routing: 22,
  Ipv6Fragment: 23,
  Ipv6Destination: 24,
  Ah: 25,
  Icmp: 26,
  Icmpv6: 27,
  Igmp: 28,
  Tcp: 29,
  Udp: 30,
  Sctp: 31,
  Gre: 32,
  Dns: 33,
  Mdns: 34,
  Llmnr: 35,
  Tls: 36,
  Http: 37,
  Dhcp: 38,
  Quic: 39,
} as const;

export type Protocol = (typeof Protocol)[keyof typeof Protocol];

/** One past the largest code point; sizes counters that are indexed by protocol. */
export const PROTOCOL_COUNT = 40;

export interface ProtocolInfo {
  /** As lists and charts print it: `TLS`, `DNS`, `802.1Q`. */
  readonly name: string;
  /** Wireshark's filter name: `tls`. Empty where it has none. */
  readonly filterName: string;
  readonly title: string;
}

const INFO: readonly ProtocolInfo[] = [
  { name: "Unknown", filterName: "", title: "data" },
  { name: "Frame", filterName: "frame", title: "Frame" },
  { name: "Ethernet", filterName: "eth", title: "Ethernet II" },
  { name: "802.3", filterName: "eth", title: "IEEE 802.3 Ethernet" },
  { name: "LLC", filterName: "llc", title: "Logical-Link Control" },
  { name: "SNAP", filterName: "llc", title: "Subnetwork Access Protocol" },
  { name: "SLL", filterName: "sll", title: "Linux cooked-mode capture v1" },
  { name: "SLL2", filterName: "sll", title: "Linux cooked-mode capture v2" },
  { name: "NULL", filterName: "null", title: "BSD loopback" },
  { name: "Raw IP", filterName: "raw", title: "Raw packet data" },
  { name: "PPP", filterName: "ppp", title: "Point-to-Point Protocol" },
  { name: "802.11", filterName: "wlan", title: "IEEE 802.11" },
  { name: "Radiotap", filterName: "radiotap", title: "Radiotap header" },
  { name: "802.1Q", filterName: "vlan", title: "802.1Q Virtual LAN" },
  { name: "802.1ad", filterName: "ieee8021ad", title: "IEEE 802.1ad" },
  { name: "MPLS", filterName: "mpls", title: "MultiProtocol Label Switching" },
  { name: "PPPoE discovery", filterName: "pppoed", title: "PPP-over-Ethernet Discovery" },
  { name: "PPPoE session", filterName: "pppoes", title: "PPP-over-Ethernet Session" },
  { name: "ARP", filterName: "arp", title: "Address Resolution Protocol" },
  { name: "IPv4", filterName: "ip", title: "Internet Protocol Version 4" },
  { name: "IPv6", filterName: "ipv6", title: "Internet Protocol Version 6" },
  { name: "IPv6 Hop-by-Hop", filterName: "ipv6.hopopts", title: "IPv6 Hop-by-Hop Options" },
  { name: "IPv6 Routing", filterName: "ipv6.routing", title: "IPv6 Routing Header" },
  { name: "IPv6 Fragment", filterName: "ipv6.fraghdr", title: "IPv6 Fragment Header" },
  { name: "IPv6 Destination", filterName: "ipv6.dstopts", title: "IPv6 Destination Options" },
  { name: "AH", filterName: "ah", title: "Authentication Header" },
  { name: "ICMP", filterName: "icmp", title: "Internet Control Message Protocol" },
  { name: "ICMPv6", filterName: "icmpv6", title: "Internet Control Message Protocol v6" },
  { name: "IGMP", filterName: "igmp", title: "Internet Group Management Protocol" },
  { name: "TCP", filterName: "tcp", title: "Transmission Control Protocol" },
  { name: "UDP", filterName: "udp", title: "User Datagram Protocol" },
  { name: "SCTP", filterName: "sctp", title: "Stream Control Transmission Protocol" },
  { name: "GRE", filterName: "gre", title: "Generic Routing Encapsulation" },
  { name: "DNS", filterName: "dns", title: "Domain Name System" },
  { name: "MDNS", filterName: "mdns", title: "Multicast Domain Name System" },
  { name: "LLMNR", filterName: "llmnr", title: "Link-local Multicast Name Resolution" },
  { name: "TLS", filterName: "tls", title: "Transport Layer Security" },
  { name: "HTTP", filterName: "http", title: "Hypertext Transfer Protocol" },
  { name: "DHCP", filterName: "dhcp", title: "Dynamic Host Configuration Protocol" },
  { name: "QUIC", filterName: "quic", title: "QUIC IETF" },
];

export function protocolInfo(protocol: number): ProtocolInfo {
  return INFO[protocol] ?? (INFO[0] as ProtocolInfo);
}
