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
import { KAFKA_PROTOCOL } from "./kafka.ts";

function up(hex: string, to = 9092): Sample {
  return { transport: "tcp", from: 50_000, to, payload: octets(hex) };
}

function down(hex: string): Sample {
  return { transport: "tcp", from: 9092, to: 50_000, payload: octets(hex) };
}

/** A request of the versions of the interfaces, client `rdkafka`, and its answer. */
const REQUEST = "00000011 0012 0000 00000001 0007 72646b61666b61";
const SAMPLES = [up(REQUEST), down("00000006 00000001 0000"), down("00000006 00000009 0000")];

describe("Kafka", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "kafka.request_key", ["18"]],
    [0, "kafka.request.version", ["0"]],
    [0, "kafka.client_id", ["rdkafka"]],
    [1, "kafka.correlation_id", ["1"]],
    [1, "kafka.response_key", ["18"]],
    [1, "kafka.request_frame", ["1"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names requests, and answers whose request was seen", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Kafka ApiVersions v0 Request",
      "Kafka ApiVersions v0 Response",
      "Kafka Response (Undecoded, Request Missing)",
    ]);
    expect(identify(packetsOf([up(REQUEST, 4000)])[0]!)).toBe(Protocol.Kafka);
  });

  readsAnything(KAFKA_PROTOCOL, SAMPLES);
});
