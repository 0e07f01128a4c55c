import { describe, expect, test } from "vitest";
import { overTcp, readSample, survivesDamage } from "../sample.contract.ts";

const IP = "4500001c 00010000 40010000 c0000207 c6336409 0800f7fe 00010000";
const FRAME = `020000000002 020000000001 0800 ${IP}`;
const PACKET_IN = {
  hex: overTcp(40_000, 6633, `01 0a 003c 00000001 ffffffff 002a 0001 00 00 ${FRAME}`),
};
const PACKET_IN_4 = {
  hex: overTcp(
    40_000,
    6653,
    `04 0a 0054 00000001 ffffffff 002a 00 00 ${"00".repeat(8)} 0001 000c 80000004 00000001 00000000 0000 ${FRAME}`,
  ),
};
const PACKET_OUT_4 = {
  hex: overTcp(
    6653,
    40_000,
    `04 0d 0052 00000001 ffffffff 00000001 0010 ${"00".repeat(6)} 0000 0010 ${"00".repeat(12)} ${FRAME}`,
  ),
};

describe.for([
  ["1.0's packet-in", PACKET_IN, "openflow_v1"],
  ["1.3's packet-in", PACKET_IN_4, "openflow_v4"],
  ["1.3's packet-out", PACKET_OUT_4, "openflow_v4"],
] as const)("OpenFlow %s", ([, sample, version]) => {
  test("is read with the frame that it carries", () => {
    const { protocols, protocol } = readSample(sample);
    expect(protocols).toMatch(new RegExp(`tcp:openflow:${version}:eth:ethertype:ip:icmp$`));
    expect(protocol).toBe("OpenFlow");
  });

  survivesDamage(sample);
});
