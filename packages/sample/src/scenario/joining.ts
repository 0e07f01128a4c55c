/** Devices join the network: DHCP, neighbour discovery, multicast groups, announcements of names. */
import { groupFrame, groupUdpFrame } from "../conversation/path.ts";
import { buildDhcp, DhcpType } from "../message/dhcp.ts";
import { buildDns, DnsType } from "../message/dns.ts";
import { DEVICES, type Host, LAN_PREFIX, phone, router, secondPhone, tablet } from "../network.ts";
import { ipAddress, macAddress, solicitedNodeGroup } from "../packet/address.ts";
import { buildArp } from "../packet/arp.ts";
import { buildEthernet, EtherType } from "../packet/ethernet.ts";
import {
  buildIcmpv6,
  buildIgmpReport,
  neighborSolicitation,
  routerAdvertisement,
} from "../packet/icmp.ts";
import { buildIp } from "../packet/ip.ts";
import { buildUdp } from "../packet/udp.ts";
import type { Random } from "../random.ts";
import { type Frames, MILLISECOND, SECOND } from "../sample-frame.ts";

const BROADCAST_MAC = macAddress("ff:ff:ff:ff:ff:ff");
const NO_MAC = macAddress("00:00:00:00:00:00");
const BROADCAST = ipAddress("255.255.255.255");
const UNSPECIFIED = ipAddress("0.0.0.0");
const ALL_NODES = ipAddress("ff02::1");
const ALL_ROUTERS = ipAddress("ff02::2");
const IGMP_REPORTS = ipAddress("224.0.0.22");
const MDNS_GROUP = ipAddress("224.0.0.251");
const MDNS_PORT = 5353;
const MDNS_RESPONSE = 0x8400;
/** Router alert, RFC 2113; IGMP demands it. */
const ROUTER_ALERT = Uint8Array.of(0x94, 0x04, 0, 0);
const ICMPV6 = 58;
const IGMP = 2;
const ND_HOP_LIMIT = 255;
const NeighborDiscovery = {
  RouterSolicitation: 133,
  RouterAdvertisement: 134,
  NeighborSolicitation: 135,
} as const;
/** Those that come home while the sample runs; the others renew what they have. */
const ARRIVALS: readonly Host[] = [phone, secondPhone, tablet];

export function* joining(duration: number, random: Random): Generator<Frames> {
  let start = 200 * MILLISECOND;
  for (const host of DEVICES) {
    if (host === router) continue;
    yield arrive(host, start, { arrives: ARRIVALS.includes(host), random: random.fork() });
    start += random.integer(100, 900) * MILLISECOND;
  }
  yield advertise(duration);
}

/** From the first DHCP message to the announcement of the device's name. */
function* arrive(
  host: Host,
  start: number,
  { arrives, random }: { arrives: boolean; random: Random },
): Frames {
  let time = start;
  const transaction = random.uint32();
  const lease = { transaction, clientMac: host.mac, hostName: host.name };
  const server = router.ipv4;
  if (arrives) {
    yield { time, bytes: fromClient(host, buildDhcp({ ...lease, type: DhcpType.Discover })) };
    time += random.integer(2, 30) * MILLISECOND;
    const offer = buildDhcp({ ...lease, type: DhcpType.Offer, address: host.ipv4, server });
    yield { time, bytes: fromServer(offer) };
    time += random.integer(1, 5) * MILLISECOND;
  }
  const request = { ...lease, type: DhcpType.Request, address: host.ipv4 };
  yield {
    time,
    bytes: fromClient(host, buildDhcp(arrives ? { ...request, server } : request)),
  };
  time += random.integer(2, 30) * MILLISECOND;
  const ack = buildDhcp({ ...lease, type: DhcpType.Ack, address: host.ipv4, server });
  yield { time, bytes: fromServer(ack) };
  time += 40 * MILLISECOND;
  yield { time, bytes: announceAddress(host) };
  time += random.integer(5, 50) * MILLISECOND;
  yield { time, bytes: joinGroup(host) };
  time += random.integer(5, 50) * MILLISECOND;
  yield {
    time,
    bytes: solicitation(host, ALL_ROUTERS, NeighborDiscovery.RouterSolicitation, new Uint8Array(4)),
  };
  time += random.integer(5, 50) * MILLISECOND;
  yield {
    time,
    bytes: solicitation(
      host,
      solicitedNodeGroup(router.ipv6),
      NeighborDiscovery.NeighborSolicitation,
      neighborSolicitation(router.ipv6, host.mac),
    ),
  };
  time += random.integer(20, 90) * MILLISECOND;
  yield { time, bytes: announceName(host) };
}

