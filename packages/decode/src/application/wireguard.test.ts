import { describe, expect, test } from "vitest";
import { overUdp, readSample, survivesDamage } from "../sample.contract.ts";

const INITIATION = { hex: overUdp(40_000, 40_001, `01000000d837d030${"00".repeat(140)}`) };
const RESPONSE = { hex: overUdp(40_001, 40_000, `02000000 01020304 d837d030${"11".repeat(80)}`) };
const COOKIE = { hex: overUdp(40_001, 40_000, `03000000 d837d030${"22".repeat(56)}`) };
const DATA = {
  hex: overUdp(40_000, 40_001, `04000000 01020304 0700000000000000${"33".repeat(48)}`),
};

describe("messages read as Wireshark reads them, on any port", () => {
  test.for([
    ["an initiation", INITIATION, "Handshake Initiation, sender=0x30D037D8"],
    ["a response", RESPONSE, "Handshake Response, sender=0x04030201, receiver=0x30D037D8"],
    ["a cookie", COOKIE, "Cookie Reply, receiver=0x30D037D8"],
    ["data", DATA, "Transport Data, receiver=0x04030201, counter=7, datalen=32"],
  ] as const)("%s", ([, sample, info]) => {
    expect(readSample(sample)).toEqual({
      protocols: "eth:ethertype:ip:udp:wg",
      protocol: "WireGuard",
      info,
    });
  });

  test("fields carry what is not encrypted", () => {
    const fields = ["wg.type", "wg.sender", "wg.receiver", "wg.ephemeral", "wg.mac1"];
    expect(readSample(RESPONSE, fields)).toMatchObject({
      "wg.type": "2",
      "wg.sender": "0x04030201",
      "wg.receiver": "0x30d037d8",
      "wg.ephemeral": "ERERERERERERERERERERERERERERERERERERERERERE=",
      "wg.mac1": "11".repeat(16),
    });
  });
});

describe("what only resembles it is no WireGuard", () => {
  test.for([
    ["a reserved octet is used", `01000100${"00".repeat(144)}`],
    ["an initiation is too long", `01000000${"00".repeat(145)}`],
    ["data is not padded", `04000000${"00".repeat(30)}`],
  ])("%s", ([, payload]) => {
    expect(readSample({ hex: overUdp(40_000, 40_001, payload!) }).protocol).toBe("UDP");
  });
});

describe("an initiation", () => survivesDamage(INITIATION));
describe("data", () => survivesDamage(DATA));
