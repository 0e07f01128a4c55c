/** Brings the rows of a quarter of an hour, which every minute added to, down to one for each address. */
import { USAGE } from "../schema.ts";
import { USAGE_ADDRESSES } from "../usage-rows.ts";
import type { Connection } from "./connection.ts";

/** How far back quarters are looked for that a crash left as they were. */
const LOOK_BACK = 2 * 86_400;

/** Stands for addresses beyond the limit. */
const NO_ADDRESS = `'${"\\x00".repeat(16)}'::BLOB`;

const SUMS = ["packets_out", "packets_in", "bytes_out", "bytes_in"]
  .map((name) => `sum(${name}) AS ${name}`)
  .join(", ");

const FOLDED = `WITH sums AS (
  SELECT address, ${SUMS} FROM usage WHERE quarter = $1 AND sensor = $2 GROUP BY address
), ranked AS (
  SELECT *, row_number() OVER (ORDER BY address = ${NO_ADDRESS}, bytes_out + bytes_in DESC, address) AS place
  FROM sums
), limited AS (
  SELECT * REPLACE (CASE WHEN place <= ${USAGE_ADDRESSES} THEN address ELSE ${NO_ADDRESS} END AS address)
  FROM ranked
)
SELECT $1::UINTEGER AS quarter, $2 AS sensor, address, ${SUMS} FROM limited GROUP BY address ORDER BY address`;

/** Quarters before `end` with several rows for an address, or too many, are brought down. */
export async function foldUsage(connection: Connection, end: number): Promise<void> {
  const found = await connection.rows(
    `SELECT quarter, sensor FROM usage WHERE quarter < $1 AND quarter >= $1 - ${LOOK_BACK}
    GROUP BY quarter, sensor
    HAVING count(*) > count(DISTINCT address) OR count(*) > ${USAGE_ADDRESSES + 1}`,
    [end],
  );
  const columns = USAGE.columns.map(({ name }) => name).join(", ");
  for (const { quarter, sensor } of found) {
    const key = [Number(quarter), String(sensor)];
    await connection.run(`CREATE OR REPLACE TEMP TABLE folded AS ${FOLDED}`, key);
    await connection.run("DELETE FROM usage WHERE quarter = $1 AND sensor = $2", key);
    await connection.run(`INSERT INTO usage SELECT ${columns} FROM folded`);
    await connection.run("DROP TABLE folded");
  }
}
