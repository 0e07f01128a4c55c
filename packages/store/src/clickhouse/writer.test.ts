import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { randomSlices, reportOf, seeded } from "../minute-report.fixture.ts";
import { HOUR, ROLLUP_MEMBERS } from "../rollup.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection } from "./connection.ts";
import { parseStoreAddress } from "./store-address.ts";
import { Writer } from "./writer.ts";

/** What is older than it is kept leaves at once, so tests are about the present: a full hour. */
const NOW = HOUR * Math.floor(Date.now() / 1000 / HOUR);
const CONTEXT = { sensor: "office", run: NOW - 5, catalog: undefined };

const server = new ChdbServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-writer-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function open(database: string, capacity?: number): Promise<Writer> {
  return Writer.open({
    connection: new Connection(parseStoreAddress(server.address(database))),
    sensor: "office",
    directory: join(directory, "spool"),
    ...(capacity === undefined ? {} : { capacity }),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
}

describe("Writer", () => {
  test("puts every table's rows where they belong", async () => {
    const writer = await open("whole");
    const host = {
      address: "192.168.1.2",
      mac: "02:00:00:00:00:01",
      names: [{ name: "laptop", source: "mdns" as const }],
    };
    await writer.write(
      reportOf(NOW, [{ name: "example.com" }], { hosts: [host], malformed: 3 }),
      CONTEXT,
    );
    await writer.stop();
    const rows = async (what: string): Promise<unknown> => (await server.rows(`SELECT ${what}`))[0];
    expect(
      await rows(`minute, sensor, run, flow, previous, IPv6NumToString(originator) AS originator,
        IPv6NumToString(responder) AS responder, responder_port, protocol, application, name, first,
        packets_out, bytes_in, initial_rtt FROM whole.slices`),
    ).toEqual({
      minute: NOW,
      sensor: "office",
      run: NOW - 5,
      flow: 1,
      previous: 0,
      originator: "::ffff:192.168.1.2",
      responder: "::ffff:198.51.100.7",
      responder_port: 443,
      protocol: "TLS",
      application: "TLS",
      name: "example.com",
      first: (NOW + 1) * 1e9 + 1,
      packets_out: 4,
      bytes_in: 5400,
      initial_rtt: 12_345,
    });
    expect(await rows("packets, bytes, malformed, flows, minutes_lost FROM whole.minutes")).toEqual(
      {
        packets: 10,
        bytes: 6000,
        malformed: 3,
        flows: 1,
        minutes_lost: 0,
      },
    );
    expect(await rows("protocol, packets, bytes, flows_begun FROM whole.protocol_minutes")).toEqual(
      {
        protocol: "TLS",
        packets: 10,
        bytes: 6000,
        flows_begun: 1,
      },
    );
    expect(await rows("quarter, bytes_out, bytes_in FROM whole.usage")).toEqual({
      quarter: NOW,
      bytes_out: 600,
      bytes_in: 5400,
    });
    expect(await rows("name, source, rank, first, last FROM whole.names")).toEqual({
      name: "laptop",
      source: "mdns",
      rank: 0,
      first: NOW,
      last: NOW,
    });
    expect(await rows("mac, first, last FROM whole.devices")).toEqual({
      mac: "02:00:00:00:00:01",
      first: NOW,
      last: NOW,
    });
    expect(await rows("time, interface, kind FROM whole.events")).toEqual({
      time: NOW - 5,
      interface: "eth0",
      kind: "begin",
    });
  });

  test("adds up usage, and joins what was known of an address before", async () => {
    const writer = await open("joined");
    for (const [i, rank] of [1, 0, 2].entries()) {
      const better = Array.from({ length: rank }, (_, n) => ({
        name: `n${n}`,
        source: "dns" as const,
      }));
      const names = [...better, { name: "laptop", source: "mdns" as const }];
      const hosts = [{ address: "192.168.1.2", mac: "02:00:00:00:00:01", names }];
      await writer.write(
        reportOf(NOW + 60 * i, [{ previous: i === 0 ? 0 : NOW }], { hosts }),
        CONTEXT,
      );
    }
    await writer.stop();
    expect(
      await server.rows("SELECT first, last, rank FROM joined.names FINAL WHERE name = 'laptop'"),
    ).toEqual([{ first: NOW, last: NOW + 120, rank: 2 }]);
    expect(await server.rows("SELECT first, last FROM joined.devices FINAL")).toEqual([
      { first: NOW, last: NOW + 120 },
    ]);
    expect(await server.rows("SELECT bytes_out, packets_in FROM joined.usage FINAL")).toEqual([
      { bytes_out: 1800, packets_in: 18 },
    ]);
  });

  test("rolls an hour up when the next one begins, the largest and exactly the others", async () => {
    const writer = await open("rolled");
    const random = seeded(1);
    for (const minute of [NOW - HOUR, NOW - 120, NOW - 60]) {
      await writer.write(reportOf(minute, randomSlices(random, 900, minute)), CONTEXT);
    }
    await writer.settle();
    expect(await server.rows("SELECT * FROM rolled.rollups LIMIT 1")).toEqual([]);
    await writer.write(reportOf(NOW, [{}]), CONTEXT);
    await writer.stop();
    const sums = "sum(bytes_out + bytes_in) AS bytes, sum(flows_begun) AS begun";
    const [all] = await server.rows<{ bytes: number; begun: number }>(
      `SELECT sum(bytes_out + bytes_in) AS bytes, countIf(previous = 0) AS begun FROM rolled.slices WHERE minute < ${NOW}`,
    );
    const dimensions = await server.rows<{
      dimension: string;
      bytes: number;
      begun: number;
      rows: number;
    }>(
      `SELECT dimension, ${sums}, count() AS rows FROM rolled.rollups FINAL WHERE hour = ${NOW - HOUR} GROUP BY dimension`,
    );
    const byName = new Map(dimensions.map((row) => [row.dimension, row]));
    for (const name of ["conversation", "service", "protocol", "application"]) {
      expect(byName.get(name)).toMatchObject({ bytes: all!.bytes, begun: all!.begun });
    }
    expect(byName.get("host")).toMatchObject({ bytes: 2 * all!.bytes, rows: ROLLUP_MEMBERS + 1 });
    const [largest] = await server.rows(
      `SELECT member, members, bytes_out + bytes_in AS bytes FROM rolled.rollups FINAL
      WHERE dimension = 'host' AND member <> '' ORDER BY bytes DESC LIMIT 1`,
    );
    const [host] = await server.rows<{ address: string; bytes: number }>(
      `SELECT IPv6NumToString(arrayJoin([originator, responder])) AS address, sum(bytes_out + bytes_in) AS bytes
      FROM rolled.slices WHERE minute < ${NOW} GROUP BY address ORDER BY bytes DESC LIMIT 1`,
    );
    expect(largest).toEqual({
      member: host!.address.replace("::ffff:", ""),
      members: 1,
      bytes: host!.bytes,
    });
  });

  test("makes up for hours that the last run did not roll up", async () => {
    const first = await open("caught_up");
    await first.write(reportOf(NOW - 3 * HOUR, [{}]), CONTEXT);
    await first.stop();
    const second = await open("caught_up");
    await second.write(reportOf(NOW, [{}]), CONTEXT);
    await second.stop();
    expect(await server.rows("SELECT DISTINCT hour FROM caught_up.rollups")).toEqual([
      { hour: NOW - 3 * HOUR },
    ]);
  });

  test("loses nothing while the server is away for two minutes, and shows it", async () => {
    const writer = await open("away");
    await writer.write(reportOf(NOW, [{}]), CONTEXT);
    await writer.settle();
    await server.leave();
    for (const minute of [NOW + 60, NOW + 120]) {
      await writer.write(reportOf(minute, [{ previous: NOW }]), CONTEXT);
    }
    await writer.settle();
    expect(writer.problem).toMatch(
      /^ClickHouse at clickhouse:\/\/127\.0\.0\.1:\d+\/away can't be reached \(ECONNREFUSED\); is it running\? 2 minutes wait /,
    );
    await server.start();
    await writer.write(reportOf(NOW + 180, [{ previous: NOW }]), CONTEXT);
    await vi.waitFor(() => expect(writer.waiting).toBe(0), { timeout: 20_000 });
    await writer.stop();
    expect(writer.lost).toBe(0);
    expect(
      await server.rows("SELECT minute, packets, minutes_lost FROM away.minutes ORDER BY minute"),
    ).toEqual(
      [0, 60, 120, 180].map((after) => ({ minute: NOW + after, packets: 10, minutes_lost: 0 })),
    );
    expect(await server.rows("SELECT count() AS slices FROM away.slices")).toEqual([{ slices: 4 }]);
  });

  test("counts and tells what the spool could not hold", async () => {
    const writer = await open("long", 12_000);
    await server.leave();
    for (let i = 0; i < 10; i++) await writer.write(reportOf(NOW + 60 * i, [{}]), CONTEXT);
    await writer.settle();
    const { lost } = writer;
    expect(lost).toBeGreaterThan(0);
    expect(writer.problem).toContain(`Lost so far: ${lost}.`);
    await server.start();
    await writer.write(reportOf(NOW + 600, [{}], { reportsLost: 1 }), CONTEXT);
    await vi.waitFor(() => expect(writer.waiting).toBe(0), { timeout: 20_000 });
    await writer.write(reportOf(NOW + 660, [{}]), CONTEXT);
    await writer.stop();
    const stored = await server.rows<{ minute: number; minutes_lost: number }>(
      "SELECT minute, minutes_lost FROM long.minutes ORDER BY minute",
    );
    expect(stored).toHaveLength(12 - writer.lost);
    const told = stored.reduce((sum, row) => sum + row.minutes_lost, 0);
    expect(told).toBe(writer.lost + 1);
  });

  test("sends past a spool that can't be written", async () => {
    const writer = await open("past");
    await rm(join(directory, "spool"), { recursive: true });
    await writer.write(reportOf(NOW, [{}]), CONTEXT);
    expect(writer.problem).toMatch(/can't be kept .* \(ENOENT\)/);
    expect(writer.lost).toBe(0);
    await server.leave();
    await writer.write(reportOf(NOW + 60, [{}]), CONTEXT);
    expect(writer.lost).toBe(1);
    await server.start();
    await writer.stop();
    expect(await server.rows("SELECT minute FROM past.minutes")).toEqual([{ minute: NOW }]);
  });

  test("refuses a spool that can't be made", async () => {
    await expect(
      Writer.open({
        connection: new Connection(parseStoreAddress(server.address("nowhere"))),
        sensor: "office",
        directory: "/dev/null/spool",
      }),
    ).rejects.toMatchObject({
      code: "STORE_NO_ACCESS",
      message: expect.stringContaining("--data"),
    });
  });
});
