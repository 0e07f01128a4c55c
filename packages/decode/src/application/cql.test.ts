import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { dissectAll, octets, readsAnything, type Sample } from "./application-protocol.contract.ts";
import { CASSANDRA_PROTOCOL } from "./cql.ts";

function up(hex: string): Sample {
  return { transport: "tcp", from: 50_000, to: 9042, payload: octets(hex) };
}

function down(hex: string): Sample {
  return { transport: "tcp", from: 9042, to: 50_000, payload: octets(hex) };
}

/** native_protocol_v4.spec §4.1.4 and §4.2.5: a query, its void result, and an error. */
const SAMPLES = [
  up("04 00 0001 07 0000000f 00000008 53454c454354203b 0001 00"),
  down("84 02 0001 08 00000004 00000001"),
  down("84 00 0002 00 00000009 00002000 0003 626164"),
];

describe("Cassandra", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "cql.opcode", ["7"]],
    [0, "cql.protocol_version", ["4"]],
    [0, "cql.direction", ["0x00"]],
    [0, "cql.string", ["SELECT ;"]],
    [1, "cql.result.kind", ["1"]],
    [1, "cql.flags.tracing", ["1"]],
    [2, "cql.error_code", ["0x00002000"]],
    [2, "cql.string", ["bad"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names the frames", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "v4 C->S Type QUERY",
      "v4 S->C Type RESULT",
      "v4 S->C Type ERROR",
    ]);
  });

  readsAnything(CASSANDRA_PROTOCOL, SAMPLES);
});
