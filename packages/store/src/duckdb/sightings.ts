/** Joins what was known of addresses in a minute with what was known before. */
import { DEVICES, NAMES } from "../schema.ts";
import type { TableRows } from "../table-rows.ts";
import type { Connection } from "./connection.ts";
import { createTemporary } from "./ddl.ts";

/** Tables of sightings: what tells a row, and what the latest sighting knows better. */
const KINDS = [
  { table: NAMES, keys: ["sensor", "address", "name", "source"], latest: ["rank"] },
  { table: DEVICES, keys: ["sensor", "address", "mac"], latest: ["vendor"] },
] as const;

function stagingOf(name: string): string {
  return `sighted_${name}`;
}

/** Whether the rows are of a table that is joined with what it holds, in place of growing. */
export function isSighting({ table }: TableRows): boolean {
  return KINDS.some((kind) => kind.table === table);
}

export async function joinSightings(connection: Connection, rows: TableRows): Promise<void> {
  const kind = KINDS.find(({ table }) => table === rows.table);
  if (kind === undefined || rows.count === 0) return;
  const { table, keys, latest } = kind;
  const staging = stagingOf(table.name);
  await connection.run(createTemporary(staging, table));
  await connection.append(rows, staging);
  const columns = table.columns.map(({ name }) => name);
  await connection.run(`MERGE INTO ${table.name} AS known USING ${staging} AS seen
ON ${keys.map((key) => `known.${key} = seen.${key}`).join(" AND ")}
WHEN MATCHED THEN UPDATE SET first = least(known.first, seen.first), last = greatest(known.last, seen.last),
  ${latest.map((name) => `${name} = seen.${name}`).join(", ")}
WHEN NOT MATCHED THEN INSERT (${columns.join(", ")}) VALUES (${columns.map((name) => `seen.${name}`).join(", ")})`);
  await connection.run(`DROP TABLE ${staging}`);
}
