import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCHEMA_VERSION } from "../schema.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection } from "./connection.ts";
import { createStatements } from "./ddl.ts";
import { MIGRATIONS, type Migration } from "./migrations.ts";
import { prepare } from "./prepare.ts";
import { parseStoreAddress } from "./store-address.ts";

const VERSIONS = Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1);
const PLACES = [
  { place: "one-node", parameters: "" },
  { place: "cluster", parameters: "?cluster=main" },
] as const;
type Place = (typeof PLACES)[number];

const server = new ChdbServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

let count = 0;
let database = "";

function connect({ parameters }: Place): Connection {
  database = `made_${count++}`;
  return new Connection(parseStoreAddress(`${server.address(database)}${parameters}`));
}

/** Makes the tables as the Wirescope of that version did, from its recorded statements. */
async function makeTables(version: number, place: Place): Promise<Connection> {
  const connection = connect(place);
  const file = new URL(`${place.place}-version-${version}.sql`, import.meta.url);
  const text = readFileSync(file, "utf8").replaceAll(/\bwirescope\b/g, database);
  const [createDatabase = "", ...statements] = text.split(";\n").filter((part) => part.trim());
  await connection.createDatabase(createDatabase);
  for (const statement of statements) await connection.command(statement);
  await connection.command(`INSERT INTO meta VALUES (${version}, 0)`);
  await connection.command(`INSERT INTO events VALUES (${NOW}, 'here', 'eth0', 'begin')`);
  return connection;
}

/** What is older than it is kept leaves at once. */
const NOW = 60 * Math.floor(Date.now() / 60_000);

/** Every column, index and order of every table. */
async function structure(of: string): Promise<unknown> {
  const rows = await server.rows<{ name: string; create_table_query: string }>(
    `SELECT name, create_table_query FROM system.tables WHERE database = '${of}' ORDER BY name`,
  );
  return rows.map((row) => ({
    ...row,
    create_table_query: row.create_table_query.replaceAll(of, "wirescope"),
  }));
}

describe.for(PLACES)("tables of earlier versions: $place", (place) => {
  test("what this version makes is recorded", async () => {
    const cluster = place.parameters === "" ? undefined : "main";
    const text = `${createStatements("wirescope", cluster).join(";\n\n")};\n`;
    await expect(text).toMatchFileSnapshot(`${place.place}-version-${SCHEMA_VERSION}.sql`);
  });

  test.for(VERSIONS)(
    "version %i is brought up to the present one with what it holds",
    async (version) => {
      const connection = await makeTables(version, place);
      await prepare(connection);
      const migrated = await structure(database);
      expect((await connection.query("SELECT max(version) FROM meta")).rows).toEqual([
        [SCHEMA_VERSION],
      ]);
      expect(await connection.objects("SELECT * FROM events")).toEqual([
        { time: NOW, sensor: "here", interface: "eth0", kind: "begin" },
      ]);
      await connection.close();
      const fresh = connect(place);
      await prepare(fresh);
      await fresh.close();
      expect(migrated).toEqual(await structure(database));
    },
  );

  test("goes step by step, and makes one that broke off again", async () => {
    const connection = await makeTables(1, place);
    const note: Migration = {
      version: 2,
      changes: [
        { table: "events", of: "columns", alter: "ADD COLUMN IF NOT EXISTS note String" },
        {
          table: "events",
          of: "storage",
          alter: "ADD INDEX IF NOT EXISTS noted note TYPE bloom_filter",
        },
      ],
    };
    const broken = { table: "events", of: "columns", alter: "DROP COLUMN nothing" } as const;
    const migrations = [note, { version: 3, changes: [...note.changes, broken] }];
    await expect(prepare(connection, { version: 3, migrations })).rejects.toMatchObject({
      code: "STORE_FAILED",
    });
    const version = async (): Promise<unknown> =>
      (await connection.query("SELECT max(version) FROM meta")).rows;
    expect(await version()).toEqual([[2]]);
    await prepare(connection, { version: 3, migrations: [note, { ...note, version: 3 }] });
    expect(await version()).toEqual([[3]]);
    expect(await connection.objects("SELECT interface, note FROM events")).toEqual([
      { interface: "eth0", note: "" },
    ]);
    await connection.close();
  });

  test("a table that is new is made", async () => {
    const connection = await makeTables(1, place);
    const names = place.parameters === "" ? ["devices"] : ["devices", "devices_local"];
    for (const name of names) await connection.command(`DROP TABLE ${database}.${name} SYNC`);
    await prepare(connection, { version: 2, migrations: [{ version: 2, changes: [] }] });
    expect(await connection.objects("SELECT * FROM devices")).toEqual([]);
    await connection.close();
  });

  test("a later version is refused in a sentence, and left as it is", async () => {
    const connection = await makeTables(1, place);
    await connection.command("INSERT INTO meta VALUES (99, 0)");
    const before = await structure(database);
    await expect(prepare(connection)).rejects.toMatchObject({
      code: "STORE_TOO_NEW",
      message: `The tables at ${connection.address.description} are of a later version of Wirescope (99, this one knows ${SCHEMA_VERSION}); install that.`,
    });
    expect(await structure(database)).toEqual(before);
    await connection.close();
  });
});

test("there is a step to each version", () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(VERSIONS.slice(1));
});
