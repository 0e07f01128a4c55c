/** For tests: histories of packets, in DuckDB or whatever takes reports. */
import type { Analysis } from "@wirescope/analysis";
import type { Catalog } from "@wirescope/catalog";
import type { CaptureInterface, PacketBatch } from "@wirescope/pcap";
import { type HostSighting, type MinuteReport, Recorder } from "@wirescope/query";
import { Database } from "../duckdb/database.ts";
import { migrate } from "../duckdb/migrate.ts";
import { Writer } from "../duckdb/writer.ts";
import type { HistoryEngine } from "./history-engine.ts";
import { HistorySession } from "./past-session.ts";
import { DUCKDB } from "./sql-dialect.ts";

const MINUTE = 60;

/** Packets of one time, with how they are handed out. */
export interface TimedPackets<T extends { readonly seconds: number }> {
  readonly packets: readonly T[];
  readonly batchesOf: (packets: readonly T[]) => Iterable<PacketBatch>;
  readonly interfaces: readonly CaptureInterface[];
  readonly catalog: Catalog | undefined;
}

/** What a capture of the packets, in the order of their times, tells minute by minute. */
export function reportsOf<T extends { readonly seconds: number }>({
  packets,
  batchesOf,
  interfaces,
  catalog,
}: TimedPackets<T>): MinuteReport[] {
  const recorder = new Recorder({ catalog, analysis: { sliceCapacity: 65_536 } });
  const { analysis } = recorder.main;
  const ledger = analysis.ledger!;
  const minutes = new Map<number, T[]>();
  for (const packet of packets) {
    const minute = packet.seconds - (packet.seconds % MINUTE);
    minutes.set(minute, [...(minutes.get(minute) ?? []), packet]);
  }
  return Array.from(minutes, ([minute, inside]) => {
    const before = { ...analysis.totals };
    ledger.start(minute);
    for (const batch of batchesOf(inside)) recorder.feed(batch, interfaces);
    return {
      slices: ledger.close(),
      hosts: sightings(analysis),
      packets: analysis.totals.packets - before.packets,
      wireBytes: analysis.totals.wireBytes - before.wireBytes,
      malformed: analysis.totals.malformed - before.malformed,
      kernelDrops: 0,
      interfaceDrops: 0,
      reportsLost: 0,
      interfaces: interfaces.map(({ name }) => name ?? ""),
    };
  });
}

function sightings(analysis: Analysis): HostSighting[] {
  return Array.from({ length: analysis.hosts.table.used }, (_, row) => {
    const { address, ipVersion, words, mac } = analysis.hostRecord(row);
    return { address, mac, names: analysis.names.of(ipVersion, ...words) };
  });
}

export interface TestHistory {
  readonly session: HistorySession;
  readonly database: Database;
  readonly engine: HistoryEngine;
  close(): Promise<void>;
}

/** @param path of the file to make */
export async function writeHistory(
  path: string,
  reports: readonly MinuteReport[],
  catalog: Catalog | undefined,
): Promise<TestHistory> {
  const database = await Database.open(path);
  const connection = await database.connect();
  await migrate(connection, path);
  const run = reports[0]?.slices.minute ?? 0;
  const writer = await Writer.open(connection, run);
  for (const report of reports) await writer.write(report, { sensor: "here", run, catalog });
  const engine: HistoryEngine = {
    dialect: DUCKDB,
    problem: undefined,
    query: ({ text, parameters }) => connection.rows(text, parameters),
    running: async () => undefined,
  };
  const end = (reports.at(-1)?.slices.minute ?? 0) + MINUTE;
  const session = new HistorySession(engine, { catalog, now: () => end });
  return {
    session,
    database,
    engine,
    async close() {
      await session.close();
      database.close();
    },
  };
}
