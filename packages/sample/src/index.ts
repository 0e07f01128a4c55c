/** Realistic generated traffic for demonstrations and tests. */
export { type LookupOptions, lookUp } from "./conversation/lookup.ts";
export {
  groupFrame,
  groupUdpFrame,
  type IpVersion,
  ipFrame,
  udpFrame,
} from "./conversation/path.ts";
export { type Side, TcpConversation, type TcpOptions } from "./conversation/tcp-conversation.ts";
export { mergeFrames } from "./merge.ts";
export { buildDhcp, type DhcpFields, DhcpType } from "./message/dhcp.ts";
export {
  buildDns,
  type DnsFields,
  type DnsQuestion,
  type DnsRecord,
  DnsType,
} from "./message/dns.ts";
export { buildNtp } from "./message/ntp.ts";
export { buildQuicInitial, buildQuicShort, quicConnectionId } from "./message/quic.ts";
export {
  buildApplicationData,
  buildClientFinished,
  buildClientHello,
  buildServerFlight,
  type ClientHelloFields,
} from "./message/tls.ts";
export { DEVICES, type Host, SITES } from "./network.ts";
export {
  type IpAddress,
  ipAddress,
  type MacAddress,
  macAddress,
  multicastMac,
  solicitedNodeGroup,
} from "./packet/address.ts";
export { type ArpFields, buildArp } from "./packet/arp.ts";
export { asciiBytes, ByteWriter, concatBytes } from "./packet/byte-writer.ts";
export { internetChecksum, pseudoHeaderSum } from "./packet/checksum.ts";
export { buildEthernet, type EthernetFields, EtherType } from "./packet/ethernet.ts";
export {
  buildIcmpEcho,
  buildIcmpUnreachable,
  buildIcmpv6,
  buildIgmpReport,
  type EchoFields,
  type Icmpv6Fields,
  neighborAdvertisement,
  neighborSolicitation,
  routerAdvertisement,
} from "./packet/icmp.ts";
export {
  buildIp,
  buildIpv4,
  buildIpv6,
  type IpFields,
  IpProtocol,
  type Ipv4Fields,
} from "./packet/ip.ts";
export { buildTcp, synOptions, type TcpFields, TcpFlag, timestampOption } from "./packet/tcp.ts";
export { buildUdp, type UdpFields } from "./packet/udp.ts";
export { Random } from "./random.ts";
export type { Frames, SampleFrame } from "./sample-frame.ts";
export { type SampleOptions, type SamplePacket, samplePackets } from "./sample-packets.ts";
export { SAMPLE_INTERFACE, SampleReplay, sampleBatches } from "./sample-replay.ts";
