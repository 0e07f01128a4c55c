/** Frames built by hand, and what holds for whatever the decoder makes of a frame. */
import { expect } from "vitest";
import { decode } from "./decoder.ts";
import { MAX_LAYERS, Packet } from "./packet.ts";

export type Octets = readonly number[];

export function u16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

function u32(value: number): number[] {
  return [...u16(value >>> 16), ...u16(value & 0xffff)];
}

const MAC_A = [2, 0, 0, 0, 0, 1];
const MAC_B = [2, 0, 0, 0, 0, 2];

export function eth(type: number, payload: Octets): number[] {
  return [...MAC_B, ...MAC_A, ...u16(type), ...payload];
}

export function ip(number: number, payload: Octets, fragment = 0): number[] {
  const length = u16(20 + payload.length);
  const head = [0x45, 0, ...length, 0, 1, ...u16(fragment), 64, number, 0, 0];
  return [...head, 192, 0, 2, 1, 198, 51, 100, 2, ...payload];
}

function ip6(next: number, payload: Octets): number[] {
  const address = (last: number): number[] => [0x20, 1, 0xd, 0xb8, ...Array(11).fill(0), last];
  return [
    0x60,
    0,
    0,
    0,
    ...u16(payload.length),
    next,
    64,
    ...address(1),
    ...address(2),
    ...payload,
  ];
}

export function tcp(payload: Octets = []): number[] {
  return [
    ...u16(51544),
    ...u16(443),
    ...u32(7),
    ...u32(9),
    0x50,
    0x18,
    1,
    0,
    0,
    0,
    0,
    0,
    ...payload,
  ];
}

export function udp(port: number, payload: Octets): number[] {
  return [...u16(40000), ...u16(port), ...u16(8 + payload.length), 0, 0, ...payload];
}

const PING = [8, 0, 0, 0, 0x12, 0x34, 0, 1, 1, 2, 3];
const ARP = [0, 1, 8, 0, 6, 4, 0, 1, ...MAC_A, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 192, 0, 2, 9];
const INNER = eth(0x0800, ip(6, tcp()));
const EXTENSION = [6, 0, 1, 4, 0, 0, 0, 0];
const WLAN = [0x08, 0x01, 0, 0, ...MAC_B, ...MAC_A, ...MAC_B, 0, 0];
const SNAP = [0xaa, 0xaa, 3, 0, 0, 0, 8, 0];

