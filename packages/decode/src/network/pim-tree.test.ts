import { describe, expect, test } from "vitest";
import { overIpv4, readSample, survivesDamage } from "../sample.contract.ts";

const HELLO = {
  hex: overIpv4(
    103,
    "20 00 0000 0001 0002 0069 0002 0004 81f4 09c4 0013 0004 00000001 0014 0004 0a0b0c0d",
  ),
};
const JOIN = {
  hex: overIpv4(
    103,
    "23 00 0000 0100 c0000201 00 01 00d2 0100 0020 e9000001 0001 0001 0100 0420 c0000207 0100 0420 c0000208",
  ),
};
const REGISTER = {
  hex: overIpv4(
    103,
    "21 00 deff 00000000 4500001c 00010000 40010000 c0000207 e9000001 0800f7fe 00010000",
  ),
};

describe("messages read as Wireshark reads them", () => {
  test("a hello with its options", () => {
    const fields = ["pim.version", "pim.holdtime", "pim.propagation_delay", "pim.dr_priority"];
    expect(readSample(HELLO, fields)).toEqual({
      protocols: "eth:ethertype:ip:pim",
      protocol: "PIMv2",
      info: "Hello",
      "pim.version": "2",
      "pim.holdtime": "105",
      "pim.propagation_delay": "500",
      "pim.dr_priority": "1",
    });
  });

  test("a join and prune", () => {
    const fields = ["pim.upstream_neighbor", "pim.group", "pim.join_ip", "pim.prune_ip"];
    expect(readSample(JOIN, fields)).toMatchObject({
      info: "Join/Prune",
      "pim.upstream_neighbor": "192.0.2.1",
      "pim.group": "233.0.0.1",
      "pim.join_ip": "192.0.2.7",
      "pim.prune_ip": "192.0.2.8",
    });
  });

  test("a register shows the datagram that it carries, and stays PIM", () => {
    expect(readSample(REGISTER, ["ip.dst", "pim.register_flag.null_register"])).toMatchObject({
      protocols: "eth:ethertype:ip:pim:ip:icmp",
      protocol: "PIMv2",
      info: "Register",
      "ip.dst": "198.51.100.2,233.0.0.1",
      "pim.register_flag.null_register": "0",
    });
  });
});

describe("a hello", () => survivesDamage(HELLO));
describe("a join", () => survivesDamage(JOIN));
describe("a register", () => survivesDamage(REGISTER));
