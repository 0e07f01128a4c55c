import { once } from "node:events";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { type CaptureInterface, PacketBatch, PacketBlockCursor } from "@wirescope/pcap";
import {
  CHUNK_LENGTH,
  CHUNKS_IN_FLIGHT,
  type KeeperMessage,
  type PacketChunk,
} from "@wirescope/query";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PacketTap } from "./packet-tap.ts";

const ETH0: CaptureInterface = {
  name: "eth0",
  description: undefined,
  linkType: 1,
  snapLength: 0,
  section: 0,
};

let keeper: MessagePort;
let tap: PacketTap;
beforeEach(() => {
  const { port1, port2 } = new MessageChannel();
  keeper = port1;
  tap = new PacketTap(port2);
});
afterEach(() => {
  tap.stop();
  keeper.close();
});

/** `count` packets of `length` octets; each is filled with its row. */
function batchOf(count: number, length: number): PacketBatch {
  const batch = new PacketBatch(count);
  const bytes = new Uint8Array(count * length);
  batch.reset(bytes, new DataView(bytes.buffer));
  for (let row = 0; row < count; row++) {
    bytes.fill(row, row * length, (row + 1) * length);
    batch.start[row] = row * length;
    batch.capturedLength[row] = length;
    batch.originalLength[row] = length + 4;
    batch.seconds[row] = 1_700_000_000 + row;
    batch.nanoseconds[row] = row;
  }
  batch.count = count;
  return batch;
}

async function nextChunk(): Promise<PacketChunk> {
  const [chunk] = (await once(keeper, "message")) as [PacketChunk];
  return chunk;
}

function giveBack({ buffer }: PacketChunk, unwritten: number): void {
  keeper.postMessage({ kind: "taken", buffer, unwritten } satisfies KeeperMessage, [buffer]);
}

function packetsIn({ buffer, length }: PacketChunk): { number: number | undefined; row: number }[] {
  const cursor = new PacketBlockCursor(new DataView(buffer, 0, length));
  const packets = [];
  while (cursor.next()) {
    packets.push({ number: cursor.number, row: cursor.nanoseconds });
    expect(cursor.seconds).toBe(1_700_000_000 + cursor.nanoseconds);
    expect(cursor.originalLength).toBe(cursor.capturedLength + 4);
    expect(new Uint8Array(buffer)[cursor.start]).toBe(cursor.nanoseconds & 0xff);
  }
  expect(cursor.end).toBe(length);
  return packets;
}

test("numbers begin where the keeper says", async () => {
  keeper.postMessage({ kind: "begin", firstNumber: 501 });
  expect(await tap.begun).toBe(501);
});

test("numbers are the capture's own where the keeper is gone", async () => {
  keeper.close();
  expect(await tap.begun).toBe(1);
});

test("packets come as blocks, the first of a chunk with its number", async () => {
  tap.take(batchOf(3, 60), 10, [ETH0], 0);
  tap.take(batchOf(2, 60), 13, [ETH0], 0);
  tap.flush();
  const chunk = await nextChunk();
  expect(chunk).toMatchObject({ interfaces: [ETH0], leftOut: 0 });
  expect(packetsIn(chunk)).toEqual([
    { number: 10, row: 0 },
    { number: undefined, row: 1 },
    { number: undefined, row: 2 },
    { number: undefined, row: 0 },
    { number: undefined, row: 1 },
  ]);
});

test("what finds no buffer is left out and counted, and numbers tell where", async () => {
  const perChunk = Math.floor((CHUNK_LENGTH - 16) / (100_000 + 32));
  const sent = CHUNKS_IN_FLIGHT * perChunk + 25;
  tap.take(batchOf(sent, 100_000), 1, [ETH0], 0);
  expect(tap.missing).toBe(25);
  for (let i = 0; i < CHUNKS_IN_FLIGHT; i++) {
    const chunk = await nextChunk();
    expect(packetsIn(chunk)[0]).toEqual({ number: 1 + i * perChunk, row: i * perChunk });
    expect(packetsIn(chunk)).toHaveLength(perChunk);
    if (i === 0) giveBack(chunk, 3);
  }
  await new Promise((resolve) => setImmediate(resolve));
  tap.take(batchOf(1, 60), 1 + sent, [ETH0], 0);
  tap.flush();
  const chunk = await nextChunk();
  expect(chunk.leftOut).toBe(25);
  expect(tap.missing).toBe(28);
  expect(packetsIn(chunk)).toEqual([{ number: 1 + sent, row: 0 }]);
});

test("nothing is sent where nothing came", async () => {
  tap.flush();
  tap.take(batchOf(1, 60), 7, [ETH0], 0);
  tap.flush();
  expect(packetsIn(await nextChunk())).toEqual([{ number: 7, row: 0 }]);
});
