// @ts-check
/**
 * Questions about 30 days of history, 50 million slices: how long each kind takes, as the store answers
 * them, with its memory and its threads.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { DUCKDB } from "@wirescope/store";
import { Database } from "../../packages/store/dist/duckdb/database.js";
import { ROOT } from "../setup/workspace.mjs";
import { buildHistory } from "./history-data.mjs";
import { askQuestions, printQuestions } from "./history-questions.mjs";
import { input } from "./inputs.mjs";

export const HISTORY_DAYS = 30;
/** 2026-03-01, a multiple of a day. */
export const HISTORY_START = 1_772_323_200;
const SLICES_PER_MINUTE = 1150;
export const QUESTIONS = 200;

/** @param {readonly string[]} args */
export async function benchHistory(args) {
  const count = Number(args[0] ?? QUESTIONS);
  const path = await historyFile();
  const database = await Database.open(path);
  const connection = await database.connect();
  const { taken, memory } = await askQuestions(
    {
      dialect: DUCKDB,
      problem: undefined,
      query: ({ text, parameters }) => connection.rows(text, parameters),
      running: async () => undefined,
    },
    { start: HISTORY_START, days: HISTORY_DAYS, count },
  );
  printQuestions(taken);
  const [row = {}] = await connection.rows("SELECT count(*) AS slices FROM slices");
  const slices = Number(row["slices"]);
  console.log(
    `${slices} slices, ${(statSync(path).size / slices).toFixed(1)} octets each on disk with all that is beside them; ` +
      `${(memory / 2 ** 20).toFixed(0)} MiB resident at most; load average ${loadavg()[0]?.toFixed(1)}`,
  );
  database.close();
}

/** The file, built once and kept. */
export async function historyFile() {
  const directory = join(ROOT, ".cache", "bench");
  const path = join(directory, "history-30d.duckdb");
  if (existsSync(path)) return path;
  mkdirSync(directory, { recursive: true });
  const { path: capture } = await input("mix-70m");
  const part = `${path}.part`;
  rmSync(part, { force: true });
  await buildHistory(part, {
    capture,
    days: HISTORY_DAYS,
    slicesPerMinute: SLICES_PER_MINUTE,
    start: HISTORY_START,
  });
  renameSync(part, path);
  return path;
}
