/** What every protocol file promises: `check` says Ok only where its accessors can be read. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as chdlc from "./link/chdlc.ts";
import * as ethernet from "./link/ethernet.ts";
import * as llc from "./link/llc.ts";
import * as loopback from "./link/loopback.ts";
import * as ppp from "./link/ppp.ts";
import * as pppoe from "./link/pppoe.ts";
import * as radiotap from "./link/radiotap.ts";
import * as sll from "./link/sll.ts";
import * as vlan from "./link/vlan.ts";
import * as wlan from "./link/wlan.ts";
import * as ah from "./network/ah.ts";
import * as arp from "./network/arp.ts";
import * as icmp from "./network/icmp.ts";
import * as igmp from "./network/igmp.ts";
import * as ipv4 from "./network/ipv4.ts";
import * as ipv6 from "./network/ipv6.ts";
import * as extension from "./network/ipv6-extension.ts";
import { DecodeStatus } from "./status.ts";
import * as sctp from "./transport/sctp.ts";
import * as tcp from "./transport/tcp.ts";
import * as udp from "./transport/udp.ts";
import * as ayiya from "./tunnel/ayiya.ts";
import * as erspan from "./tunnel/erspan.ts";
import * as geneve from "./tunnel/geneve.ts";
import * as gre from "./tunnel/gre.ts";
import * as gtp from "./tunnel/gtp.ts";
import * as l2tp from "./tunnel/l2tp.ts";
import * as mpls from "./tunnel/mpls.ts";
import * as teredo from "./tunnel/teredo.ts";
import * as vxlan from "./tunnel/vxlan.ts";

const SEED = 826;

type Check = (view: DataView, off: number, end: number) => DecodeStatus;
type Accessor = (view: DataView, off: number) => unknown;
/** Octets of the header that the checked range must hold. */
type Length = (view: DataView, off: number, end: number) => number;

