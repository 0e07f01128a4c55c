import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import {
  ascii,
  dissectAll,
  octets,
  readsAnything,
  type Sample,
  talk,
} from "./application-protocol.contract.ts";
import { MEMCACHE_PROTOCOL } from "./memcache.ts";

const { up, down } = talk("tcp", 11_211);

/** A set of `Hello` to `World` with flags and expiry, and its answer, after protocol_binary.xml. */
const SET = octets(`80 01 0005 08 00 0000 00000012 00000000 0000000000000000
  deadbeef 00000e10 48656c6c6f 576f726c64`);
const DONE = octets("81 01 0000 00 00 0000 00000000 00000000 0000000000000001");
const DATAGRAM: Sample = {
  transport: "udp",
  from: 50_000,
  to: 11_211,
  payload: Uint8Array.from([...octets("0001 0000 0001 0000"), ...ascii("get key\r\n")]),
};
const SAMPLES = [
  ...[up(SET), down(DONE), up(ascii("set key 0 0 3\r\nabc\r\n")), down(ascii("STORED\r\n"))],
  ...[up(ascii("get key\r\n")), down(ascii("VALUE key 0 3\r\nabc\r\nEND\r\n")), DATAGRAM],
];

describe("Memcached", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "memcache.opcode", ["1"]],
    [0, "memcache.key", ["Hello"]],
    [0, "memcache.value", ["World"]],
    [1, "memcache.status", ["0"]],
    [1, "memcache.cas", ["1"]],
    [2, "memcache.command", ["set"]],
    [2, "memcache.value", ["abc"]],
    [3, "memcache.response", ["STORED"]],
    [5, "memcache.value", ["abc"]],
    [6, "memcache.key", ["key"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list has commands and answers", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      ...["Set Request", "Set Response", "set key 0 0 3 ", "STORED ", "get key "],
      ...["VALUE key 0 3 ", "get key "],
    ]);
  });

  readsAnything(MEMCACHE_PROTOCOL, SAMPLES);
});
