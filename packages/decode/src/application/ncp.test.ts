import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { NCP_PROTOCOL } from "./ncp.ts";

/** A request of function 0x57 on connection 42, task 3, and its reply. */
const REQUEST: Sample = {
  transport: "tcp",
  from: 50_000,
  to: 524,
  payload: octets("446d6454 00000018 00000001 00001002 2222 9b 2a 03 00 57 01"),
};
const REPLY: Sample = {
  transport: "tcp",
  from: 524,
  to: 50_000,
  payload: octets("744e6350 00000010 3333 9b 2a 03 00 00 00"),
};
const SAMPLES = [REQUEST, REPLY];

describe("The NetWare Core Protocol", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "ncp.ip.signature", ["0x446d6454"]],
    [0, "ncp.ip.replybufsize", ["4098"]],
    [0, "ncp.type", ["0x2222"]],
    [0, "ncp.connection", ["42"]],
    [0, "ncp.func", ["0x57"]],
    [1, "ncp.seq", ["155"]],
    [1, "ncp.completion_code", ["0"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list tells requests and replies apart", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual(["C Function 0x57", "R OK"]);
    expect(identify(packetsOf([{ ...REQUEST, to: 4000 }])[0]!)).toBe(Protocol.Ncp);
  });

  readsAnything(NCP_PROTOCOL, SAMPLES);
});
