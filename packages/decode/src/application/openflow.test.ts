import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { dissectAll, octets, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { OPENFLOW_PROTOCOL } from "./openflow.ts";

function up(hex: string): Sample {
  return { transport: "tcp", from: 50_000, to: 6653, payload: octets(hex) };
}

/** OpenFlow 1.3.5 §7.1 and §7.3.5: a hello, a multipart request for ports, and 1.0's features request. */
const SAMPLES = [
  up("04 00 0008 00000001"),
  up("04 12 0010 00000002 000d 0000 00000000"),
  up("01 05 0008 00000003"),
  up("02 00 0008 00000004"),
];

describe("OpenFlow", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "openflow.version", ["0x04"]],
    [0, "openflow_v4.type", ["0"]],
    [0, "openflow_v4.xid", ["1"]],
    [1, "openflow_v4.multipart_request.type", ["13"]],
    [2, "openflow_1_0.type", ["5"]],
    [2, "frame.protocols", ["raw:ip:tcp:openflow:openflow_v1"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names types", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Type: OFPT_HELLO",
      "Type: OFPT_MULTIPART_REQUEST, OFPMP_PORT_DESC",
      "Type: OFPT_FEATURES_REQUEST",
      "Unsupported version 0x02",
    ]);
  });

  readsAnything(OPENFLOW_PROTOCOL, SAMPLES);
});
