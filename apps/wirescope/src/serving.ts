/** The dashboard on an engine: what `live`, `open` and `demo` have in common. */

import { createRequire } from "node:module";
import { dirname } from "node:path";
import { type CatalogFiles, readCatalogFiles } from "@wirescope/catalog-files";
import { Engine, type EngineInput } from "@wirescope/engine";
import type { Status } from "@wirescope/query";
import { Server } from "@wirescope/server";
import type { Arguments, OptionTable } from "./arguments.ts";
import { canOpenBrowser, openBrowser } from "./browser.ts";
import { ExitStatus } from "./errors.ts";
import type { History } from "./history.ts";
import { printable } from "./render/printable.ts";
import { formatBytes, formatCount, formatCounted } from "./render/quantity.ts";

/** Options of every command that serves the dashboard. */
export const SERVE_OPTIONS: OptionTable = {
  port: { type: "string" },
  host: { type: "string" },
  token: { type: "string" },
  "no-open": { type: "boolean" },
  places: { type: "string" },
};

/** Options of commands that know a shared store. */
export const STORE_OPTIONS: OptionTable = {
  store: { type: "string" },
  sensor: { type: "string" },
};

/** Options of commands that keep history. */
export const HISTORY_OPTIONS: OptionTable = {
  data: { type: "string" },
  "no-history": { type: "boolean" },
  "history-size": { type: "string" },
  "history-days": { type: "string" },
  "keep-packets": { type: "string" },
  ...STORE_OPTIONS,
};

/** Starts the engine and the server, says where, and runs until it is interrupted. */
export async function serve(given: Arguments, input: EngineInput): Promise<ExitStatus> {
  const port = given.integer("port", 0, 65_535);
  const interrupted = untilInterrupted();
  const catalog = readCatalogFiles(given.values("places"));
  const history = await loadHistory(given, input, catalog);
  const engine = new Engine({ input, catalog, ...history?.surroundings });
  const session = history?.join(engine.session) ?? engine.session;
  let server: Server | undefined;
  try {
    server = new Server(
      {
        host: given.value("host") ?? "127.0.0.1",
        port,
        token: given.value("token"),
        dashboard: dashboardDirectory(),
      },
      {
        session,
        replaySample: () => engine.replaySample(),
        pipeline: () => engine.metrics,
      },
    );
    // The port is taken first: a busy one is to be told before anything is captured.
    const address = await server.start();
    await engine.start();
    await history?.open({ origin: new URL(address.url).origin, token: address.token });
    await announce(engine, address.url, address.token !== undefined);
    if (!given.has("no-open") && canOpenBrowser()) await openBrowser(address.url);
    await interrupted;
    await conclude(engine);
  } finally {
    await server?.stop();
    await engine.stop();
    await history?.stop();
  }
  return ExitStatus.Done;
}

/** Files and the sample have no history, and do not pay for loading it. */
async function loadHistory(
  given: Arguments,
  { kind }: EngineInput,
  catalog: CatalogFiles,
): Promise<History | undefined> {
  if (kind !== "live" && kind !== "history") return undefined;
  const { History } = await import("./history.ts");
  return kind === "live" ? History.load(given, catalog) : History.ask(given, catalog);
}

/** Where the built page lies. */
function dashboardDirectory(): string {
  const require = createRequire(import.meta.url);
  return dirname(require.resolve("@wirescope/dashboard/index.html"));
}

async function announce(engine: Engine, url: string, hasToken: boolean): Promise<void> {
  const status = await engine.session.status();
  const source = printable(status.sources.join(", "));
  const lines = [`Wirescope: ${url}`];
  if (hasToken) {
    lines.push("Whoever has this address with its token sees the traffic; it is sent unencrypted.");
  }
  if (status.state === "waiting") {
    lines.push(...waitingLines(status));
    lines.push("The dashboard works on capture files meanwhile, and starts by itself when it may.");
  } else if (status.mode === "live") {
    lines.push(`Capturing on ${source} (${status.backend ?? "no back-end"}). Ctrl+C ends it.`);
  } else if (status.mode === "history") {
    lines.push(`Showing what ${source} holds; nothing is captured. Ctrl+C ends it.`);
  } else if (status.mode === "file") {
    lines.push(`Reading ${source}. Ctrl+C ends it.`);
  } else {
    lines.push("Replaying a generated sample. Ctrl+C ends it.");
  }
  process.stdout.write(`${lines.join("\n")}\n`);
}

/** Why nothing is captured yet, and the best way to mend it. */
export function waitingLines({ problem, advice }: Status): readonly string[] {
  const [best] = advice;
  const cure =
    best === undefined ? [] : [`${best.title}:`, ...best.lines.map((line) => `  ${line}`)];
  return [problem ?? "Packets can't be captured yet.", ...cure];
}

/** Says what was captured and what was lost. */
export async function conclude(engine: Engine): Promise<void> {
  const { packets, wireBytes, drops, mode, state } = await engine.session.status();
  if (mode !== "live" || state === "waiting") return;
  const lost = drops.kernel + drops.interface;
  const figures = [formatCounted(packets, "packet"), formatBytes(wireBytes)];
  figures.push(`${formatCount(lost)} lost`);
  const { packetsUnwritten } = drops;
  if (packetsUnwritten > 0) figures.push(`${formatCount(packetsUnwritten)} not written to disk`);
  process.stdout.write(`\n${figures.join(", ")}.\n`);
}

/**
 * Milliseconds in which signals count as one: a single Ctrl+C comes from the terminal, and again from each of npm's
 * processes above that passes it on.
 */
const SIGNAL_SPAN = 1000;

/** Resolves at the first signal to end. One that comes well after it ends the program at once. */
export function untilInterrupted(): Promise<void> {
  return new Promise((resolve) => {
    let firstAt: number | undefined;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => {
        const now = performance.now();
        firstAt ??= now;
        resolve();
        if (now - firstAt < SIGNAL_SPAN) return;
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      });
    }
  });
}
