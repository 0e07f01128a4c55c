// @ts-check
/**
 * Questions about 30 days of history, 50 million slices: how long each kind takes, as the store answers
 * them, with its memory and its threads.
 */
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { loadavg } from "node:os";
import { join } from "node:path";
import { DUCKDB, HistorySession } from "@wirescope/store";
import { Database } from "../../packages/store/dist/duckdb/database.js";
import { ROOT } from "../setup/workspace.mjs";
import { benchCatalog, buildHistory } from "./history-data.mjs";
import { input } from "./inputs.mjs";
import { printTable } from "./table.mjs";

const DAY = 86_400;
const DAYS = 30;
/** 2026-03-01, a multiple of a day. */
export const HISTORY_START = 1_772_323_200;
const SLICES_PER_MINUTE = 1150;
const QUESTIONS = 200;

/**
 * @typedef {import("@wirescope/query").TimeRange} TimeRange
 * @typedef {{ name: string, ask: (session: HistorySession, scope: { range: TimeRange, filter: string }) => Promise<unknown> }} Kind
 * @typedef {{ kind: string, group: string, filter: string, hours: number, milliseconds: number, work: number }} Taken
 * `milliseconds` as they pass, and `work`, those in which a core was at it: on a machine that does other things as
 * well, the two differ.
 */

/** @type {readonly Kind[]} */
const KINDS = [
  { name: "totals", ask: (session, scope) => session.summary(scope) },
  ...["total", "protocol"].map((by) => ({
    name: `timeline by ${by}`,
    ask: (/** @type {HistorySession} */ session, /** @type {any} */ scope) =>
      session.timeline({ ...scope, by, step: undefined }),
  })),
  ...[
    ...["protocol", "application", "host", "source", "destination", "conversation", "service"],
    ...["name", "country", "asn"],
  ].map((by) => ({
    name: `top ${by}`,
    ask: (/** @type {HistorySession} */ session, /** @type {any} */ scope) =>
      session.top({ ...scope, by, metric: "bytes", limit: 20 }),
  })),
];

/** @param {readonly string[]} args */
export async function benchHistory(args) {
  const count = Number(args[0] ?? QUESTIONS);
  const path = await historyFile();
  const database = await Database.open(path);
  const connection = await database.connect();
  const catalog = benchCatalog();
  const session = new HistorySession(
    {
      dialect: DUCKDB,
      problem: undefined,
      query: ({ text, parameters }) => connection.rows(text, parameters),
      running: async () => undefined,
    },
    { catalog, now: () => HISTORY_START + DAYS * DAY },
  );
  const [row = {}] = await connection.rows("SELECT count(*) AS slices FROM slices");
  const slices = Number(row["slices"]);
  const filters = await selectiveFilters(connection);
  const random = randomNumbers(7);
  /** @type {Taken[]} */
  const taken = [];
  let memory = 0;
  for (let i = 0; i < count; i += 1) {
    const isFiltered = i % 2 === 1;
    const kind = /** @type {Kind} */ (KINDS[Math.floor(random() * KINDS.length)]);
    const { group, filter } = isFiltered ? pick(filters, random) : { group: "none", filter: "" };
    const range = randomRange(random);
    const before = performance.now();
    const work = process.cpuUsage();
    await kind.ask(session, { range, filter });
    const milliseconds = performance.now() - before;
    const { user, system } = process.cpuUsage(work);
    memory = Math.max(memory, process.memoryUsage.rss());
    const hours = Number(range.to - range.from) / 3.6e12;
    taken.push({
      ...{ kind: kind.name, group, filter, hours, milliseconds },
      work: (user + system) / 1000,
    });
  }
  report(taken, {
    slices,
    bytes: statSync(path).size,
    memory,
  });
  await session.close();
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
    days: DAYS,
    slicesPerMinute: SLICES_PER_MINUTE,
    start: HISTORY_START,
  });
  renameSync(part, path);
  return path;
}

/**
 * Filters of each kind that people ask for, from members of middling size.
 *
 * @param {import("../../packages/store/dist/duckdb/connection.js").Connection} connection
 */