/** The router tells its prefix every half minute. */
function* advertise(duration: number): Frames {
  for (let time = SECOND; time < duration; time += 30 * SECOND) {
    const body = routerAdvertisement(LAN_PREFIX, router.mac);
    yield {
      time,
      bytes: solicitation(router, ALL_NODES, NeighborDiscovery.RouterAdvertisement, body),
    };
  }
}

function fromClient(host: Host, message: Uint8Array): Uint8Array<ArrayBuffer> {
  return dhcpFrame(host, { source: UNSPECIFIED, sourcePort: 68, destinationPort: 67 }, message);
}

function fromServer(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const path = { source: router.ipv4, sourcePort: 67, destinationPort: 68 };
  return dhcpFrame(router, path, message);
}

function dhcpFrame(
  from: Host,
  path: { source: Uint8Array<ArrayBuffer>; sourcePort: number; destinationPort: number },
  message: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const addresses = { source: path.source, destination: BROADCAST };
  const payload = buildUdp({ ...path, ...addresses, payload: message });
  return buildEthernet({
    source: from.mac,
    destination: BROADCAST_MAC,
    etherType: EtherType.Ipv4,
    payload: buildIp({ ...addresses, protocol: 17, payload }),
  });
}

/** A gratuitous ARP request. */
function announceAddress(host: Host): Uint8Array<ArrayBuffer> {
  const payload = buildArp({
    operation: "request",
    senderMac: host.mac,
    senderIp: host.ipv4,
    targetMac: NO_MAC,
    targetIp: host.ipv4,
  });
  const ends = { source: host.mac, destination: BROADCAST_MAC };
  return buildEthernet({ ...ends, etherType: EtherType.Arp, payload });
}

function joinGroup(host: Host): Uint8Array<ArrayBuffer> {
  return groupFrame(host, IGMP_REPORTS, {
    protocol: IGMP,
    payload: buildIgmpReport(MDNS_GROUP),
    hopLimit: 1,
    options: ROUTER_ALERT,
  });
}

/** An ICMPv6 message of neighbour discovery to a group. */
function solicitation(
  host: Host,
  group: Uint8Array<ArrayBuffer>,
  type: number,
  body: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const payload = buildIcmpv6({ source: host.linkLocal, destination: group, type, body });
  return groupFrame(host, group, { protocol: ICMPV6, payload, hopLimit: ND_HOP_LIMIT });
}

function announceName(host: Host): Uint8Array<ArrayBuffer> {
  const name = `${host.name}.local`;
  const payload = buildDns({
    id: 0,
    flags: MDNS_RESPONSE,
    questions: [],
    answers: [
      { name, ttl: 120, data: { address: host.ipv4 } },
      { name, ttl: 120, data: { address: host.ipv6 } },
      {
        name: "_services._dns-sd._udp.local",
        ttl: 4500,
        data: { type: DnsType.Ptr, name: "_http._tcp.local" },
      },
    ],
  });
  const ports = { sourcePort: MDNS_PORT, destinationPort: MDNS_PORT };
  return groupUdpFrame(host, MDNS_GROUP, { ...ports, payload, hopLimit: ND_HOP_LIMIT });
}
