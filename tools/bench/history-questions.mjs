// @ts-check
/** Random questions about a history, and how long each kind takes. */
import { HistorySession } from "@wirescope/store";
import { benchCatalog } from "./history-data.mjs";
import { printTable } from "./table.mjs";

const DAY = 86_400;

/**
 * @typedef {import("@wirescope/query").TimeRange} TimeRange
 * @typedef {import("../../packages/store/dist/sql/history-engine.js").HistoryEngine} HistoryEngine
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

/**
 * Asks every second question with a filter.
 *
 * @param {HistoryEngine} engine
 * @param {{ start: number, days: number, count: number }} plan `start`: seconds since 1970
 * @returns {Promise<{ taken: readonly Taken[], memory: number }>} `memory`: octets resident at most
 */
export async function askQuestions(engine, plan) {
  const session = new HistorySession(engine, {
    catalog: benchCatalog(),
    now: () => plan.start + plan.days * DAY,
  });
  const filters = await selectiveFilters(engine);
  const random = randomNumbers(7);
  /** @type {Taken[]} */
  const taken = [];
  let memory = 0;
  for (let i = 0; i < plan.count; i += 1) {
    const isFiltered = i % 2 === 1;
    const kind = /** @type {Kind} */ (KINDS[Math.floor(random() * KINDS.length)]);
    const { group, filter } = isFiltered ? pick(filters, random) : { group: "none", filter: "" };
    const range = randomRange(random, plan);
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
  await session.close();
  return { taken, memory };
}

/**
 * Filters of each kind that people ask for, from members of middling size.
 *
 * @param {HistoryEngine} engine
 */
async function selectiveFilters({ dialect, query }) {
  const members = async (/** @type {string} */ dimension) => {
    const rows = await query({
      text: `SELECT member FROM rollups WHERE dimension = ${dialect.placeholder(1)} AND member <> '' GROUP BY member
      ORDER BY sum(bytes_out + bytes_in) DESC, member LIMIT 40`,
      parameters: [dimension],
    });
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
 * From 5 minutes to all there is, each length's magnitude as likely as another's.
 *
 * @param {() => number} random
 * @param {{ start: number, days: number }} held
 */
function randomRange(random, { start, days }) {
  const shortest = 300;
  const longest = days * DAY;
  const seconds = shortest * (longest / shortest) ** random();
  const from = start + (longest - seconds) * random();
  const nanos = (/** @type {number} */ time) => BigInt(Math.round(time)) * 1_000_000_000n;
  return { from: nanos(from), to: nanos(from + seconds) };
}

/** @param {readonly Taken[]} taken */
export function printQuestions(taken) {
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
