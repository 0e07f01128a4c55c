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
import { MONGO_PROTOCOL } from "./mongo.ts";

function up(hex: string, to = 27_017): Sample {
  return { transport: "tcp", from: 50_000, to, payload: octets(hex) };
}

/** `{ find: "a", n: 1 }` in BSON. */
const DOCUMENT = "18000000 02 66696e6400 02000000 6100 10 6e00 01000000 00";
const MESSAGE = `2d000000 01000000 00000000 dd070000 00000000 00 ${DOCUMENT}`;
const QUERY = `39000000 02000000 00000000 d4070000 00000000 64622e6300 00000000 01000000 ${DOCUMENT}`;
const REPLY = `3c000000 09000000 02000000 01000000 08000000 0500000000000000 00000000 01000000 ${DOCUMENT}`;
const SAMPLES = [
  up(MESSAGE),
  up(QUERY),
  { transport: "tcp", from: 27_017, to: 50_000, payload: octets(REPLY) } as const,
];

describe("MongoDB", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "mongo.opcode", ["2013"]],
    [0, "mongo.element.name", ["find", "n"]],
    [0, "mongo.msg.sections.section.kind", ["0"]],
    [1, "mongo.full_collection_name", ["db.c"]],
    [1, "mongo.request_id", ["0x00000002"]],
    [2, "mongo.response_to", ["0x00000002"]],
    [2, "mongo.cursor_id", ["5"]],
    [2, "mongo.element.name", ["find", "n"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names operations", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Request : Extensible Message Format",
      "Request : Query",
      "Response : Reply",
    ]);
    expect(identify(packetsOf([up(MESSAGE, 4000)])[0]!)).toBe(Protocol.Mongo);
  });

  readsAnything(MONGO_PROTOCOL, SAMPLES);
});
