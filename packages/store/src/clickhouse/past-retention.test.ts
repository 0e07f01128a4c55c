import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { pastRetentionContract } from "../sql/past-retention.contract.ts";
import { ChdbServer } from "./chdb-server.contract.ts";
import { ClickHouseHistory } from "./clickhouse-history.ts";
import { Connection } from "./connection.ts";
import { parseStoreAddress } from "./store-address.ts";

const server = new ChdbServer();
const directory = mkdtempSync(join(tmpdir(), "wirescope-clickhouse-"));
afterAll(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

pastRetentionContract(async (reports) => {
  await server.start();
  const address = parseStoreAddress(server.address("aging"));
  const history = new ClickHouseHistory({
    address,
    sensor: "here",
    catalog: undefined,
    directory,
  });
  await history.open();
  for (const report of reports) await history.write(reports[0]!.slices.minute, report);
  await history.settle();
  const connection = new Connection(address);
  return {
    engine: history,
    // What the tables' TTL does in its own time.
    async dropBefore(time) {
      for (const table of ["slices", "minutes", "protocol_minutes"]) {
        await connection.command(
          `ALTER TABLE ${table} DELETE WHERE minute < ${time} SETTINGS mutations_sync = 1`,
        );
      }
    },
    async close() {
      await connection.close();
      await history.close();
    },
  };
});
