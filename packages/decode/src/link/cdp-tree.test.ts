import { describe, expect, test } from "vitest";
import { overLlc, readSample, survivesDamage } from "../sample.contract.ts";

const CDP = {
  hex: overLlc(
    "aaaa0300000c2000 02 b4 0000 0001 0006 5331 0003 0007 476930 0004 0008 00000029 000a 0006 0063 000b 0005 01" +
      "0002 0011 00000001 01 01 cc 0004 c0000201",
  ),
};
const UDLD = { hex: overLlc("aaaa0300000c0111 21 00 0000 0001 0007 464f43 0002 0009 4769302f31") };
const DTP = { hex: overLlc("aaaa0300000c2004 01 0001 0006 6c61 0004 000a 020000000001") };
const VTP = {
  hex: overLlc(`aaaa0300000c2003 02 01 01 03 6c6162${"00".repeat(29)} 00000002 c0000201`),
};

test.for([
  ["CDP", CDP, "cdp", "Device ID: S1  Port ID: Gi0  "],
  ["UDLD", UDLD, "udld", "Device ID: FOC  Port ID: Gi0/1  "],
  ["DTP", DTP, "dtp", "Dynamic Trunk Protocol"],
  ["VTP", VTP, "vtp", "Summary Advertisement, Revision: 2"],
] as const)("%s reads as Wireshark reads it", ([protocol, sample, name, info]) => {
  expect(readSample(sample)).toEqual({ protocols: `eth:llc:${name}`, protocol, info });
});

test("elements are fields", () => {
  const fields = ["cdp.deviceid", "cdp.native_vlan", "cdp.capabilities", "cdp.nrgyz.ip_address"];
  expect(readSample(CDP, fields)).toMatchObject({
    "cdp.deviceid": "S1",
    "cdp.native_vlan": "99",
    "cdp.capabilities": "0x00000029",
    "cdp.nrgyz.ip_address": "192.0.2.1",
  });
  expect(readSample(VTP, ["vtp.md", "vtp.upd_id"])).toMatchObject({
    "vtp.md": "lab",
    "vtp.upd_id": "192.0.2.1",
  });
});

describe("CDP", () => survivesDamage(CDP));
describe("UDLD", () => survivesDamage(UDLD));
describe("VTP", () => survivesDamage(VTP));
