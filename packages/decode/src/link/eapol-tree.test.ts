import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

const IDENTITY = { hex: overEthernet(0x888e, "01 00 000a 02 01 000a 01 616c696365") };
const MESSAGE_1 = {
  hex: overEthernet(
    0x888e,
    `02 03 005f 02 008a 0010 0000000000000001 ${"5a".repeat(32)}${"00".repeat(50)}`,
  ),
};

test.for([
  ["a start", { hex: overEthernet(0x888e, "01010000") }, "EAPOL", "Start"],
  ["an identity", IDENTITY, "EAP", "Response, Identity"],
  ["a success", { hex: overEthernet(0x888e, "01 00 0004 03 01 0004") }, "EAP", "Success"],
  ["a key", MESSAGE_1, "EAPOL", "Key (Message 1 of 4)"],
] as const)("%s reads as Wireshark reads it", ([, sample, protocol, info]) => {
  expect(readSample(sample)).toEqual({ protocols: "eth:ethertype:eapol", protocol, info });
});

test("fields of EAP and of keys", () => {
  expect(readSample(IDENTITY, ["eap.identity", "eap.type"])).toMatchObject({
    "eap.identity": "alice",
    "eap.type": "1",
  });
  expect(
    readSample(MESSAGE_1, ["wlan_rsna_eapol.keydes.nonce", "eapol.keydes.replay_counter"]),
  ).toMatchObject({
    "wlan_rsna_eapol.keydes.nonce": "5a".repeat(32),
    "eapol.keydes.replay_counter": "1",
  });
});

describe("an identity", () => survivesDamage(IDENTITY));
describe("a key", () => survivesDamage(MESSAGE_1));