async function selectiveFilters(connection) {
  const members = async (/** @type {string} */ dimension) => {
    const rows = await connection.rows(
      `SELECT member FROM rollups WHERE dimension = $1 AND member <> '' GROUP BY member
      ORDER BY sum(bytes_out + bytes_in) DESC, member LIMIT 40`,
      [dimension],
    );
    return rows.map(({ member }) => String(member)).slice(2);
  };
  const hosts = (await members("host")).filter((host) => !host.includes(":"));
  const network = (/** @type {string} */ host) => host.replace(/\.\d+$/, ".0/24");
  return [
    { group: "address", filters: hosts.map((host) => `ip.addr == ${host}`) },
    { group: "network", filters: hosts.map((host) => `ip.addr == ${network(host)}`) },
    {
      group: "port",
      filters: [22, 25, 53, 80, 123, 443, 8080].map((port) => `tcp.port == ${port}`),
    },
    { group: "protocol", filters: ["dns", "http", "tls", "ssh", "quic", "icmp", "smtp", "ntp"] },
    {
      group: "name",
      filters: (await members("name")).flatMap((name) => [
        `flow.name == ${JSON.stringify(name)}`,
        `flow.name contains ${JSON.stringify(name.slice(0, 6))}`,
      ]),
    },
    {
      group: "application",
      filters: (await members("application")).map((name) => `app == ${JSON.stringify(name)}`),
    },
  ];
}

/**
 * @param {readonly { group: string, filters: readonly string[] }[]} groups
 * @param {() => number} random
 */
function pick(groups, random) {
  const { group, filters } = /** @type {(typeof groups)[number]} */ (
    groups[Math.floor(random() * groups.length)]
  );
  return { group, filter: filters[Math.floor(random() * filters.length)] ?? "" };
}

/**
 * From 5 minutes to 30 days, each length's magnitude as likely as another's.
 *
 * @param {() => number} random
 */
function randomRange(random) {
  const shortest = 300;
  const longest = DAYS * DAY;
  const seconds = shortest * (longest / shortest) ** random();
  const from = HISTORY_START + (longest - seconds) * random();
  const nanos = (/** @type {number} */ time) => BigInt(Math.round(time)) * 1_000_000_000n;
  return { from: nanos(from), to: nanos(from + seconds) };
}

/**
 * @param {readonly Taken[]} taken
 * @param {{ slices: number, bytes: number, memory: number }} store
 */
function report(taken, { slices, bytes, memory }) {
  const line = (/** @type {string} */ name, /** @type {readonly Taken[]} */ some) => {
    const cells = (/** @type {"milliseconds" | "work"} */ key) => {
      const sorted = some.map((one) => one[key]).sort((a, b) => a - b);
      return [0.5, 0.95, 1].map((share) => {
        const place = Math.min(sorted.length - 1, Math.floor(share * sorted.length));
        return (sorted[place] ?? 0).toFixed(0);
      });
    };
    return [name, String(some.length), ...cells("milliseconds"), ...cells("work")];
  };
  const unfiltered = taken.filter(({ filter }) => filter === "");
  const filtered = taken.filter(({ filter }) => filter !== "");
  const groups = [...new Set(filtered.map(({ group }) => group))].sort();
  printTable(
    ["questions (ms)", "count", "p50", "p95", "max", "p50 of a core", "p95", "max"],
    [
      line("unfiltered", unfiltered),
      line("filtered", filtered),
      ...groups.map((group) =>
        line(
          `  by ${group}`,
          filtered.filter((one) => one.group === group),
        ),
      ),
    ],
  );
  const slowest = [...taken].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 10);
  printTable(
    ["slowest", "hours", "ms", "of a core", "filter"],
    slowest.map(({ kind, hours, milliseconds, work, filter }) => [
      kind,
      hours.toFixed(1),
      milliseconds.toFixed(0),
      work.toFixed(0),
      filter,
    ]),
  );
  console.log(
    `${slices} slices, ${(bytes / slices).toFixed(1)} octets each on disk with all that is beside them; ` +
      `${(memory / 2 ** 20).toFixed(0)} MiB resident at most; load average ${loadavg()[0]?.toFixed(1)}`,
  );
}

/**
 * A linear congruential generator (Numerical Recipes), 0 … 1.
 *
 * @param {number} seed
 */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
