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
import { POSTGRES_PROTOCOL } from "./pgsql.ts";

function up(payload: Uint8Array, to = 5432): Sample {
  return { transport: "tcp", from: 50_000, to, payload };
}

function down(...payloads: readonly Uint8Array[]): Sample {
  const payload = Uint8Array.from(payloads.flatMap((part) => [...part]));
  return { transport: "tcp", from: 5432, to: 50_000, payload };
}

/** A message of `type`, with its length counted. */
function message(type: string, body: Uint8Array): Uint8Array {
  return Uint8Array.from([...ascii(type), 0, 0, 0, body.length + 4, ...body]);
}

const TLS_REQUEST = octets("00000008 04d2162f");
const PARAMETERS = ascii("user\0bob\0database\0shop\0\0");
const STARTUP = Uint8Array.from([0, 0, 0, PARAMETERS.length + 8, 0, 3, 0, 0, ...PARAMETERS]);
const QUERY = message("Q", ascii("SELECT 1\0"));
const PARSE = message("P", ascii("s1\0SELECT $1\0\0\0"));
const AUTHENTICATION = message("R", octets("00000005 01020304"));
const STATUS = message("S", ascii("server_version\x0016.1\0"));
const COLUMNS = message("T", octets("0001 6e616d6500 00000007 0002 00000019 ffff ffffffff 0000"));
const ROW = message("D", octets("0002 00000002 3432 ffffffff"));
const DONE = message("C", ascii("SELECT 1\0"));
const READY = message("Z", ascii("I"));
const ERROR = message("E", ascii("SERROR\0C42601\0Msyntax error\0\0"));
const SAMPLES = [
  ...[up(TLS_REQUEST), down(ascii("N")), up(STARTUP), down(AUTHENTICATION, STATUS)],
  ...[up(QUERY), down(COLUMNS, ROW, DONE, READY), up(PARSE), down(ERROR)],
];

describe("PostgreSQL", () => {
  const packets = dissectAll(SAMPLES);

  test.for([
    [2, "pgsql.parameter_name", ["user", "database"]],
    [2, "pgsql.parameter_value", ["bob", "shop"]],
    [2, "pgsql.version_major", ["3"]],
    [3, "pgsql.authtype", ["5"]],
    [3, "pgsql.salt", ["01020304"]],
    [3, "pgsql.parameter_value", ["16.1"]],
    [4, "pgsql.query", ["SELECT 1"]],
    [4, "pgsql.type", ["Simple query"]],
    [5, "pgsql.col.name", ["name"]],
    [5, "pgsql.oid.type", ["25"]],
    [5, "pgsql.val.data", ["3432"]],
    [5, "pgsql.val.length", ["2", "-1"]],
    [5, "pgsql.tag", ["SELECT 1"]],
    [5, "pgsql.status", ["73"]],
    [6, "pgsql.statement", ["s1"]],
    [7, "pgsql.code", ["42601"]],
    [7, "pgsql.message", ["syntax error"]],
  ] as const)("packet %i, %s", ([index, name, expected]) => {
    expect(fieldTexts(packets[index]!, name)).toEqual(expected);
  });

  test("The packet list has the letters of the messages", () => {
    expect(packets.map((layers) => columnsOf(layers).info)).toEqual([
      ...[">", "<", ">", "<R/S", ">Q", "<T/D/C/Z", ">P", "<E"],
    ]);
  });

  test("A startup message names it on any port", () => {
    expect(identify(packetsOf([up(STARTUP, 6000)])[0]!)).toBe(Protocol.Postgres);
  });

  test("After the server's consent the connection is TLS", () => {
    const hello = octets("16 0301 0005 01 000001 00");
    const [, , secured] = dissectAll([up(TLS_REQUEST), down(ascii("S")), up(hello)]);
    expect(secured!.at(-1)?.protocol).toBe("tls");
  });

  readsAnything(POSTGRES_PROTOCOL, SAMPLES);
});
