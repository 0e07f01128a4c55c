import { describe, expect, test } from "vitest";
import { overLlc, readSample, survivesDamage } from "../sample.contract.ts";

const HELLO = { hex: overLlc("fefe03 83 14 01 00 11 01 00 00 03 111111111111 001e 0014 01") };
const LSP = {
  linkType: 104,
  hex: "8f00fefe 03 83 1b 01 00 12 01 00 00 001b 04b0 1111111111110000 00000007 0000 01",
};

test("IS-IS reads as Wireshark reads it", () => {
  expect(readSample(HELLO, ["isis.hello.source_id"])).toEqual({
    protocols: "eth:llc:osi:isis:isis.hello",
    protocol: "ISIS HELLO",
    info: "P2P HELLO, System-ID: 1111.1111.1111",
    "isis.hello.source_id": "1111.1111.1111",
  });
  expect(readSample(LSP)).toEqual({
    protocols: "chdlc:osi:isis:isis.lsp",
    protocol: "ISIS LSP",
    info: "L1 LSP, LSP-ID: 1111.1111.1111.00-00, Sequence: 0x00000007, Lifetime:  1200s",
  });
});

test("ES-IS is named", () => {
  expect(readSample({ hex: overLlc("fefe03 82 08 01 00 02 003c 0000") })).toEqual({
    protocols: "eth:llc:osi:esis",
    protocol: "ESIS",
    info: "ES HELLO",
  });
});

describe("a hello", () => survivesDamage(HELLO));
describe("an LSP", () => survivesDamage(LSP));
