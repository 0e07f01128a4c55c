import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { TABLES } from "../schema.ts";
import { pastSessionContract } from "../sql/past-session.contract.ts";
import { HistorySession } from "../sql/past-session.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { ClickHouseHistory } from "./clickhouse-history.ts";
import { Connection } from "./connection.ts";
import { prepare } from "./prepare.ts";
import { parseStoreAddress } from "./store-address.ts";

const MINUTE = 60;

const server = new ChdbServer();
const directory = mkdtempSync(join(tmpdir(), "wirescope-clickhouse-"));
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

pastSessionContract("in turn", async (reports) => {
  await server.start();
  const address = parseStoreAddress(server.address("contract"));
  await keepForever(new Connection(address));
  const history = new ClickHouseHistory({
    address,
    sensor: "here",
    catalog: undefined,
    directory,
  });
  await history.open();
  const run = reports[0]?.slices.minute ?? 0;
  for (const report of reports) await history.write(run, report);
  await history.settle();
  const end = (reports.at(-1)?.slices.minute ?? 0) + MINUTE;
  const session = new HistorySession(history, { catalog: undefined, now: () => end });
  return { session, close: () => history.close() };
});

/** The packets of the contract are older than anything is kept. */
async function keepForever(connection: Connection): Promise<void> {
  await prepare(connection);
  for (const { name } of TABLES) await connection.command(`ALTER TABLE ${name} REMOVE TTL`);
  await connection.close();
}
