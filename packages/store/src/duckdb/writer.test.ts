import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Protocol } from "@wirescope/decode";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import { ROLLUP_MEMBERS } from "../rollup.ts";
import { ROLLUP_DIMENSIONS } from "../schema.ts";
import { USAGE_ADDRESSES } from "../usage-rows.ts";
import type { Connection } from "./connection.ts";
import { Database } from "./database.ts";
import { migrate } from "./migrate.ts";
import { Writer } from "./writer.ts";

const HOUR = 1_800_000_000 - (1_800_000_000 % 3600);
const CONTEXT = { sensor: "here", run: HOUR, catalog: undefined };

const directory = mkdtempSync(join(tmpdir(), "wirescope-writer-"));
afterAll(() => rmSync(directory, { recursive: true }));

let path = "";
let count = 0;
let database: Database;
let connection: Connection;
let writer: Writer;

async function open(now = HOUR): Promise<void> {
  database = await Database.open(path);
  connection = await database.connect();
  await migrate(connection, path);
  writer = await Writer.open(connection, now);
}

beforeEach(() => {
  path = join(directory, `${count++}.duckdb`);
  return open();
});
afterEach(() => database.close());

async function numberOf(statement: string): Promise<number> {
  const [row] = await connection.rows(`SELECT (${statement}) AS value`);
  return Number(row?.["value"]);
}

