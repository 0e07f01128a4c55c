import { describe, expect, test } from "vitest";
import { overLlc, readSample, survivesDamage } from "../sample.contract.ts";

const ROOT = "8001001f6d96ec00";
const CONFIGURATION = {
  hex: overLlc(`424203 0000 00 00 01 ${ROOT} 00000004 ${ROOT} 8004 0100 1400 0200 0f00`),
};
const RAPID = {
  hex: overLlc(`424203 0000 02 02 3c ${ROOT} 00000000 ${ROOT} 8004 0000 1400 0200 0f00 00`),
};
const PER_VLAN = {
  hex: overLlc(
    `aaaa0300000c010b 0000 02 02 3c ${ROOT} 00000000 ${ROOT} 8004 0000 1400 0200 0f00 00 0000 0002 0005`,
  ),
};
const MULTIPLE = {
  hex: overLlc(
    `424203 0000 03 02 7c ${ROOT} 00000000 ${ROOT} 8004 0000 1400 0200 0f00 00 0050 00${"00".repeat(32)}` +
      `0001 ${"ac".repeat(16)} 00000000 ${ROOT} 14 7c 8002001f6d96ec00 00000000 80 80 14`,
  ),
};

test.for([
  [
    "a configuration",
    CONFIGURATION,
    "Conf. TC + Root = 32768/1/00:1f:6d:96:ec:00  Cost = 4  Port = 0x8004",
  ],
  ["rapid spanning tree", RAPID, "RST. Root = 32768/1/00:1f:6d:96:ec:00  Cost = 0  Port = 0x8004"],
  [
    "multiple spanning trees",
    MULTIPLE,
    "MST. Root = 32768/1/00:1f:6d:96:ec:00  Cost = 0  Port = 0x8004",
  ],
] as const)("%s reads as Wireshark reads it", ([, sample, info]) => {
  expect(readSample(sample)).toEqual({ protocols: "eth:llc:stp", protocol: "STP", info });
});

test("fields have their units", () => {
  const fields = ["stp.root.prio", "stp.root.ext", "stp.msg_age", "stp.forward", "stp.flags.tc"];
  expect(readSample(CONFIGURATION, fields)).toMatchObject({
    "stp.root.prio": "32768",
    "stp.root.ext": "1",
    "stp.msg_age": "1",
    "stp.forward": "15",
    "stp.flags.tc": "1",
  });
});

test("instances of multiple spanning trees are listed", () => {
  expect(readSample(MULTIPLE, ["mstp.msti.msti_id", "mstp.cist_remaining_hops"])).toMatchObject({
    "mstp.msti.msti_id": "2",
    "mstp.cist_remaining_hops": "20",
  });
});

test("Cisco's frames end in their VLAN", () => {
  expect(readSample(PER_VLAN, ["stp.pvst.origvlan"])["stp.pvst.origvlan"]).toBe("5");
});

describe("a rapid BPDU", () => survivesDamage(PER_VLAN));
describe("a multiple BPDU", () => survivesDamage(MULTIPLE));
