/** A data directory as a capture of some time ago leaves it: its minutes and its packets. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { identityWithoutRoot } from "../../packages/capture/src/index.ts";
import { readCatalogFiles } from "../../packages/catalog-files/src/index.ts";
import {
  type CaptureMessage,
  type MinuteReport,
  type PacketChunk,
  Recorder,
} from "../../packages/query/src/index.ts";
import {
  batchesOf,
  INTERFACES,
  type KnownPacket,
} from "../../packages/query/src/traffic.contract.ts";
import { Retention } from "../../packages/store/src/duckdb/retention.ts";
import { Writer } from "../../packages/store/src/duckdb/writer.ts";
import {
  PacketThread,
  type StoreAddress,
  StoreThread,
  type StoreThreadOptions,
} from "../../packages/store/src/index.ts";
import { blocksOf, INTERFACE } from "../../packages/store/src/packets/packet-blocks.fixture.ts";
import { DEFAULT_RETENTION } from "../../packages/store/src/retention.ts";
import { reportsOf, writeHistory } from "../../packages/store/src/sql/history.fixture.ts";

const BUDGET = 64_000_000;

function fail(error: Error): never {
  throw error;
}

/** @param path does not exist yet. */
export async function leavePast(path: string, packets: readonly KnownPacket[]): Promise<void> {
  const becomes = identityWithoutRoot();
  await recordMinutes({ directory: path, becomes }, packets);
  await keepPackets(join(path, "packets"), packets);
  giveAway(path);
}

/**
 * A data directory whose minutes retention has removed, with its hours.
 *
 * @param path does not exist yet.
 */
export async function leaveHours(path: string, packets: readonly KnownPacket[]): Promise<void> {
  mkdirSync(path, { recursive: true });
  const reports = reportsOf({ packets, batchesOf, interfaces: INTERFACES, catalog: undefined });
  const history = await writeHistory(join(path, "history.duckdb"), reports, undefined);
  const now = Math.floor(Date.now() / 1000);
  const connection = await history.database.connect();
  await Writer.open(connection, now);
  await new Retention(history.database, connection, DEFAULT_RETENTION).dropAged(now);
  await history.close();
  giveAway(path);
}

/** To whom a capture reads and writes as. */
function giveAway(path: string): void {
  const becomes = identityWithoutRoot();
  if (becomes === undefined) return;
  execFileSync("chown", ["-R", `${becomes.userId}:${becomes.groupId}`, path]);
}

/** Has a ClickHouse hold the minutes of a capture. @param directory for what could not be sent. */
export function leavePastIn(
  store: StoreAddress,
  directory: string,
  packets: readonly KnownPacket[],
): Promise<void> {
  return recordMinutes({ directory, becomes: undefined, store }, packets);
}

async function recordMinutes(
  place: Pick<StoreThreadOptions, "directory" | "becomes" | "store">,
  packets: readonly KnownPacket[],
): Promise<void> {
  const catalog = readCatalogFiles();
  const thread = await StoreThread.start({ ...place, sensor: "earlier", catalog, onFault: fail });
  await thread.go();
  const run = packets[0]!.seconds;
  for (const report of minutesOf(packets)) {
    await hand(thread.slicePort, { kind: "minute", run, report } satisfies CaptureMessage);
  }
  await thread.stop();
}

function minutesOf(packets: readonly KnownPacket[]): readonly MinuteReport[] {
  const reports: MinuteReport[] = [];
  const recorder = new Recorder({
    minutes: {
      now: () => packets[0]!.seconds,
      onClose: (traffic) => {
        const losses = { kernelDrops: 0, interfaceDrops: 0, reportsLost: 0 };
        reports.push({ ...structuredClone(traffic), ...losses, interfaces: ["eth0"] });
      },
    },
  });
  for (const batch of batchesOf(packets)) recorder.feed(batch, INTERFACES);
  recorder.minutes?.close();
  return reports;
}

async function keepPackets(directory: string, packets: readonly KnownPacket[]): Promise<void> {
  const { port2: past } = new MessageChannel();
  const catalog = readCatalogFiles();
  const thread = await PacketThread.start({
    ...{ directory, budget: BUDGET, past, catalog, onFault: fail },
  });
  thread.go();
  const port = thread.openPort();
  await once(port, "message");
  const { buffer, length } = blocksOf(packets, 1);
  const chunk: PacketChunk = {
    ...{ kind: "packets", buffer, length, interfaces: [INTERFACE], leftOut: 0 },
  };
  await hand(port, chunk);
  port.close();
  await thread.stop();
}

/** Posts a message and waits until it is taken. */
async function hand(port: MessagePort, message: CaptureMessage | PacketChunk): Promise<void> {
  const taken = once(port, "message");
  port.postMessage(message);
  await taken;
}
