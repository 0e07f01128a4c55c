import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { dissectAll, octets, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { RX_PROTOCOL } from "./rx.ts";

function packet(from: number, to: number, rest: string): Sample {
  const header = "38d4b0c6 5a9c3f88 00000001 00000001 00000002";
  return { transport: "udp", from, to, payload: octets(`${header} ${rest}`) };
}

/** A call of the file server, its answer, and an acknowledgment. */
const SAMPLES = [
  packet(7001, 7000, "01 05 00 02 beef 0001 00000084"),
  packet(7000, 7001, "01 04 00 02 beef 0001 00000000"),
  packet(7001, 7000, "02 01 00 02 0000 0001 00000000"),
];

describe("Rx", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "rx.type", ["1"]],
    [0, "rx.callnumber", ["1"]],
    [0, "rx.serial", ["2"]],
    [0, "rx.flags.client_init", ["1"]],
    [0, "rx.securityindex", ["2"]],
    [0, "frame.protocols", ["raw:ip:udp:rx:afs"]],
    [2, "frame.protocols", ["raw:ip:udp:rx"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the service", () => {
    expect(packets.map((layers) => [columnsOf(layers).protocol, columnsOf(layers).info])).toEqual([
      ["AFS (RX)", "FS Request"],
      ["AFS (RX)", "FS Reply"],
      ["RX", "ACK  Seq: 1  Call: 1  Source Port: 7001  Destination Port: 7000  "],
    ]);
  });

  readsAnything(RX_PROTOCOL, SAMPLES);
});
