// @ts-check
/**
 * The same slices in ClickHouse, in this process: how fast they go in, what they take on disk, and how long
 * questions about them take.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { CLICKHOUSE } from "@wirescope/store";
import { Session } from "chdb";
import { createStatements } from "../../packages/store/dist/clickhouse/ddl.js";
import { Database } from "../../packages/store/dist/duckdb/database.js";
import { HISTORY_START, historyFile, QUESTIONS } from "./history.mjs";
import { askQuestions, printQuestions } from "./history-questions.mjs";
import { printTable } from "./table.mjs";

const DAY = 86_400;
const TABLES = ["slices", "minutes", "protocol_minutes", "rollups", "names"];

/** @param {readonly string[]} args */
export async function benchClickHouse(args) {
  const days = Number(args[0] ?? 6);
  const directory = mkdtempSync(join(tmpdir(), "wirescope-bench-"));
  const end = HISTORY_START + days * DAY;
  await exportDays(directory, end);
  const engine = new Session(join(directory, "data"));
  const run = async (/** @type {string} */ text) =>
    (await engine.queryAsync(text, { format: "JSON" })).text();
  for (const statement of createStatements("default", undefined)) {
    // What is measured is older than anything is kept.
    await run(statement.replace(/^TTL .*\n/m, ""));
  }
  const start = performance.now();
  for (const table of TABLES) {
    await run(
      `INSERT INTO ${table} SELECT * FROM file('${join(directory, table)}.parquet', 'Parquet')`,
    );
  }
  const seconds = (performance.now() - start) / 1000;
  await run("OPTIMIZE TABLE slices FINAL");
  const [stored] = JSON.parse(
    await run(
      "SELECT sum(rows) AS rows, sum(bytes_on_disk) AS bytes FROM system.parts WHERE active AND table = 'slices'",
    ),
  ).data;
  const rows = Number(stored.rows);
  console.log(
    `${rows} slices in ${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, ` +
      `${(Number(stored.bytes) / rows).toFixed(1)} octets each on disk after merging`,
  );
  await printColumns(run, rows);
  await ask(run, days);
  engine.close();
  rmSync(directory, { recursive: true });
}

/** @param {string} directory @param {number} end */
async function exportDays(directory, end) {
  const database = await Database.open(await historyFile());
  const connection = await database.connect();
  // Writing Parquet takes more than answering does.
  await connection.run("SET memory_limit = '2GB'");
  for (const table of TABLES) {
    const times = { rollups: "hour", names: "first" };
    const time = times[/** @type {keyof typeof times} */ (table)] ?? "minute";
    await connection.run(
      `COPY (SELECT * FROM ${table} WHERE ${time} < ${end}) TO '${join(directory, table)}.parquet'`,
    );
  }
  database.close();
}

/** @param {(text: string) => Promise<string>} run @param {number} rows */
async function printColumns(run, rows) {
  const columns = JSON.parse(
    await run(
      `SELECT name, data_compressed_bytes AS bytes FROM system.columns
      WHERE database = 'default' AND table = 'slices' ORDER BY bytes DESC LIMIT 10`,
    ),
  ).data;
  printTable(
    ["largest columns", "octets per slice"],
    columns.map((/** @type {{ name: string, bytes: number }} */ { name, bytes }) => [
      name,
      (Number(bytes) / rows).toFixed(2),
    ]),
  );
}

/**
 * Asks the same random questions as the bench of DuckDB's file does.
 *
 * @param {(text: string) => Promise<string>} run @param {number} days
 */
async function ask(run, days) {
  const { taken, memory } = await askQuestions(
    {
      dialect: CLICKHOUSE,
      problem: undefined,
      running: async () => undefined,
      query: async ({ text, parameters }) => {
        const set = parameters
          .map((value, i) => `SET param_p${i + 1} = ${quote(value)}; `)
          .join("");
        const settings = "SET final = 1, prefer_column_name_to_alias = 1";
        return JSON.parse(await run(`${settings}; ${set}${text}`)).data;
      },
    },
    { start: HISTORY_START, days, count: QUESTIONS },
  );
  printQuestions(taken);
  console.log(
    `${(memory / 2 ** 20).toFixed(0)} MiB resident at most, the engine included; load average ${loadavg()[0]?.toFixed(1)}`,
  );
}

/** @param {string} text */
function quote(text) {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