/** Hand-built frames: name, link type, octets, names of the layers that decode finds. */
export const FRAMES: readonly (readonly [string, number, Octets, string])[] = [
  ["Ethernet, IPv4, TCP", 1, eth(0x0800, ip(6, tcp([1, 2]))), "Ethernet IPv4 TCP"],
  ["IPv6, UDP", 1, eth(0x86dd, ip6(17, udp(9999, [1]))), "Ethernet IPv6 UDP"],
  ["ARP with padding", 1, eth(0x0806, [...ARP, 0, 0, 0]), "Ethernet ARP"],
  ["one tag", 1, eth(0x8100, [0, 7, ...u16(0x0806), ...ARP]), "Ethernet 802.1Q ARP"],
  [
    "two tags",
    1,
    eth(0x88a8, [0, 7, 0x81, 0, 0, 8, 8, 0, ...ip(1, PING)]),
    "Ethernet 802.1ad 802.1Q IPv4 ICMP",
  ],
  [
    "MPLS",
    1,
    eth(0x8847, [0, 1, 0, 64, 0, 2, 1, 64, ...ip(1, PING)]),
    "Ethernet MPLS MPLS IPv4 ICMP",
  ],
  [
    "pseudowire",
    1,
    eth(0x8847, [0, 2, 1, 64, 0, 0, 0, 0, ...INNER]),
    "Ethernet MPLS PW control word Ethernet IPv4 TCP",
  ],
  [
    "PPPoE",
    1,
    eth(0x8864, [0x11, 0, 0, 1, ...u16(2 + 40), 0, 0x21, ...ip(6, tcp())]),
    "Ethernet PPPoES PPP IPv4 TCP",
  ],
  ["PPPoE discovery", 1, eth(0x8863, [0x11, 9, 0, 0, 0, 0]), "Ethernet PPPoED"],
  ["spanning tree", 1, eth(7, [0x42, 0x42, 3, 0, 0, 0, 0]), "802.3 LLC STP"],
  ["SNAP", 1, eth(48, [...SNAP, ...ip(6, tcp())]), "802.3 SNAP IPv4 TCP"],
  ["Novell", 1, eth(4, [0xff, 0xff, 0, 0]), "802.3 IPX"],
  ["IGMP", 1, eth(0x0800, ip(2, [0x16, 0, 0, 0, 224, 0, 0, 251])), "Ethernet IPv4 IGMP"],
  [
    "SCTP",
    1,
    eth(0x0800, ip(132, [...u16(7), ...u16(9), ...u32(1), ...u32(2), 1, 0, 0, 4])),
    "Ethernet IPv4 SCTP",
  ],
  [
    "extension headers",
    1,
    eth(0x86dd, ip6(0, [43, 0, 1, 4, 0, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0, 0, ...EXTENSION, ...tcp()])),
    "Ethernet IPv6 IPv6 Hop-by-Hop IPv6 Routing IPv6 Destination TCP",
  ],
  [
    "first fragment",
    1,
    eth(0x86dd, ip6(44, [17, 0, 0, 1, 0, 0, 0, 9, ...udp(9999, [1])])),
    "Ethernet IPv6 IPv6 Fragment UDP",
  ],
  [
    "later fragment",
    1,
    eth(0x86dd, ip6(44, [17, 0, 0, 8, 0, 0, 0, 9, 1, 2, 3])),
    "Ethernet IPv6 IPv6 Fragment",
  ],
  [
    "authentication header",
    1,
    eth(0x0800, ip(51, [6, 1, 0, 0, ...u32(1), ...u32(2), ...tcp()])),
    "Ethernet IPv4 AH TCP",
  ],
  ["ESP", 1, eth(0x0800, ip(50, [...u32(1), ...u32(2), 3])), "Ethernet IPv4 ESP"],
  [
    "ICMP error",
    1,
    eth(0x0800, ip(1, [3, 3, 0, 0, 0, 0, 0, 0, ...ip(17, udp(53, []))])),
    "Ethernet IPv4 ICMP IPv4 UDP",
  ],
  [
    "ICMPv6 error",
    1,
    eth(0x86dd, ip6(58, [1, 4, 0, 0, 0, 0, 0, 0, ...ip6(6, tcp())])),
    "Ethernet IPv6 ICMPv6 IPv6 TCP",
  ],
  [
    "neighbor solicitation",
    1,
    eth(0x86dd, ip6(58, [135, 0, 0, 0, 0, 0, 0, 0, ...ip6(0, []).slice(8, 24), 1, 1, ...MAC_A])),
    "Ethernet IPv6 ICMPv6",
  ],
  ["IP in IP", 1, eth(0x0800, ip(4, ip(6, tcp()))), "Ethernet IPv4 IPv4 TCP"],
  ["6in4", 1, eth(0x0800, ip(41, ip6(6, tcp()))), "Ethernet IPv4 IPv6 TCP"],
  [
    "GRE",
    1,
    eth(0x0800, ip(47, [0x20, 0, 8, 0, ...u32(5), ...ip(6, tcp())])),
    "Ethernet IPv4 GRE IPv4 TCP",
  ],
  [
    "PPTP",
    1,
    eth(
      0x0800,
      ip(47, [0x30, 1, 0x88, 0x0b, ...u32(5), ...u32(6), 0xff, 3, 0, 0x21, ...ip(6, tcp())]),
    ),
    "Ethernet IPv4 GRE PPP IPv4 TCP",
  ],
  [
    "ERSPAN II",
    1,
    eth(0x0800, ip(47, [0x10, 0, 0x88, 0xbe, ...u32(5), 0x10, 0, 0, 1, ...u32(0), ...INNER])),
    "Ethernet IPv4 GRE ERSPAN Ethernet IPv4 TCP",
  ],
  [
    "ERSPAN III",
    1,
    eth(
      0x0800,
      ip(47, [0x10, 0, 0x22, 0xeb, ...u32(5), 0x20, 0, 0, 1, ...u32(0), ...u32(0), ...INNER]),
    ),
    "Ethernet IPv4 GRE ERSPAN Ethernet IPv4 TCP",
  ],
  [
    "VXLAN",
    1,
    eth(0x0800, ip(17, udp(4789, [8, 0, 0, 0, 0, 0, 5, 0, ...INNER]))),
    "Ethernet IPv4 UDP VXLAN Ethernet IPv4 TCP",
  ],
  [
    "Geneve",
    1,
    eth(0x0800, ip(17, udp(6081, [1, 0, 0x65, 0x58, 0, 0, 5, 0, ...u32(0), ...INNER]))),
    "Ethernet IPv4 UDP Geneve Ethernet IPv4 TCP",
  ],
  [
    "GTP-U",
    1,
    eth(
      0x0800,
      ip(
        17,
        udp(2152, [0x34, 255, ...u16(48), ...u32(5), 0, 0, 0, 0x85, 1, 0, 0, 0, ...ip(6, tcp())]),
      ),
    ),
    "Ethernet IPv4 UDP GTP IPv4 TCP",
  ],
  [
    "L2TP",
    1,
    eth(0x0800, ip(17, udp(1701, [0, 2, 0, 1, 0, 2, 0xff, 3, 0, 0x21, ...ip(6, tcp())]))),
    "Ethernet IPv4 UDP L2TP PPP IPv4 TCP",
  ],
  [
    "Teredo",
    1,
    eth(0x0800, ip(17, udp(3544, [0, 1, 0, 0, ...Array(9).fill(0), ...ip6(6, tcp())]))),
    "Ethernet IPv4 UDP Teredo IPv6 TCP",
  ],
  [
    "AYIYA",
    1,
    eth(0x0800, ip(17, udp(5072, [0x40, 0x50, 1, 41, ...Array(40).fill(0), ...ip6(6, tcp())]))),
    "Ethernet IPv4 UDP AYIYA IPv6 TCP",
  ],
  [
    "802.1ah",
    1,
    eth(0x88e7, [0, 0, 0, 5, ...MAC_A, ...MAC_B, 8, 0, ...ip(6, tcp())]),
    "Ethernet 802.1ah IPv4 TCP",
  ],
  ["E-tag", 1, eth(0x893f, [0, 0, 0, 0, 0, 0, 8, 0, ...ip(6, tcp())]), "Ethernet 802.1BR IPv4 TCP"],
  ["unknown EtherType", 1, eth(0x88b5, [1, 2, 3]), "Ethernet"],
  ["unknown IP protocol", 1, eth(0x0800, ip(200, [1, 2])), "Ethernet IPv4"],
  ["cooked v1", 113, [0, 0, 0, 1, 0, 6, ...MAC_A, 0, 0, 8, 0, ...ip(6, tcp())], "SLL IPv4 TCP"],
  [
    "cooked v2",
    276,
    [0x86, 0xdd, 0, 0, 0, 0, 0, 2, 0, 1, 0, 6, ...MAC_A, 0, 0, ...ip6(6, tcp())],
    "SLL2 IPv6 TCP",
  ],
  ["raw", 101, ip6(6, tcp()), "Raw IP IPv6 TCP"],
  ["raw IPv4", 228, ip(6, tcp()), "IPv4 TCP"],
  ["loopback, little-endian", 0, [2, 0, 0, 0, ...ip(6, tcp())], "NULL IPv4 TCP"],
  ["loopback, big-endian", 108, [0, 0, 0, 30, ...ip6(6, tcp())], "NULL IPv6 TCP"],
  ["PPP", 9, [0xff, 3, 0, 0x57, ...ip6(6, tcp())], "PPP IPv6 TCP"],
  ["PPP, compressed", 50, [0x21, ...ip(6, tcp())], "PPP IPv4 TCP"],
  ["Cisco HDLC", 50, [0x0f, 0, 8, 0, ...ip(6, tcp())], "PPP Cisco HDLC IPv4 TCP"],
  ["802.11", 105, [...WLAN, ...SNAP, ...ip(6, tcp())], "802.11 SNAP IPv4 TCP"],
  [
    "radiotap",
    127,
    [0, 0, 9, 0, 2, 0, 0, 0, 0x10, ...WLAN, ...SNAP, ...ip(6, tcp()), 1, 2, 3, 4],
    "Radiotap 802.11 SNAP IPv4 TCP",
  ],
  [
    "radiotap, padded",
    127,
    [
      0,
      0,
      9,
      0,
      2,
      0,
      0,
      0,
      0x20,
      0x88,
      ...WLAN.slice(1),
      0,
      0,
      0xee,
      0xee,
      ...SNAP,
      ...ip(6, tcp()),
    ],
    "Radiotap 802.11 SNAP IPv4 TCP",
  ],
  [
    "802.11 aggregate",
    105,
    [0x88, ...WLAN.slice(1), 0x80, 0, ...MAC_A, ...MAC_B, 0, 48, ...SNAP, ...ip(6, tcp())],
    "802.11 SNAP IPv4 TCP",
  ],
  ["beacon", 105, [0x80, 0, 0, 0, ...MAC_B, ...MAC_A, ...MAC_A, 0, 0, 1, 2], "802.11"],
  ["PPI", 192, [0, 0, 8, 0, 1, 0, 0, 0, ...INNER], "PPI Ethernet IPv4 TCP"],
  [
    "AVS",
    163,
    [0x80, 0x21, 0x10, 1, 0, 0, 0, 8, ...WLAN, ...SNAP, ...ip(6, tcp())],
    "Prism 802.11 SNAP IPv4 TCP",
  ],
  ["unknown link type", 147, [1, 2, 3], ""],
];

/** The frame as it is read where it lies between others. */
export function decoded(linkType: number, octets: Octets, originalLength = octets.length): Packet {
  const packet = new Packet();
  packet.linkType = linkType;
  packet.originalLength = originalLength;
  /* Neighbours on both sides: a read outside the packet would see them. */
  const block = Uint8Array.from([...Array(5).fill(0xee), ...octets, ...Array(5).fill(0xee)]);
  decode(packet, new DataView(block.buffer), 5, 5 + octets.length);
  return packet;
}

export function expectOffsetsToHold(packet: Packet): void {
  expect(packet.payloadStart).toBeLessThanOrEqual(packet.payloadEnd);
  expect(packet.payloadStart).toBeGreaterThanOrEqual(packet.start);
  expect(packet.payloadEnd).toBeLessThanOrEqual(packet.end);
  expect(packet.payloadLength).toBeGreaterThanOrEqual(packet.payloadEnd - packet.payloadStart);
  expect(packet.layerCount).toBeLessThanOrEqual(MAX_LAYERS);
}
