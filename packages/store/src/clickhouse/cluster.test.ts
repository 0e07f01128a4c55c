import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { reportOf } from "../minute-report.fixture.ts";
import { HOUR } from "../rollup.ts";
import { TABLES } from "../schema.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection } from "./connection.ts";
import { parseStoreAddress } from "./store-address.ts";
import { Writer } from "./writer.ts";

const NOW = HOUR * Math.floor(Date.now() / 1000 / HOUR);

const server = new ChdbServer();
let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-cluster-"));
  await server.start();
});
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true });
});

/** Two sensors, two hours; the connection breaks once after each kind of insert. */
async function record(): Promise<void> {
  const broken = new Set<string>();
  server.breaks = (statement, moment) => {
    const isNew =
      moment === "after" && statement.startsWith("INSERT INTO") && !broken.has(statement);
    if (isNew) broken.add(statement);
    return isNew;
  };
  for (const sensor of ["east", "west"]) {
    const writer = await Writer.open({
      connection: new Connection(parseStoreAddress(`${server.address("spread")}?cluster=main`)),
      sensor,
      directory: join(directory, sensor),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
    });
    const hosts = [
      {
        address: "192.168.1.2",
        mac: "02:00:00:00:00:01",
        names: [{ name: "laptop", source: "mdns" as const }],
      },
    ];
    for (const minute of [NOW - 120, NOW - 60, NOW]) {
      await writer.write(reportOf(minute, [{}, { flow: 2 }], { hosts }), {
        sensor,
        run: NOW - 200,
        catalog: undefined,
      });
    }
    await vi.waitFor(() => expect(writer.waiting).toBe(0), { timeout: 20_000 });
    await writer.stop();
  }
}

async function count(table: string, sensor: string): Promise<number> {
  const [row] = await server
    .rows<{ n: number }>(
      `SELECT count() AS n FROM spread.${table} WHERE sensor = '${sensor}' SETTINGS final = 1`,
    )
    .catch(() => []);
  return row?.n ?? 0;
}

describe("a cluster", () => {
  test("takes each row once, by its distributed tables, and gives it back", async () => {
    await record();
    const expected: Readonly<Record<string, number>> = {
      ...{ slices: 6, minutes: 3, protocol_minutes: 3, usage: 2, names: 1, devices: 1, events: 1 },
      // host: 2, conversation, service, protocol and application: 1 each, of one hour.
      rollups: 6,
    };
    for (const { name } of TABLES) {
      for (const sensor of ["east", "west"]) {
        expect(await count(name, sensor), `${name} of ${sensor}`).toBe(expected[name]);
        expect(await count(`${name}_local`, sensor)).toBe(expected[name]);
      }
    }
    const engines = await server.rows(
      "SELECT engine, count() AS tables FROM system.tables WHERE database = 'spread' GROUP BY engine ORDER BY engine",
    );
    expect(engines).toContainEqual({ engine: "Distributed", tables: TABLES.length + 1 });
  });

  test("answers what one table's rows have in common with those of another, over all shards", async () => {
    const connection = new Connection(parseStoreAddress(server.address("spread")));
    for (const name of ["slices", "names"]) {
      await connection.command(
        `CREATE TABLE twin_${name} AS ${name}_local ENGINE = Distributed('twins', spread, ${name}_local)`,
      );
    }
    const { rows } = await connection.query(
      "SELECT count() FROM twin_slices WHERE originator IN (SELECT address FROM twin_names WHERE name = 'laptop')",
    );
    // Each of the twins has the same 12.
    expect(rows).toEqual([["24"]]);
    await connection.close();
  });
});
