import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { readCatalogFiles } from "@wirescope/catalog-files";
import { EVERYTHING, type KeeperMessage, type PacketChunk } from "@wirescope/query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { knownPackets } from "../../../query/src/traffic.contract.ts";
import { blocksOf, INTERFACE } from "./packet-blocks.fixture.ts";
import { PacketThread } from "./packet-thread.ts";
import { readSegments } from "./read-segments.fixture.ts";

const PACKETS = knownPackets(300);

let parent: string;
let directory: string;
let thread: PacketThread;
beforeEach(async () => {
  parent = mkdtempSync(join(tmpdir(), "wirescope-thread-"));
  directory = join(parent, "packets");
  thread = await start();
});
afterEach(async () => {
  await thread.stop();
  rmSync(parent, { recursive: true });
});

function start(): Promise<PacketThread> {
  const onFault = (error: Error): void => {
    throw error;
  };
  const { port2: past } = new MessageChannel();
  const catalog = readCatalogFiles();
  return PacketThread.start({ directory, budget: 16 << 20, past, catalog, onFault });
}

async function message(port: MessagePort): Promise<KeeperMessage> {
  const [received] = (await once(port, "message")) as [KeeperMessage];
  return received;
}

async function keep(port: MessagePort, first: number, last: number, leftOut = 0): Promise<void> {
  const { buffer, length } = blocksOf(PACKETS.slice(first, last), first + 1);
  const chunk: PacketChunk = { kind: "packets", buffer, length, interfaces: [INTERFACE], leftOut };
  const taken = message(port);
  port.postMessage(chunk, [buffer]);
  expect(await taken).toMatchObject({ kind: "taken" });
}

test("nothing is opened before it is told to go", async () => {
  const port = thread.openPort();
  expect((await thread.session.extent()).packets).toBeUndefined();
  expect(existsSync(directory)).toBe(false);
  const begin = message(port);
  thread.go();
  expect(await begin).toEqual({ kind: "begin", firstNumber: 1 });
  expect(existsSync(directory)).toBe(true);
  port.close();
});

test("packets of one capture after the other are kept, found and counted", async () => {
  thread.go();
  const port = thread.openPort();
  await message(port);
  await keep(port, 0, 100);
  await keep(port, 100, 200, 7);
  port.close();
  await thread.stop();
  thread = await start();
  thread.go();
  const next = thread.openPort();
  expect(await message(next)).toEqual({ kind: "begin", firstNumber: 201 });
  await keep(next, 200, 300, 4);
  const question = { range: EVERYTHING, cursor: undefined, direction: "forward" } as const;
  const page = await thread.session.packets({ ...question, filter: "dns", limit: 1000 });
  expect(page.packets.map(({ number }) => number)).toEqual(
    PACKETS.flatMap(({ kind, number }) => (kind === "dns" ? [number] : [])),
  );
  expect(page.coverage.note).toContain("4 packets could not be written");
  const data = await thread.session.packetData({ ...question, filter: "", limit: 1000 });
  expect(data.packets.map(({ bytes }) => bytes)).toEqual(readSegments(directory));
  expect((await thread.session.packet(250))?.row.number).toBe(250);
  next.close();
});
