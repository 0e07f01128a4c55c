import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { column, type Table } from "../column.ts";
import type { ColumnValues } from "../table-rows.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection, packRows } from "./connection.ts";
import { encodeNative } from "./native-block.ts";
import { parseStoreAddress } from "./store-address.ts";

const ALL: Table = {
  name: "everything",
  description: "A column of each type.",
  key: ["a"],
  time: "a",
  columns: [
    column("a", "uint8", ""),
    column("b", "uint16", ""),
    column("c", "uint32", ""),
    column("d", "uint64", ""),
    column("e", "int16", ""),
    column("f", "int32", ""),
    column("g", "int64", ""),
    column("h", "address", ""),
    column("i", "label", ""),
    column("j", "text", ""),
  ],
};

const server = new ChdbServer();
let connection: Connection;
beforeAll(async () => {
  await server.start();
  connection = new Connection(parseStoreAddress(server.address("default")));
  await connection.command(
    `CREATE TABLE default.everything (a UInt8, b UInt16, c UInt32, d UInt64, e Int16, f Int32, g Int64,
     h FixedString(16), i LowCardinality(String), j String) ENGINE = MergeTree ORDER BY a
     SETTINGS non_replicated_deduplication_window = 100`,
  );
});
afterAll(async () => {
  await connection.close();
  await server.stop();
});

function values(columns: Readonly<Record<string, ColumnValues>>, count: number): Uint8Array {
  return encodeNative({ table: ALL, count, values: new Map(Object.entries(columns)) });
}

describe("encodeNative", () => {
  test("is read by ClickHouse, the ends of each type included", async () => {
    const block = values(
      {
        a: [0, 255],
        b: [0, 65_535],
        c: [0, 4_294_967_295],
        d: new Float64Array([0, Number.MAX_SAFE_INTEGER]),
        e: [-32_768, 32_767],
        f: [-2_147_483_648, 2_147_483_647],
        g: new BigInt64Array([-(2n ** 63n), 2n ** 63n - 1n]),
        h: Uint8Array.from({ length: 32 }, (_, i) => i),
        i: ["", "dns"],
        j: ["käse 🧀", "x".repeat(70_000)],
      },
      2,
    );
    await connection.insert("everything", await packRows(block), "first");
    const { columns, rows } = await connection.query(
      "SELECT * REPLACE (hex(h) AS h, concat(left(j, 10), toString(length(j))) AS j) FROM everything ORDER BY a",
    );
    expect(columns.map(({ name }) => name)).toEqual(ALL.columns.map(({ name }) => name));
    expect(rows).toEqual([
      [
        0,
        0,
        0,
        "0",
        -32_768,
        -2_147_483_648,
        "-9223372036854775808",
        "000102030405060708090A0B0C0D0E0F",
        "",
        "käse 🧀10",
      ],
      [
        255,
        65_535,
        4_294_967_295,
        "9007199254740991",
        32_767,
        2_147_483_647,
        "9223372036854775807",
        "101112131415161718191A1B1C1D1E1F",
        "dns",
        "xxxxxxxxxx70000",
      ],
    ]);
  });

  test("writes numbers below zero in eight octets", async () => {
    const zero = [0];
    const block = values(
      {
        a: [7],
        b: zero,
        c: zero,
        d: zero,
        e: zero,
        f: zero,
        g: [-5],
        h: new Uint8Array(16),
        i: [""],
        j: [""],
      },
      1,
    );
    await connection.insert("everything", await packRows(block), "second");
    const { rows } = await connection.query("SELECT g FROM everything WHERE a = 7");
    expect(rows).toEqual([["-5"]]);
  });
});
