import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCHEMA_VERSION, TABLES } from "../schema.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { Connection } from "./connection.ts";
import { createStatements } from "./ddl.ts";
import { prepare } from "./prepare.ts";
import { parseStoreAddress } from "./store-address.ts";

const server = new ChdbServer("secret");
beforeAll(() => server.start());
afterAll(() => server.stop());

function connect(database: string, password?: string): Connection {
  return new Connection(parseStoreAddress(server.address(database, password)));
}

describe("createStatements", () => {
  test("are understood by ClickHouse", async () => {
    const connection = connect("default");
    for (const statement of createStatements("wirescope", "{cluster}")) {
      const { rows } = await connection.query("SELECT formatQuery({statement:String})", {
        statement,
      });
      expect(rows).toHaveLength(1);
    }
    await connection.close();
  });
});

describe("prepare", () => {
  test("makes every table with the columns of the schema", async () => {
    const connection = connect("made");
    await prepare(connection);
    for (const table of TABLES) {
      const columns = await server.rows<{ name: string; comment: string }>(
        `SELECT name, comment FROM system.columns WHERE database = 'made' AND table = '${table.name}' ORDER BY position`,
      );
      expect(columns.map(({ name }) => name)).toEqual(table.columns.map(({ name }) => name));
    }
    await connection.close();
  });

  test("leaves what is there alone", async () => {
    const connection = connect("twice");
    await prepare(connection);
    server.asked.length = 0;
    await prepare(connection);
    expect(server.asked).toHaveLength(1);
    await connection.close();
  });

  test("ends what was begun", async () => {
    const connection = connect("begun");
    const [database, ...tables] = createStatements("begun", undefined);
    await connection.createDatabase(database);
    for (const statement of tables.slice(0, 2)) await connection.command(statement);
    await prepare(connection);
    expect(await server.rows("SELECT version FROM begun.meta")).toEqual([
      { version: SCHEMA_VERSION },
    ]);
    await connection.close();
  });

  test("says that the password is wrong, and not which", async () => {
    const connection = connect("made", "guessed");
    await expect(prepare(connection)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      message: expect.stringMatching(/refuses user "default" \(code 516\)(?!.*guessed)/),
    });
    await connection.close();
  });
});
