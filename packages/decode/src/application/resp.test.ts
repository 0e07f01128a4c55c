import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { REDIS_PROTOCOL } from "./resp.ts";

function up(text: string, to = 6379): Sample {
  return { transport: "tcp", from: 50_000, to, payload: ascii(text) };
}

function down(text: string): Sample {
  return { transport: "tcp", from: 6379, to: 50_000, payload: ascii(text) };
}

const SET = "*3\r\n$3\r\nSET\r\n$5\r\nhello\r\n$5\r\nthere\r\n";
const SAMPLES = [
  up(SET),
  down("+OK\r\n"),
  down(":3\r\n-ERR no\r\n"),
  down("*2\r\n$-1\r\n*1\r\n+a\r\n"),
];

describe("Redis", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "resp.array.length", ["3"]],
    [0, "resp.bulk_string.length", ["3", "5", "5"]],
    [0, "resp.bulk_string.value", ["534554", "68656c6c6f", "7468657265"]],
    [1, "resp.string", ["OK"]],
    [2, "resp.integer", ["3"]],
    [2, "resp.error", ["ERR no"]],
    [3, "resp.array.length", ["2", "1"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list has commands and answers", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Request: SET hello there",
      "Response: OK",
      "Response: 3 ERR no",
      "Response: (null) a",
    ]);
  });

  test("A command names it on any port, and is put together", () => {
    expect(identify(packetsOf([up(SET, 4000)])[0]!)).toBe(Protocol.Redis);
    const [first, second] = dissectAll([up(SET.slice(0, 20)), up(SET.slice(20))]);
    expect(columnsOf(first!).protocol).toBe("TCP");
    expect(columnsOf(second!).info).toBe("Request: SET hello there");
  });

  test("Arrays in arrays end", () => {
    const [layers] = dissectAll([down("*1\r\n".repeat(40))]);
    expect(columnsOf(layers!).protocol).toBe("TCP");
    expect(
      fieldTexts(dissectAll([down(`${"*1\r\n".repeat(40)}+a\r\n`)])[0]!, "resp.string"),
    ).toEqual([]);
  });

  readsAnything(REDIS_PROTOCOL, SAMPLES);
});
