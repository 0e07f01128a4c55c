import { describe, expect, test } from "vitest";
import {
  overEthernet,
  overIpv4,
  overTcp,
  overUdp,
  readSample,
  survivesDamage,
} from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000207 c6336409 0800f7fe 00010000";
const FRAME = "020000000002 020000000001 0800";
const NSH = { hex: overEthernet(0x894f, `0fc6 01 01 000007 ff ${"00".repeat(16)} ${IP}`) };
const ETHER_IP = { hex: overIpv4(97, `3000 ${FRAME} ${IP}`) };
const MACSEC = {
  hex: overEthernet(0x88e5, `20 00 00000007 0200000000010001 0800 ${IP} ${"aa".repeat(16)}`),
};
const ENCRYPTED = {
  hex: overEthernet(0x88e5, `2c 00 00000007 0200000000010001 ${"aa".repeat(40)}`),
};
const PPTP = { hex: overTcp(40_000, 1723, `009c 0001 1a2b3c4d 0001 0000${"00".repeat(144)}`) };
const GTP_2 = { hex: overUdp(2123, 2123, "48 20 0008 00000001 00000200") };

describe.for([
  ["a service header", NSH, "eth:ethertype:nsh:ip:icmp"],
  ["Ethernet within IP", ETHER_IP, "eth:ethertype:ip:etherip:eth:ethertype:ip:icmp"],
  ["signed MACsec", MACSEC, "eth:ethertype:macsec:ethertype:ip:icmp"],
] as const)("%s", ([, sample, protocols]) => {
  test("is read through", () => {
    const read = readSample(sample, ["ip.dst"]);
    expect(read.protocols).toBe(protocols);
    expect(read["ip.dst"]).toMatch(/198\.51\.100\.9$/);
  });

  survivesDamage(sample);
});

test("encrypted MACsec is named", () => {
  expect(readSample(ENCRYPTED, ["macsec.PN"])).toEqual({
    protocols: "eth:ethertype:macsec",
    protocol: "MACSEC",
    info: "MACsec frame",
    "macsec.PN": "7",
  });
});

describe("tunnels' control", () => {
  test.for([
    ["PPTP", PPTP, "ip:tcp:pptp", "PPTP", "Start-Control-Connection-Request"],
    ["GTP version 2", GTP_2, "ip:udp:gtpv2", "GTPv2", "Create Session Request"],
    [
      "GTP version 1",
      { hex: overUdp(2123, 2123, "32 01 0004 00000000 00010000") },
      "ip:udp:gtp",
      "GTP",
      "Echo request",
    ],
    [
      "a ping of a label switched path",
      { hex: overUdp(40_000, 3503, "0001 0000 01 02 00 00 00000007 00000001") },
      "ip:udp:mpls-echo",
      "MPLS ECHO",
      "MPLS Echo Request",
    ],
  ] as const)("%s reads as Wireshark reads it", ([, sample, path, protocol, info]) => {
    expect(readSample(sample)).toEqual({ protocols: `eth:ethertype:${path}`, protocol, info });
  });

  survivesDamage(PPTP);
});

test("what GTP carries is named inside it", () => {
  const hex = overUdp(2152, 2152, `30 ff 001c 00000001 ${IP}`);
  expect(readSample({ hex }).protocol).toBe("GTP <ICMP>");
});
