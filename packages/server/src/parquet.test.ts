import { FLOW_COLUMNS, PACKET_COLUMNS, type PacketRow } from "@wirescope/query";
import { parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { writeParquet } from "./parquet.ts";

const ROW: PacketRow = {
  number: 1,
  timestamp: "2026-11-22T10:00:00.000000001Z",
  interface: undefined,
  source: "192.0.2.1:40000",
  destination: "198.51.100.2:443",
  protocol: "TLS",
  protocolByPort: false,
  length: 60,
  capturedLength: 3,
  info: "Client Hello",
};

async function* pagesOf(count: number): AsyncGenerator<PacketRow[]> {
  for (let first = 0; first < count; first += 1000) {
    const length = Math.min(1000, count - first);
    yield Array.from({ length }, (_, i) => ({ ...ROW, number: first + i + 1 }));
  }
}

async function read(pieces: AsyncIterable<Uint8Array>): Promise<Record<string, unknown>[]> {
  const octets: Uint8Array[] = [];
  for await (const piece of pieces) octets.push(piece);
  const { buffer } = new Uint8Array(Buffer.concat(octets));
  return parquetReadObjects({ file: buffer });
}

test("rows of several groups come back, with numbers as numbers and what is absent as null", async () => {
  const rows = await read(writeParquet(pagesOf(45_500), PACKET_COLUMNS));
  expect(rows).toHaveLength(45_500);
  expect(rows[45_499]).toEqual({
    number: 45_500n,
    timestamp: ROW.timestamp,
    interface: null,
    source: ROW.source,
    destination: ROW.destination,
    protocol: "TLS",
    length: 60n,
    captured_length: 3n,
    info: "Client Hello",
  });
});

test("no rows are a file with columns", async () => {
  async function* none(): AsyncGenerator<never[]> {
    yield [];
  }
  expect(await read(writeParquet(none(), FLOW_COLUMNS))).toEqual([]);
});
