import { describe, expect, test } from "vitest";
import { columnsOf, fieldTexts } from "../field-texts.ts";
import { Protocol } from "../protocol.ts";
import {
  ascii,
  dissectAll,
  octets,
  packetsOf,
  readsAnything,
  type Sample,
} from "./application-protocol.contract.ts";
import { identify } from "./identify.ts";
import { MYSQL_PROTOCOL } from "./mysql.ts";

/** A packet with its length counted. */
function packet(number: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const body = parts.flatMap((part) => [...part]);
  return Uint8Array.of(body.length, 0, 0, number, ...body);
}

function up(payload: Uint8Array, to = 3306): Sample {
  return { transport: "tcp", from: 50_000, to, payload };
}

function down(...payloads: readonly Uint8Array[]): Sample {
  const payload = Uint8Array.from(payloads.flatMap((part) => [...part]));
  return { transport: "tcp", from: 3306, to: 50_000, payload };
}

/** MySQL Internals §14.2.5: HandshakeV10 and HandshakeResponse41. */
const GREETING = packet(
  0,
  ascii("\x0a8.0.12\0"),
  octets("07000000 6162636465666768 00 fff7 21 0200 0f80 15 00000000000000000000"),
  ascii("ijklmnopqrst\0"),
);
const LOGIN = packet(
  1,
  octets(`0da20f00 00000001 21 ${"00".repeat(23)}`),
  ascii("root\0"),
  octets("02 abcd"),
  ascii("shop\0mysql_native_password\0"),
);
const OK = packet(2, octets("00 00 00 0200 0000"));
const QUERY = packet(0, ascii("\x03select 1"));
const RESULT = [
  packet(1, octets("01")),
  packet(2, ascii("\x03def\0\0\0\x011\0"), octets("0c3f000100000008810000 0000")),
  packet(3, octets("fe00000200")),
  packet(4, ascii("\x011")),
  packet(5, octets("fe00000200")),
];
const ERROR = packet(1, octets("ff 1604 23 3344303030"), ascii("No database selected"));
const SAMPLES = [
  ...[down(GREETING), up(LOGIN), down(OK), up(QUERY), down(...RESULT)],
  ...[up(packet(0, ascii("\x02shop"))), down(ERROR)],
];

describe("MySQL", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [0, "mysql.version", ["8.0.12"]],
    [0, "mysql.thread_id", ["7"]],
    [1, "mysql.user", ["root"]],
    [1, "mysql.passwd", ["abcd"]],
    [1, "mysql.schema", ["shop"]],
    [1, "mysql.client_auth_plugin", ["mysql_native_password"]],
    [2, "mysql.response_code", ["0x00"]],
    [2, "mysql.affected_rows", ["0"]],
    [3, "mysql.command", ["3"]],
    [3, "mysql.query", ["select 1"]],
    [4, "mysql.packet_number", ["1", "2", "3", "4", "5"]],
    [4, "mysql.num_fields", ["1"]],
    [6, "mysql.error_code", ["1046"]],
    [6, "mysql.sqlstate", ["3D000"]],
    [6, "mysql.error.message", ["No database selected"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list names what is asked and answered", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      "Server Greeting  proto=10 version=8.0.12 ",
      "Login Request user=root db=shop ",
      "Response  OK ",
      "Request Query",
      "Response TABULAR ",
      "Request Use Database",
      "Response  Error 1046 ",
    ]);
  });

  test("Its greeting names it on any port", () => {
    expect(identify(packetsOf([up(GREETING, 4000)])[0]!)).toBe(Protocol.Mysql);
  });

  readsAnything(MYSQL_PROTOCOL, SAMPLES);
});
