import { describe, expect, test } from "vitest";
import type { Column, Table } from "./column.ts";
import { SCHEMA_VERSION, TABLES } from "./schema.ts";

/** The page of the documentation that describes the tables. */
function schemaPage(): string {
  return [
    "# Tables of history",
    "",
    `Version ${SCHEMA_VERSION} of the schema, the same in DuckDB and ClickHouse. Times of minutes, quarters and hours are`,
    "whole seconds since 1970 (UTC) at which they begin. An `address` is 16 octets in network order, an IPv4",
    "address as `::ffff:a.b.c.d`; a `label` is text of few different values.",
    ...TABLES.flatMap(tablePart),
    "",
  ].join("\n");
}

function tablePart({ name, description, columns }: Table): string[] {
  return [
    "",
    `## ${name}`,
    "",
    description,
    "",
    "| column | type | unit | what it is |",
    "|---|---|---|---|",
    ...columns.map(columnLine),
  ];
}

function columnLine({ name, type, unit, description }: Column): string {
  return `| \`${name}\` | ${type} | ${unit ?? ""} | ${description} |`;
}

describe("the schema", () => {
  test("is described as it is", async () => {
    await expect(schemaPage()).toMatchFileSnapshot("../../../docs/history-tables.md");
  });

  test.for(TABLES.map((table) => [table.name, table] as const))(
    "has the columns of %s that its key and its time name",
    ([, { columns, key, time }]) => {
      const names = columns.map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining([...key, time]));
      expect(new Set(names).size).toBe(names.length);
      expect(names).toContain("sensor");
    },
  );
});
