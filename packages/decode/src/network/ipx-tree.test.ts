import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

const SAP = {
  hex: overEthernet(
    0x8137,
    "ffff 0022 00 04 00000001 ffffffffffff 0452 00000001 020000000001 4003 0003 0004",
  ),
};

test("sockets name what IPX carries", () => {
  expect(readSample(SAP, ["ipx.src.node", "ipx.dst.socket"])).toEqual({
    protocols: "eth:ethertype:ipx",
    protocol: "IPX SAP",
    info: "Nearest Query",
    "ipx.src.node": "02:00:00:00:00:01",
    "ipx.dst.socket": "0x0452",
  });
});

describe("a datagram", () => survivesDamage(SAP));