describe("Writer", () => {
  test("writes a minute into every table", async () => {
    const random = seeded(1);
    const report = reportOf(HOUR, randomSlices(random, 3000, HOUR));
    await writer.write(report, CONTEXT);
    expect(await numberOf("SELECT count(*) FROM slices")).toBe(3000);
    for (const table of ["slices", "protocol_minutes", "minutes"]) {
      const packets = table === "slices" ? "packets_out + packets_in" : "packets";
      const bytes = table === "slices" ? "bytes_out + bytes_in" : "bytes";
      expect(await numberOf(`SELECT sum(${packets}) FROM ${table}`)).toBe(report.packets);
      expect(await numberOf(`SELECT sum(${bytes}) FROM ${table}`)).toBe(report.wireBytes);
    }
    expect(await numberOf("SELECT count(*) FROM rollups")).toBe(0);
  });

  test("keeps texts as they came, whatever is in them", async () => {
    const names = ["a\0b", "'; DROP TABLE slices; --", "ünï ⇄ 日本", "x".repeat(300), "\ud800"];
    const slices = names.map((name, i) => ({ flow: i + 1, name }));
    await writer.write(reportOf(HOUR, slices), CONTEXT);
    const rows = await connection.rows("SELECT name FROM slices ORDER BY flow");
    expect(rows.map((row) => row["name"])).toEqual([...names.slice(0, 4), "\ufffd"]);
  });

  test("rolls an hour up when the next one begins, exactly", async () => {
    const random = seeded(2);
    const reports = [0, 60, 120].map((seconds) =>
      reportOf(HOUR + seconds, [
        ...randomSlices(random, 2000, HOUR + seconds),
        { flow: 0, originator: undefined, responder: undefined, protocol: Protocol.Arp },
        { flow: 9_999_999, originator: "10.0.0.1", responder: "10.0.0.1" },
      ]),
    );
    for (const report of reports) await writer.write(report, CONTEXT);
    await writer.write(reportOf(HOUR + 3600, []), CONTEXT);
    const sums = await connection.rows(
      `SELECT dimension, sum(packets_out + packets_in) AS packets, sum(bytes_out + bytes_in) AS bytes,
      sum(members) AS members, count(*) AS rows FROM rollups WHERE hour = ${HOUR} GROUP BY dimension`,
    );
    expect(sums.map((row) => row["dimension"]).sort()).toEqual(
      ROLLUP_DIMENSIONS.filter((by) => by !== "country" && by !== "asn").sort(),
    );
    const packets = reports.reduce((all, report) => all + report.packets, 0);
    const bytes = reports.reduce((all, report) => all + report.wireBytes, 0);
    const of = (dimension: string): Record<string, number> => {
      const row = sums.find((sum) => sum["dimension"] === dimension)!;
      return Object.fromEntries(
        ["packets", "bytes", "members", "rows"].map((key) => [key, Number(row[key])]),
      );
    };
    const arp = { packets: 30, bytes: 18_000 };
    expect(of("protocol")).toMatchObject({ packets, bytes });
    expect(of("application")).toMatchObject({ packets, bytes });
    expect(of("host")).toMatchObject({
      packets: 2 * (packets - arp.packets),
      bytes: 2 * (bytes - arp.bytes),
      members: await numberOf(
        "SELECT count(DISTINCT a) FROM (SELECT originator AS a FROM slices WHERE ip_version > 0 UNION ALL SELECT responder FROM slices WHERE ip_version > 0)",
      ),
      rows: ROLLUP_MEMBERS + 1,
    });
    expect(of("conversation")).toMatchObject({ packets: packets - arp.packets, rows: 201 });
    const named = "FROM slices WHERE name <> ''";
    expect(of("name")).toMatchObject({
      bytes: await numberOf(`SELECT sum(bytes_out + bytes_in) ${named}`),
      members: await numberOf(`SELECT count(DISTINCT name) ${named}`),
    });
  });

  test("counts what members send and get, and each flow once", async () => {
    const flow = { flow: 7, originator: "192.168.1.2", responder: "198.51.100.7" };
    await writer.write(
      reportOf(HOUR, [flow, { flow: 8, originator: "fd00::9", responder: "fd00::9" }]),
      CONTEXT,
    );
    await writer.write(reportOf(HOUR + 60, [{ ...flow, previous: HOUR }]), CONTEXT);
    await writer.write(reportOf(HOUR + 3600, []), CONTEXT);
    const rows = await connection.rows(
      "SELECT dimension, member, bytes_out, bytes_in, flows, flows_begun FROM rollups",
    );
    const counts = (dimension: string, member: string): number[] => {
      const row = rows.find((r) => r["dimension"] === dimension && r["member"] === member)!;
      return [row["bytes_out"], row["bytes_in"], row["flows"], row["flows_begun"]].map(Number);
    };
    expect(counts("host", "192.168.1.2")).toEqual([1200, 10_800, 1, 1]);
    expect(counts("host", "198.51.100.7")).toEqual([10_800, 1200, 1, 1]);
    expect(counts("host", "fd00::9")).toEqual([6000, 6000, 1, 1]);
    expect(counts("conversation", "192.168.1.2 ⇄ 198.51.100.7")).toEqual([1200, 10_800, 1, 1]);
    expect(counts("service", ":443/tcp")).toEqual([16_200, 1800, 2, 2]);
    expect(counts("protocol", "TLS")).toEqual([1800, 16_200, 2, 2]);
  });

  test("makes up for hours that nobody rolled up", async () => {
    await writer.write(reportOf(HOUR + 60, [{}]), CONTEXT);
    await writer.write(reportOf(HOUR + 2 * 3600, [{}]), CONTEXT);
    database.close();
    await open(HOUR + 5 * 3600);
    expect(
      await numberOf(
        "SELECT list_sort(list(DISTINCT hour))::VARCHAR = '[" +
          `${HOUR}, ${HOUR + 7200}` +
          "]' FROM rollups",
      ),
    ).toBe(1);
  });

  test("rolls an hour up again when the clock is put back into it", async () => {
    await writer.write(reportOf(HOUR, [{}]), CONTEXT);
    await writer.write(reportOf(HOUR + 3600, [{}]), CONTEXT);
    await writer.write(reportOf(HOUR + 60, [{ flow: 2 }]), CONTEXT);
    const statement = `SELECT bytes_out FROM rollups WHERE hour = ${HOUR} AND dimension = 'protocol'`;
    expect(await numberOf(statement)).toBe(1200);
  });

  test("adds usage up to one row for each address and quarter", async () => {
    for (let minute = HOUR; minute < HOUR + 960; minute += 60) {
      await writer.write(reportOf(minute, [{}, { originator: "192.168.1.3" }]), CONTEXT);
    }
    const rows = await connection.rows(
      "SELECT quarter, count(*) AS rows, sum(bytes_in) AS bytes FROM usage GROUP BY quarter ORDER BY quarter",
    );
    expect(rows.map((row) => Object.values(row).map(Number))).toEqual([
      [HOUR, 2, 15 * 2 * 5400],
      [HOUR + 900, 2, 2 * 5400],
    ]);
  });

  test("keeps usage of the largest addresses of a quarter, and the sum of the others", async () => {
    for (const net of [1, 2]) {
      const slices = Array.from({ length: 3000 }, (_, i) => ({
        flow: i + 1,
        originator: `10.${net}.${i >> 8}.${i & 255}`,
        bytesOut: 1000 * net + i,
      }));
      await writer.write(reportOf(HOUR + 60 * net, slices), CONTEXT);
    }
    const before = await numberOf("SELECT sum(bytes_out) FROM usage");
    await writer.write(reportOf(HOUR + 900, []), CONTEXT);
    expect(await numberOf("SELECT count(*) FROM usage")).toBe(USAGE_ADDRESSES + 1);
    expect(await numberOf("SELECT sum(bytes_out) FROM usage")).toBe(before);
  });

  test("joins names and devices with earlier sightings", async () => {
    const hosts = (name: string, mac: string) => [
      { address: "192.168.1.2", mac, names: [{ name, source: "dhcp" as const }] },
    ];
    await writer.write(
      reportOf(HOUR, [], { hosts: hosts("laptop", "02:00:00:00:00:01") }),
      CONTEXT,
    );
    await writer.write(
      reportOf(HOUR + 60, [], { hosts: hosts("tablet", "02:00:00:00:00:02") }),
      CONTEXT,
    );
    await writer.write(
      reportOf(HOUR + 120, [], { hosts: hosts("laptop", "02:00:00:00:00:02") }),
      CONTEXT,
    );
    expect(await connection.rows("SELECT name, first, last FROM names ORDER BY name")).toEqual([
      { name: "laptop", first: HOUR, last: HOUR + 120 },
      { name: "tablet", first: HOUR + 60, last: HOUR + 60 },
    ]);
    expect(await connection.rows("SELECT mac, first, last FROM devices ORDER BY mac")).toEqual([
      { mac: "02:00:00:00:00:01", first: HOUR, last: HOUR },
      { mac: "02:00:00:00:00:02", first: HOUR + 60, last: HOUR + 120 },
    ]);
  });

  test("tells when recordings began and ended, and interfaces came and went", async () => {
    await writer.write(reportOf(HOUR, [{}], { interfaces: ["eth0", "wlan0"] }), CONTEXT);
    await writer.write(reportOf(HOUR + 60, [{}], { interfaces: ["eth0"] }), CONTEXT);
    await writer.write(reportOf(HOUR + 120, [{}], { interfaces: ["eth0", "wlan0"] }), CONTEXT);
    database.close();
    await open(HOUR + 200);
    await writer.write(reportOf(HOUR + 240, [{}]), { ...CONTEXT, run: HOUR + 190 });
    await writer.end();
    const rows = await connection.rows("SELECT time, interface, kind FROM events ORDER BY rowid");
    const told = rows.map(
      (row) => `${Number(row["time"]) - HOUR} ${row["interface"]} ${row["kind"]}`,
    );
    expect(told.slice(0, 4)).toEqual([
      "0 eth0 begin",
      "0 wlan0 begin",
      "60 wlan0 down",
      "120 wlan0 up",
    ]);
    expect(told.slice(4, 6).sort()).toEqual(["178 eth0 end", "178 wlan0 end"]);
    expect(told.slice(6)).toEqual(["190 eth0 begin", "298 eth0 end"]);
  });

  test("writes a report whole or not at all", async () => {
    await connection.run("ALTER TABLE minutes RENAME TO elsewhere");
    await expect(writer.write(reportOf(HOUR, [{}]), CONTEXT)).rejects.toThrow("minutes");
    await connection.run("ALTER TABLE elsewhere RENAME TO minutes");
    expect(await numberOf("SELECT count(*) FROM slices")).toBe(0);
    expect(await writer.has(reportOf(HOUR, []), CONTEXT)).toBe(false);
    await writer.write(reportOf(HOUR, [{}]), CONTEXT);
    expect(await writer.has(reportOf(HOUR, []), CONTEXT)).toBe(true);
    expect(await numberOf("SELECT count(*) FROM events")).toBe(1);
  });
});
