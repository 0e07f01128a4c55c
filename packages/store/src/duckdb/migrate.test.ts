import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { SCHEMA_VERSION, TABLES } from "../schema.ts";
import type { Connection } from "./connection.ts";
import { Database } from "./database.ts";
import { createStatements } from "./ddl.ts";
import { MIGRATIONS, migrate } from "./migrate.ts";

const directory = mkdtempSync(join(tmpdir(), "wirescope-migrate-"));
afterAll(() => rmSync(directory, { recursive: true }));

let path = "";
let count = 0;
beforeEach(() => {
  path = join(directory, `${count++}.duckdb`);
});

async function within<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const database = await Database.open(path);
  try {
    return await work(await database.connect());
  } finally {
    database.close();
  }
}

/** Makes a file as the Wirescope of that version did, from its recorded statements. */
async function makeFile(version: number): Promise<void> {
  const text = readFileSync(new URL(`version-${version}.sql`, import.meta.url), "utf8");
  await within(async (connection) => {
    for (const statement of text.split(";\n")) {
      if (statement.trim() !== "") await connection.run(statement);
    }
    await connection.run("INSERT INTO meta VALUES ('wirescope history', $1)", [version]);
    await connection.run("INSERT INTO events VALUES (60, 'here', 'eth0', 'begin')");
  });
}

function columns(connection: Connection): Promise<unknown> {
  return connection.rows(
    "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
  );
}

describe("migrate", () => {
  test("makes in an empty file what is recorded for this version", async () => {
    const text = `${createStatements().join(";\n\n")};\n`;
    await expect(text).toMatchFileSnapshot(`version-${SCHEMA_VERSION}.sql`);
    const made = await within(async (connection) => {
      await migrate(connection, path);
      return connection.rows("SELECT * FROM meta");
    });
    expect(made).toEqual([{ kind: "wirescope history", version: SCHEMA_VERSION }]);
  });

  test.for(Array.from({ length: SCHEMA_VERSION }, (_, i) => i + 1))(
    "brings version %i up to the present one with what it holds",
    async (version) => {
      await makeFile(version);
      const [migrated, rows] = await within(async (connection) => {
        await migrate(connection, path);
        return [await columns(connection), await connection.rows("SELECT * FROM events")];
      });
      expect(rows).toMatchObject([{ time: 60, sensor: "here", interface: "eth0", kind: "begin" }]);
      path = `${path}-fresh`;
      const fresh = await within(async (connection) => {
        await migrate(connection, path);
        return columns(connection);
      });
      expect(migrated).toEqual(fresh);
    },
  );

  test("goes step by step, each whole", async () => {
    await makeFile(1);
    const plan = {
      version: 3,
      migrations: [
        { version: 2, statements: ["ALTER TABLE events ADD COLUMN note VARCHAR"] },
        { version: 3, statements: ["UPDATE events SET note = 'known'", "SELECT nothing"] },
      ],
    };
    await within(async (connection) => {
      await expect(migrate(connection, path, plan)).rejects.toThrow("nothing");
    });
    const rows = await within(async (connection) => [
      ...(await connection.rows("SELECT version FROM meta")),
      ...(await connection.rows("SELECT note FROM events")),
    ]);
    expect(rows).toEqual([{ version: 2 }, { note: null }]);
  });

  test("refuses a later version in a sentence, and leaves it as it is", async () => {
    await makeFile(1);
    await within(async (connection) => {
      await connection.run("UPDATE meta SET version = 99");
      await expect(migrate(connection, path)).rejects.toMatchObject({
        code: "STORE_TOO_NEW",
        message: `The history ${path} was written by a later version of Wirescope (99, this one knows ${SCHEMA_VERSION}); install that, or give another directory with --data.`,
      });
      expect(await connection.rows("SELECT version FROM meta")).toEqual([{ version: 99 }]);
    });
  });

  test("refuses the file of another program", async () => {
    await within(async (connection) => {
      await connection.run("CREATE TABLE meta (kind VARCHAR, version INTEGER)");
      await connection.run("CREATE TABLE treasures (name VARCHAR)");
      await expect(migrate(connection, path)).rejects.toMatchObject({ code: "STORE_DAMAGED" });
    });
  });

  test("knows a step to each version", () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => i + 2),
    );
    expect(TABLES.length).toBeGreaterThan(0);
  });
});
