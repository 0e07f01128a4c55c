import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

function overPpp(hex: string): { linkType: number; hex: string } {
  return { linkType: 9, hex: `ff03${hex}` };
}

const LCP = overPpp("c021 01 01 0012 0104 05d4 0304 c023 0506 0a0b0c0d");
const IPCP = overPpp("8021 03 01 0010 0306 c0000207 8106 c0000235");
const PAP = overPpp("c023 01 01 0010 05 636973636f 05 636973636f");
const CHAP = overPpp("c223 01 01 000b 04 01020304 5231");
const SLARP = { linkType: 104, hex: "8f008035 00000002 00000005 00000002 ffff 00000000" };
const DISCOVERY = { hex: overEthernet(0x8863, "11 07 0000 000c 0101 0000 0102 0004 42524153") };

test.for([
  ["LCP", LCP, "ppp:lcp", "PPP LCP", "Configuration Request"],
  ["IPCP", IPCP, "ppp:ipcp", "PPP IPCP", "Configuration Nak"],
  ["PAP", PAP, "ppp:pap", "PPP PAP", "Authenticate-Request (Peer-ID='cisco', Password='cisco')"],
  ["CHAP", CHAP, "ppp:chap", "PPP CHAP", "Challenge (NAME='R1', VALUE=0x01020304)"],
  [
    "SLARP",
    SLARP,
    "chdlc:slarp",
    "SLARP",
    "Line keepalive, outgoing sequence 5, returned sequence 2",
  ],
  [
    "PPPoE discovery",
    DISCOVERY,
    "eth:ethertype:pppoed",
    "PPPoED",
    "Active Discovery Offer (PADO) AC-Name='BRAS'",
  ],
] as const)("%s reads as Wireshark reads it", ([, sample, protocols, protocol, info]) => {
  expect(readSample(sample)).toEqual({ protocols, protocol, info });
});

test("options are fields", () => {
  expect(readSample(LCP, ["lcp.opt.mru", "lcp.opt.auth_protocol"])).toMatchObject({
    "lcp.opt.mru": "1492",
    "lcp.opt.auth_protocol": "0xc023",
  });
  expect(readSample(IPCP, ["ipcp.opt.ip_address", "ipcp.opt.pri_dns_address"])).toMatchObject({
    "ipcp.opt.ip_address": "192.0.2.7",
    "ipcp.opt.pri_dns_address": "192.0.2.53",
  });
});

describe("LCP", () => survivesDamage(LCP));
describe("PAP", () => survivesDamage(PAP));
describe("CHAP", () => survivesDamage(CHAP));
describe("PPPoE discovery", () => survivesDamage(DISCOVERY));
