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
import { THRIFT_PROTOCOL } from "./thrift.ts";

function up(hex: string): Sample {
  return { transport: "tcp", from: 50_000, to: 9090, payload: octets(hex) };
}

/** A call of `ping` without arguments, bare and in a frame, and its reply. */
const CALL = "80010001 00000004 70696e67 00000007 00";
const REPLY = "80010002 00000004 70696e67 00000007 00";
const SAMPLES = [up(CALL), up(`00000011 ${CALL}`), up(REPLY)];

describe("Thrift", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "thrift.method", ["ping"]],
    [0, "thrift.mtype", ["0x01"]],
    [0, "thrift.seq_id", ["7"]],
    [0, "thrift.frame_len", []],
    [1, "thrift.frame_len", ["17"]],
    [1, "thrift.method", ["ping"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names methods", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "CALL ping",
      "CALL ping",
      "REPLY ping",
    ]);
    expect(packetsOf(SAMPLES).map(identify)).toEqual(SAMPLES.map(() => Protocol.Thrift));
  });

  readsAnything(THRIFT_PROTOCOL, SAMPLES);
});
