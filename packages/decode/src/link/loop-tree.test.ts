import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

const REPLY = { hex: overEthernet(0x9000, "0000 0100 0700 abcd") };
const FORWARD = { hex: overEthernet(0x9000, "0000 0200 020000000001 0100 0000") };

test("a station's own test frame reads as Wireshark reads it", () => {
  expect(readSample(REPLY, ["loop.receipt_number"])).toEqual({
    protocols: "eth:ethertype:loop:data",
    protocol: "LOOP",
    info: "Reply",
    "loop.receipt_number": "7",
  });
  expect(readSample(FORWARD, ["loop.forwarding_address"])).toMatchObject({
    info: "Forward Data",
    "loop.forwarding_address": "02:00:00:00:00:01",
  });
});

describe("a frame", () => survivesDamage(FORWARD));
