// @ts-check
/**
 * The same slices in ClickHouse, in this process: how fast they go in, what they take on disk, and how long
 * questions about them take.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { CLICKHOUSE, HistorySession } from "@wirescope/store";
import { Session } from "chdb";
import { createStatements } from "../../packages/store/dist/clickhouse/ddl.js";
import { Database } from "../../packages/store/dist/duckdb/database.js";
import { HISTORY_START, historyFile } from "./history.mjs";
import { benchCatalog } from "./history-data.mjs";
import { printTable } from "./table.mjs";

const DAY = 86_400;
const TABLES = ["slices", "minutes", "protocol_minutes", "rollups"];

const FILTERS = ["", "ip.addr == 10.0.0.0/8", "tcp.port == 22", "dns"];
const BY = /** @type {const} */ (["host", "conversation", "application", "name"]);

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
  await ask(run, end, days);
  engine.close();
  rmSync(directory, { recursive: true });
}

/** @param {string} directory @param {number} end */
async function exportDays(directory, end) {
  const database = await Database.open(await historyFile());
  const connection = await database.connect();
  for (const table of TABLES) {
    const time = table === "rollups" ? "hour" : "minute";
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

/** @param {(text: string) => Promise<string>} run @param {number} end @param {number} days */
async function ask(run, end, days) {
  const session = new HistorySession(
    {
      dialect: CLICKHOUSE,
      problem: undefined,
      running: async () => undefined,
      query: async ({ text, parameters }) => {
        const set = parameters.map((value, i) => `SET param_p${i + 1} = '${value}'; `).join("");
        return JSON.parse(await run(`SET prefer_column_name_to_alias = 1; ${set}${text}`)).data;
      },
    },
    { catalog: benchCatalog(), now: () => end },
  );
  const lines = [];
  for (const hours of [1, 24, 24 * days]) {
    for (const filter of FILTERS) {
      const from = BigInt(end - hours * 3600) * 1_000_000_000n;
      const scope = { range: { from, to: undefined }, filter };
      const cells = [await time(() => session.summary(scope))];
      cells.push(await time(() => session.timeline({ ...scope, by: "protocol", step: undefined })));
      for (const by of BY) {
        cells.push(await time(() => session.top({ ...scope, by, metric: "bytes", limit: 20 })));
      }
      lines.push([`${hours} h ${filter}`, ...cells.map((cell) => cell.toFixed(0))]);
    }
  }
  printTable(["questions (ms)", "totals", "timeline", ...BY.map((by) => `top ${by}`)], lines);
  console.log(`load average ${loadavg()[0]?.toFixed(1)}`);
  await session.close();
}

/**
 * Milliseconds.
 *
 * @param {() => Promise<unknown>} question
 */
async function time(question) {
  const start = performance.now();
  await question();
  return performance.now() - start;
}
