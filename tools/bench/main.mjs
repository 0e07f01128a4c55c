// @ts-check
/**
 * `npm run bench -- NAME [ARGUMENTS]`: measures the built program against peers on this machine.
 * Each prints a table of ratios from one run, because machines differ and drift.
 */
import { fail } from "../setup/run.mjs";
import { prepareWorkspace } from "../setup/workspace.mjs";
import { benchClickHouse } from "./clickhouse.mjs";
import { benchFile } from "./file.mjs";
import { benchFirstChart } from "./first-chart.mjs";
import { benchFlood } from "./flood.mjs";
import { benchHistory } from "./history.mjs";
import { benchLive } from "./live.mjs";

/** @type {Record<string, (args: readonly string[]) => Promise<void>>} */
const BENCHES = {
  file: benchFile,
  live: benchLive,
  flood: benchFlood,
  history: benchHistory,
  clickhouse: benchClickHouse,
  "first-chart": benchFirstChart,
};

const [name = "", ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) fail(`name a bench: ${Object.keys(BENCHES).join(", ")}.`);
prepareWorkspace();
await bench(args);
