import { describe, expect, test } from "vitest";
import { readSample, type Sample, survivesDamage } from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000201 c6336402 0800f7fe 00010000";
const LLC_IP = `aaaa03000000 0800 ${IP}`;

/** Link types that IP is found inside of. */
const SAMPLES: readonly (readonly [name: string, protocols: string, sample: Sample])[] = [
  ["Frame Relay, RFC 2427", "fr:ip:icmp", { linkType: 107, hex: `1841 03 cc ${IP}` }],
  [
    "Frame Relay with SNAP",
    "fr:ip:icmp",
    { linkType: 107, hex: `1841 03 00 80 000000 0800 ${IP}` },
  ],
  ["Frame Relay, Cisco's", "fr:ip:icmp", { linkType: 107, hex: `1841 0800 ${IP}` }],
  ["FDDI", "fddi:llc:ip:icmp", { linkType: 10, hex: `50 020000000002 020000000001 ${LLC_IP}` }],
  [
    "Token Ring",
    "tr:llc:ip:icmp",
    { linkType: 6, hex: `10 40 020000000002 020000000001 ${LLC_IP}` },
  ],
  [
    "Token Ring with a route",
    "tr:llc:ip:icmp",
    { linkType: 6, hex: `10 40 020000000002 820000000001 0230 ${LLC_IP}` },
  ],
  ["ARCNET of Linux", "arcnet:ip:icmp", { linkType: 129, hex: `be00 ed08 f0 ${IP}` }],
  ["ARCNET of BSD", "arcnet:ip:icmp", { linkType: 7, hex: `be00 d4 000001 ${IP}` }],
  ["IPNET", "ipnet:ip:icmp", { linkType: 226, hex: `0102 0000 0000001c ${"00".repeat(16)} ${IP}` }],
  [
    "IP over InfiniBand",
    "ipoib:ip:icmp",
    { linkType: 242, hex: `${"00".repeat(40)} 0800 0000 ${IP}` },
  ],
  [
    "NFLOG",
    "nflog:ip:icmp",
    { linkType: 239, hex: `02 00 0014 0800 0100 08000127 2000 0900 ${IP}` },
  ],
  [
    "PKTAP",
    "pktap:pcap_pktdata:eth:ethertype:ip:icmp",
    {
      linkType: 258,
      hex: `6c000000 01000000 01000000 ${"00".repeat(96)} 020000000002 020000000001 0800 ${IP}`,
    },
  ],
  ["SLIP", "slip:ip:icmp", { linkType: 8, hex: `${"00".repeat(16)} ${IP}` }],
  ["classical IP over ATM", "clip:llc:ip:icmp", { linkType: 106, hex: LLC_IP }],
  ["RFC 1483 over ATM", "llc:ip:icmp", { linkType: 100, hex: LLC_IP }],
  [
    "Juniper's Ethernet",
    "juniper:eth:ethertype:ip:icmp",
    { linkType: 178, hex: `4d4743 80 0002 0000 020000000002 020000000001 0800 ${IP}` },
  ],
  [
    "Juniper without a link layer",
    "juniper:ip:icmp",
    { linkType: 178, hex: `4d4743 02 00000002 ${IP}` },
  ],
];

describe.for(SAMPLES)("%s", ([, protocols, sample]) => {
  test("is read through to IP", () => {
    expect(readSample(sample, ["ip.dst"])).toMatchObject({ protocols, "ip.dst": "198.51.100.2" });
  });

  survivesDamage(sample);
});

test("Frame Relay's connection is put together from its address", () => {
  expect(readSample({ linkType: 107, hex: `48e1 0800 ${IP}` }, ["fr.dlci"])["fr.dlci"]).toBe("302");
});

describe("CAN", () => {
  const FRAME = { linkType: 227, hex: "00000710 08 000000 0210035555555555" };

  test("reads as Wireshark reads it", () => {
    expect(readSample(FRAME, ["can.id", "can.len"])).toEqual({
      protocols: "can:data",
      protocol: "CAN",
      info: "ID: 1808 (0x710), Length: 8",
      "can.id": "0x00000710",
      "can.len": "8",
    });
  });

  survivesDamage(FRAME);
});

test.for([
  [249, "usb"],
  [187, "hci_h4"],
  [253, "netlink"],
  [271, "vsock"],
  [195, "wpan"],
] as const)("link type %i is named", ([linkType, name]) => {
  expect(readSample({ linkType, hex: "0102030405060708" }).protocols).toBe(name);
});
