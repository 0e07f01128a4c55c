import { describe, expect, test } from "vitest";
import { overEthernet, readSample, survivesDamage } from "../sample.contract.ts";

const LACP = {
  hex: overEthernet(
    0x8809,
    "01 01 01 14 8000 0013c4120f00 000d 8000 0016 45 000000" +
      "02 14 8000 000e8316f500 000d 8000 0019 3c 000000 03 10 8000 000000000000000000000000 0000",
  ),
};

test("LACP reads as Wireshark reads it", () => {
  const fields = [
    "lacp.actor.key",
    "lacp.actor.state",
    "lacp.partner.sysid",
    "lacp.actor.state.defaulted",
  ];
  expect(readSample(LACP, fields)).toEqual({
    protocols: "eth:ethertype:slow:lacp",
    protocol: "LACP",
    info: "v1 ACTOR 00:13:c4:12:0f:00 P: 22 K: 13 *F***G*A PARTNER 00:0e:83:16:f5:00 P: 25 K: 13 **DCSG**",
    "lacp.actor.key": "13",
    "lacp.actor.state": "0x45",
    "lacp.partner.sysid": "00:0e:83:16:f5:00",
    "lacp.actor.state.defaulted": "1",
  });
});

test("other slow protocols are named", () => {
  expect(readSample({ hex: overEthernet(0x8809, "03 0050 00") }).protocols).toBe(
    "eth:ethertype:slow:oampdu",
  );
});

describe("LACP", () => survivesDamage(LACP));
