/**
 * The past, for a command without files: asked of the Wirescope that serves the data directory, else read
 * from the history that lies there.
 */
import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { identityWithoutRoot } from "@wirescope/capture";
import { type CatalogFiles, readCatalogFiles } from "@wirescope/catalog-files";
import {
  type FlowsPage,
  formatUnixNanos,
  type Scope,
  type Session,
  type Summary,
} from "@wirescope/query";
import { HISTORY_FILE, StoreThread } from "@wirescope/store";
import type { Arguments } from "./arguments.ts";
import { dataDirectoryOf } from "./data-directory.ts";
import { CommandError } from "./errors.ts";
import { findServer, type RunningServer } from "./running-server.ts";
import { rangeOf, type Selection } from "./selection.ts";

export type Past = Pick<Session, "summary" | "flows" | "close">;

export type OpenHistory = Past & Pick<Session, "hosts">;

/** @throws CommandError where there is no history, StoreError where it can't be read. */
export async function openPast(given: Arguments): Promise<Past> {
  const directory = dataDirectoryOf(given);
  const server = await findServer(directory);
  return server === undefined ? openHistory(directory, readCatalogFiles()) : servedBy(server);
}

/**
 * The history that lies in `directory`, which nobody serves.
 *
 * @throws CommandError where there is none, StoreError where it can't be read.
 */
export async function openHistory(directory: string, catalog: CatalogFiles): Promise<OpenHistory> {
  if (!existsSync(join(directory, HISTORY_FILE))) {
    throw new CommandError(
      "COMMAND_INPUT",
      `No history is kept in ${directory}; start Wirescope, or name a capture file.`,
    );
  }
  const store = await StoreThread.start({
    directory,
    becomes: identityWithoutRoot(),
    sensor: hostname(),
    catalog,
    onFault: (error) => void process.stderr.write(`wirescope: ${error.message}\n`),
  });
  try {
    await store.go();
  } catch (error) {
    await store.stop();
    throw error;
  }
  const { summary, flows, hosts } = store.session;
  return { summary, flows, hosts, close: () => store.stop() };
}

/** What a selection asks for; relative times count from the present. */
export function pastScope(selection: Selection): Scope {
  const present = BigInt(Date.now()) * 1_000_000n;
  return { range: rangeOf(selection, present), filter: selection.filter };
}

function servedBy(server: RunningServer): Past {
  return {
    summary: async (scope) => {
      const response = await server.get("/summary", parametersOf(scope));
      return (await response.json()) as Summary;
    },
    flows: async ({ sort, cursor, limit, ...scope }) => {
      const page = { sort, cursor, limit: String(limit) };
      const response = await server.get("/flows", { ...parametersOf(scope), ...page });
      return (await response.json()) as FlowsPage;
    },
    close: async () => {},
  };
}

function parametersOf({ range, filter }: Scope): Record<string, string | undefined> {
  const text = (time: bigint | undefined): string | undefined =>
    time === undefined ? undefined : formatUnixNanos(time);
  return { from: text(range.from), to: text(range.to), filter };
}
