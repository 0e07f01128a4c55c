import { describe, expect, test } from "vitest";
import {
  overIpv4,
  overTcp,
  overUdp,
  readSample,
  type Sample,
  survivesDamage,
} from "../sample.contract.ts";

const HELLO_2 =
  "01 28 02 00 06 04 0001 020000000001 00000064 00000bb8 00002710 c0000201 000000000000000000000000";
const MARKER = "ff".repeat(16);
const UPDATE =
  `${MARKER}0034 02 0000 0019 40 01 01 00 40 03 04 c0000201 80 04 04 00000005 40 05 04 00000064` +
  "18 cb0071";

interface Expected {
  readonly sample: Sample;
  readonly path: string;
  readonly protocol: string;
  readonly info: string;
  readonly fields: Readonly<Record<string, string>>;
}

const CASES: readonly (readonly [string, Expected])[] = [
  [
    "HSRP",
    {
      sample: { hex: overUdp(1985, 1985, "00 00 10 03 0a 64 01 00 636973636f000000 c0000201") },
      path: "ip:udp:hsrp",
      protocol: "HSRP",
      info: "Hello (state Active)",
      fields: { "hsrp.virt_ip": "192.0.2.1", "hsrp.priority": "100" },
    },
  ],
  [
    "HSRP version 2",
    {
      sample: { hex: overUdp(2029, 2029, HELLO_2) },
      path: "ip:udp:hsrp",
      protocol: "HSRPv2",
      info: "Hello (state Active)",
      fields: { "hsrp2.group": "1", "hsrp2.virt_ip": "192.0.2.1" },
    },
  ],
  [
    "RIP version 2",
    {
      sample: {
        hex: overUdp(520, 520, "02 02 0000 0002 0007 c0000200 ffffff00 00000000 00000002"),
      },
      path: "ip:udp:rip",
      protocol: "RIPv2",
      info: "Response",
      fields: { "rip.ip": "192.0.2.0", "rip.metric": "2", "rip.route_tag": "7" },
    },
  ],
  [
    "RIPng",
    {
      sample: { hex: overUdp(521, 521, "02 01 0000 20010db8000000000000000000000000 0000 20 01") },
      path: "ip:udp:ripng",
      protocol: "RIPng",
      info: " Command Response, Version 1",
      fields: { "ripng.rte.ipv6_prefix": "2001:db8::", "ripng.rte.prefix_length": "32" },
    },
  ],
  [
    "BFD",
    {
      sample: {
        hex: overUdp(49_152, 3784, "20 c8 03 18 00000001 00000002 000f4240 000f4240 00000000"),
      },
      path: "ip:udp:bfd",
      protocol: "BFD Control",
      info: "Diag: No Diagnostic, State: Up, Flags: 0x08",
      fields: { "bfd.my_discriminator": "0x00000001", "bfd.sta": "0x03" },
    },
  ],
  [
    "PTP",
    {
      sample: {
        hex: overUdp(
          319,
          319,
          `00 02 002c 00 00 0200 ${"00".repeat(12)} 0102030405060708 0001 0007 00 00 ${"00".repeat(10)}`,
        ),
      },
      path: "ip:udp:ptp",
      protocol: "PTPv2",
      info: "Sync Message",
      fields: { "ptp.v2.sequenceid": "7", "ptp.v2.clockidentity": "0x0102030405060708" },
    },
  ],
  [
    "LDP",
    {
      sample: {
        hex: overUdp(
          646,
          646,
          "0001 001e c0000201 0000 0100 0014 00000007 0400 0004 000f 0000 0401 0004 c0000201",
        ),
      },
      path: "ip:udp:ldp",
      protocol: "LDP",
      info: "Hello Message ",
      fields: { "ldp.hdr.ldpid.lsr": "192.0.2.1", "ldp.msg.id": "0x00000007" },
    },
  ],
  [
    "LISP",
    {
      sample: { hex: overUdp(4342, 4342, "30000001 0000000000000000 00000000") },
      path: "ip:udp:lisp",
      protocol: "LISP",
      info: "Map-Register",
      fields: { "lisp.type": "3" },
    },
  ],
  [
    "BGP",
    {
      sample: { hex: overTcp(40_000, 179, UPDATE) },
      path: "ip:tcp:bgp",
      protocol: "BGP",
      info: "UPDATE Message",
      fields: {
        "bgp.update.path_attribute.next_hop": "192.0.2.1",
        "bgp.update.path_attribute.local_pref": "100",
        "bgp.nlri_prefix": "203.0.113.0",
      },
    },
  ],
  [
    "OSPF",
    {
      sample: {
        hex: overIpv4(
          89,
          "02 01 0030 c0000201 00000000 0000 0000 0000000000000000 ffffff00 000a 02 01 00000028 c0000201 00000000 c0000202",
        ),
      },
      path: "ip:ospf",
      protocol: "OSPF",
      info: "Hello Packet",
      fields: {
        "ospf.hello.network_mask": "255.255.255.0",
        "ospf.hello.hello_interval": "10",
        "ospf.hello.active_neighbor": "192.0.2.2",
      },
    },
  ],
  [
    "OSPF's updates",
    {
      sample: {
        hex: overIpv4(
          89,
          "02 04 0038 c0000201 00000000 0000 0000 0000000000000000 00000001 0001 22 02 c0000200 c0000201 80000001 abcd 001c ffffff00 c0000201",
        ),
      },
      path: "ip:ospf",
      protocol: "OSPF",
      info: "LS Update",
      fields: { "ospf.lsa": "2", "ospf.lsa.id": "192.0.2.0", "ospf.lsa.seqnum": "0x80000001" },
    },
  ],
  [
    "VRRP",
    {
      sample: { hex: overIpv4(112, "31 01 64 01 0064 0000 c0000201") },
      path: "ip:vrrp",
      protocol: "VRRP",
      info: "Announcement (v3)",
      fields: { "vrrp.short_adver_int": "100", "vrrp.ip_addr": "192.0.2.1" },
    },
  ],
  [
    "EIGRP",
    {
      sample: { hex: overIpv4(88, "02 05 fdf6 00000000 00000000 00000003 0000 0001") },
      path: "ip:eigrp",
      protocol: "EIGRP",
      info: "Hello (Ack)",
      fields: { "eigrp.as": "1", "eigrp.ack": "3" },
    },
  ],
  [
    "DHCPv6",
    {
      sample: {
        hex: overUdp(
          546,
          547,
          "01 13d1ed 0001 000e 000100012422f1b3080027e6e559 0003 000c 0000000e 00000000 00000000 0006 0004 0017 0018 0008 0002 0000",
        ),
      },
      path: "ip:udp:dhcpv6",
      protocol: "DHCPv6",
      info: "Solicit XID: 0x13d1ed CID: 000100012422f1b3080027e6e559 ",
      fields: { "dhcpv6.iaid": "0000000e", "dhcpv6.requested_option_code": "23,24" },
    },
  ],
];