/** Name, check, accessors, header length, a valid header in base 16, and what each accessor reads. */
const PROTOCOLS: readonly (readonly [
  string,
  Check,
  readonly Accessor[],
  Length,
  string,
  readonly unknown[],
])[] = [
  [
    "ethernet",
    ethernet.check,
    [ethernet.typeOrLength],
    () => 14,
    "0200000000020200000000010800",
    [0x0800],
  ],
  ["vlan", vlan.check, [vlan.id, vlan.typeOrLength], () => 4, "e00708dd", [7, 0x08dd]],
  ["llc", llc.check, [llc.destinationSap, llc.sourceSap], llc.headerLength, "424203", [0x42, 0x42]],
  ["loopback", loopback.check, [loopback.family], () => 4, "1e000000", [30]],
  [
    "ppp",
    ppp.check,
    [ppp.framingLength, ppp.protocolNumber],
    ppp.headerLength,
    "ff030057",
    [2, 0x57],
  ],
  [
    "pppoe",
    pppoe.check,
    [pppoe.code, pppoe.sessionId, pppoe.payloadLength],
    () => 6,
    "110900070010",
    [9, 7, 16],
  ],
  ["chdlc", chdlc.check, [chdlc.protocolType], () => 4, "0f000800", [0x0800]],
  [
    "sll",
    sll.check,
    [sll.hardwareType, sll.addressLength, sll.protocolType],
    () => 16,
    "0000000100060200000000010000086d",
    [1, 6, 0x086d],
  ],
  [
    "sll2",
    sll.check2,
    [sll.hardwareType2, sll.addressLength2, sll.protocolType2],
    () => 20,
    "86dd000000000002030400060200000000010000",
    [0x0304, 6, 0x86dd],
  ],
  [
    "wlan",
    wlan.check,
    [wlan.type, wlan.subtype, wlan.flags, wlan.isProtected],
    (view, off) => wlan.headerLength(view, off),
    "8842000002000000000202000000000102000000000300000000",
    [2, 8, 0x42, true],
  ],
  [
    "radiotap",
    radiotap.check,
    [radiotap.present, radiotap.frameFlags],
    radiotap.headerLength,
    "000009000200000010",
    [2, 0x10],
  ],
  [
    "arp",
    arp.check,
    [arp.opcode, arp.isIpv4OverMac],
    arp.length,
    "0001080006040002020000000001c0000201020000000002c0000202",
    [2, true],
  ],
  [
    "ipv4",
    ipv4.check,
    [
      ipv4.version,
      ipv4.totalLength,
      ipv4.fragmentOffset,
      ipv4.moreFragments,
      ipv4.ttl,
      ipv4.protocol,
      ipv4.source,
      ipv4.destination,
    ],
    ipv4.headerLength,
    "45000030000120034006000cc0000201c6336402",
    [4, 48, 24, true, 64, 6, 0xc0000201, 0xc6336402],
  ],
  [
    "ipv6",
    ipv6.check,
    [ipv6.version, ipv6.payloadLength, ipv6.nextHeader, ipv6.hopLimit],
    () => 40,
    `60000000001006ff${"20010db8".padEnd(32, "0")}${"f".repeat(32)}`,
    [6, 16, 6, 255],
  ],
  [
    "ipv6 options",
    extension.check,
    [extension.nextHeader],
    extension.headerLength,
    "0600010400000000",
    [6],
  ],
  [
    "ipv6 fragment",
    extension.checkFragment,
    [extension.nextHeader, extension.fragmentOffset, extension.moreFragments],
    () => 8,
    "1100000900000001",
    [17, 8, true],
  ],
  ["ah", ah.check, [ah.nextHeader], ah.headerLength, "060100000000000100000002", [6]],
  [
    "icmp",
    icmp.check,
    [icmp.type, icmp.code, icmp.identifier, icmp.sequence],
    () => 8,
    "0800000012340001",
    [8, 0, 0x1234, 1],
  ],
  ["igmp", igmp.check, [igmp.type], () => 8, "16000000e00000fb", [0x16]],
  [
    "tcp",
    tcp.check,
    [tcp.srcPort, tcp.dstPort, tcp.sequence, tcp.acknowledgment, tcp.flags, tcp.window],
    tcp.headerLength,
    "c95801bbfffffffe00000009511801f600000000",
    [51544, 443, 0xfffffffe, 9, 0x118, 502],
  ],
  [
    "udp",
    udp.check,
    [udp.srcPort, udp.dstPort, udp.length],
    () => 8,
    "c9580035000c0000",
    [51544, 53, 12],
  ],
  [
    "sctp",
    sctp.check,
    [sctp.srcPort, sctp.dstPort, sctp.verificationTag],
    () => 12,
    "000700090000000500000006",
    [7, 9, 5],
  ],
  [
    "gre",
    gre.check,
    [gre.flags, gre.version, gre.protocolType],
    gre.headerLength,
    "3001880b0000000500000006",
    [0x3001, 1, 0x880b],
  ],
  [
    "erspan",
    erspan.check,
    [erspan.version, erspan.sessionId],
    erspan.headerLength,
    "1000040700000000",
    [1, 7],
  ],
  ["vxlan", vxlan.check, [vxlan.flags, vxlan.vni], () => 8, "0800000000000500", [0x0800, 5]],
  [
    "geneve",
    geneve.check,
    [geneve.version, geneve.protocolType, geneve.vni],
    geneve.headerLength,
    "010065580000050000000000",
    [0, 0x6558, 5],
  ],
  [
    "gtp",
    gtp.check,
    [gtp.version, gtp.messageType, gtp.length, gtp.teid],
    gtp.headerLength,
    "34ff0010000000050000008501000000",
    [1, 255, 16, 5],
  ],
  [
    "l2tp",
    l2tp.check,
    [l2tp.version, l2tp.isControl, l2tp.tunnelId],
    l2tp.headerLength,
    "4002000800070009",
    [2, false, 7],
  ],
  ["teredo", teredo.check, [], teredo.headerLength, "60", []],
  ["mpls", mpls.check, [mpls.label, mpls.isBottom], () => 4, "00010140", [16, true]],
  [
    "ayiya",
    ayiya.check,
    [ayiya.operation, ayiya.nextHeader],
    ayiya.headerLength,
    `0000012900000000ff`,
    [1, 41],
  ],
];

function octets(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

describe.for(PROTOCOLS)("%s", ([, check, accessors, length, header, values]) => {
  test("a whole header is Ok and its accessors read it", () => {
    const bytes = octets(header);
    const view = new DataView(bytes.buffer);
    expect(check(view, 0, bytes.length)).toBe(DecodeStatus.Ok);
    expect(length(view, 0, bytes.length)).toBeLessThanOrEqual(bytes.length);
    expect(accessors.map((accessor) => accessor(view, 0))).toEqual(values);
  });

  test("every shorter header is not Ok", () => {
    const bytes = octets(header);
    const view = new DataView(bytes.buffer);
    for (let end = 0; end < bytes.length; end += 1) {
      expect(check(view, 0, end)).not.toBe(DecodeStatus.Ok);
    }
  });

  test("Ok implies that the header fits and no accessor throws", () => {
    const property = fc.property(
      fc.uint8Array({ maxLength: 96 }),
      fc.nat(16),
      fc.boolean(),
      (noise, skip, seeded) => {
        const bytes = seeded ? Uint8Array.from([...octets(header), ...noise]) : noise;
        for (let i = 0; seeded && i < Math.min(2, noise.length); i += 1) {
          bytes[noise[i]! % bytes.length] = noise[i]!;
        }
        const off = seeded ? 0 : Math.min(skip, bytes.length);
        const view = new DataView(bytes.buffer);
        if (check(view, off, bytes.length) !== DecodeStatus.Ok) return;
        expect(off + length(view, off, bytes.length)).toBeLessThanOrEqual(bytes.length);
        for (const accessor of accessors) accessor(view, off);
      },
    );
    fc.assert(property, { seed: SEED, numRuns: 500 });
  });
});
