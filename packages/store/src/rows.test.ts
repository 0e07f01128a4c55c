import { Protocol } from "@wirescope/decode";
import { describe, expect, test } from "vitest";
import { batchOf, reportOf } from "./minute-report.fixture.ts";
import { reportRows } from "./rows.ts";
import { TABLES } from "./schema.ts";
import { sliceOrder } from "./slice-order.ts";
import { type TableRows, valuesOf } from "./table-rows.ts";
import { USAGE_ADDRESSES } from "./usage-rows.ts";

const MINUTE = 1_800_000_060;
const CONTEXT = { sensor: "here", run: 1_800_000_001, catalog: undefined };

/** A row as an object; addresses in hexadecimal. */
function row(rows: TableRows, index: number): Record<string, unknown> {
  return Object.fromEntries(
    rows.table.columns.map((column) => {
      const values = valuesOf(rows, column);
      const value =
        column.type === "address"
          ? Buffer.from(values as Uint8Array).toString("hex", 16 * index, 16 * index + 16)
          : values[index];
      return [column.name, value];
    }),
  );
}

describe("reportRows", () => {
  const report = reportOf(
    MINUTE,
    [
      { originator: "fd00::2", responder: "2001:db8::1", name: "b.example", bytesIn: 1000 },
      { flow: 2, previous: MINUTE - 60, protocol: Protocol.Dns, byPort: true, bytesOut: 90 },
      { flow: 0, originator: undefined, responder: undefined, protocol: Protocol.Arp },
    ],
    {
      hosts: [
        {
          address: "192.168.1.2",
          mac: "02:00:00:00:00:01",
          names: [
            { name: "laptop", source: "dhcp" },
            { name: "laptop.local", source: "mdns" },
          ],
        },
        { address: "2001:db8::1", mac: "02:00:00:00:00:02", names: [] },
      ],
      malformed: 3,
      kernelDrops: 4,
      interfaceDrops: 5,
      reportsLost: 6,
    },
  );
  const rows = reportRows(report, CONTEXT);

  test("have every column of their tables, all of the same length", () => {
    const all = Object.values(rows) as TableRows[];
    for (const part of all) {
      for (const column of part.table.columns) {
        const length = column.type === "address" ? 16 * part.count : part.count;
        expect(valuesOf(part, column), `${part.table.name}.${column.name}`).toHaveLength(length);
      }
      expect(part.values.size).toBe(part.table.columns.length);
    }
    expect(TABLES).toEqual(expect.arrayContaining(all.map(({ table }) => table)));
  });

  test("name what slices hold as codes", () => {
    expect(row(rows.slices, 1)).toMatchObject({
      minute: MINUTE,
      sensor: "here",
      run: 1_800_000_001,
      flow: 2,
      ip_version: 4,
      originator: "00000000000000000000ffffc0a80102",
      responder: "00000000000000000000ffffc6336407",
      protocol: "DNS",
      protocol_by_port: 1,
      application: "DNS",
      category: "Network",
      name: "",
      state: "established",
      first: BigInt(MINUTE + 1) * 1_000_000_000n + 1n,
      initial_rtt: 12_345,
    });
    expect(row(rows.slices, 2)).toMatchObject({
      originator: "fd000000000000000000000000000002",
      name: "b.example",
    });
    expect(row(rows.slices, 0)).toMatchObject({ flow: 0, originator: "0".repeat(32) });
  });

  test("sum the minute up", () => {
    expect(row(rows.minutes, 0)).toEqual({
      minute: MINUTE,
      sensor: "here",
      run: 1_800_000_001,
      first: BigInt(MINUTE + 1) * 1_000_000_000n + 1n,
      last: BigInt(MINUTE + 58) * 1_000_000_000n + 999_999_999n,
      packets: 30,
      bytes: report.wireBytes,
      malformed: 3,
      flows: 2,
      flows_begun: 1,
      flows_merged: 0,
      kernel_drops: 4,
      interface_drops: 5,
      minutes_lost: 6,
    });
  });

  test("sum protocols up to the minute's totals", () => {
    const { values } = rows.protocolMinutes;
    const sum = (name: string): number =>
      (values.get(name) as number[]).reduce((all, value) => all + value, 0);
    expect([sum("packets"), sum("bytes")]).toEqual([report.packets, report.wireBytes]);
    expect([sum("packets_by_port"), sum("flows"), sum("flows_begun")]).toEqual([10, 2, 1]);
  });

  test("count usage for local addresses and for neighbours, from their side", () => {
    const usage = [0, 1, 2].map((index) => row(rows.usage, index));
    expect(rows.usage.count).toBe(3);
    expect(usage).toContainEqual({
      quarter: 1_800_000_000,
      sensor: "here",
      address: "fd000000000000000000000000000002",
      packets_out: 4,
      packets_in: 6,
      bytes_out: 600,
      bytes_in: 1000,
    });
    expect(usage).toContainEqual({
      quarter: 1_800_000_000,
      sensor: "here",
      address: "20010db8000000000000000000000001",
      packets_out: 6,
      packets_in: 4,
      bytes_out: 1000,
      bytes_in: 600,
    });
  });

  test("keep names in their order, and MAC addresses", () => {
    expect([row(rows.names, 0), row(rows.names, 1)]).toMatchObject([
      { name: "laptop", source: "dhcp", rank: 0, first: MINUTE, last: MINUTE },
      { name: "laptop.local", source: "mdns", rank: 1 },
    ]);
    expect(row(rows.devices, 1)).toMatchObject({ mac: "02:00:00:00:00:02", vendor: "" });
  });

  test("share one row of usage beyond the limit, exactly", () => {
    const many = Array.from({ length: USAGE_ADDRESSES + 10 }, (_, i) => ({
      flow: i + 1,
      originator: `10.1.${i >> 8}.${i & 255}`,
      bytesOut: i,
      bytesIn: 0,
    }));
    const { usage } = reportRows(reportOf(MINUTE, many), CONTEXT);
    expect(usage.count).toBe(USAGE_ADDRESSES + 1);
    expect(row(usage, USAGE_ADDRESSES)).toMatchObject({ address: "0".repeat(32), bytes_out: 45 });
  });

  test("of a silent minute are the minute alone", () => {
    const silent = reportRows(reportOf(MINUTE, []), CONTEXT);
    expect(silent.slices.count + silent.usage.count + silent.protocolMinutes.count).toBe(0);
    expect(row(silent.minutes, 0)).toMatchObject({ packets: 0, first: 0n, last: 0n });
  });
});

test("slices are in the order of their addresses", () => {
  const batch = batchOf(MINUTE, [
    { originator: "fd00::1" },
    { originator: "10.0.0.2", responder: "10.0.0.9" },
    { originator: "10.0.0.2", responder: "10.0.0.3" },
    { originator: "10.0.0.1" },
    { originator: undefined, responder: undefined },
  ]);
  expect([...sliceOrder(batch)]).toEqual([4, 3, 2, 1, 0]);
});