describe.for(CASES)("%s", ([, { sample, path, protocol, info, fields }]) => {
  test("reads as Wireshark reads it", () => {
    const expected = { protocols: `eth:ethertype:${path}`, protocol, info, ...fields };
    expect(readSample(sample, Object.keys(fields))).toEqual(expected);
  });

  survivesDamage(sample);
});

test("relays around relays of DHCPv6 are read to a depth and no further", () => {
  const addresses = "00".repeat(32);
  let message = "01 000001";
  for (let i = 0; i < 20; i += 1) {
    const octets = message.replaceAll(" ", "").length / 2;
    message = `0c00${addresses}0009${octets.toString(16).padStart(4, "0")}${message}`;
  }
  const types = readSample({ hex: overUdp(547, 547, message) }, ["dhcpv6.msgtype"])[
    "dhcpv6.msgtype"
  ]!;
  expect(types.split(",")).toEqual(new Array(9).fill("12"));
});

test("GRE names what stands alone, and ERSPAN without a header", () => {
  expect(readSample({ hex: overIpv4(47, "0000 0000") })).toMatchObject({
    protocol: "GRE",
    info: "Encapsulated Possible GRE keepalive packet",
  });
  const frame =
    "020000000002020000000001 0806 0001080006040001020000000001c0000202000000000000c0000201";
  expect(readSample({ hex: overIpv4(47, `0000 88be ${frame}`) }).protocols).toBe(
    "eth:ethertype:ip:gre:erspan:eth:ethertype:arp",
  );
});
