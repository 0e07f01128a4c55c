import { PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { MemorySession } from "./memory-session.ts";
import type { FieldNode, PacketDetail } from "./packet.ts";
import { Recorder } from "./recorder.ts";
import { RingArchive } from "./ring-archive.ts";
import { INTERFACES } from "./traffic.contract.ts";

const REQUEST = "GET /long HTTP/1.1\r\nHost: example.org\r\n\r\n";
const CUT = 25;

/** A TCP segment of port 50001 to 80 at `offset` of its stream, on Ethernet. */
function segment(offset: number, payload: string, sourcePort = 50_001): Uint8Array {
  const bytes = new Uint8Array(54 + payload.length);
  const view = new DataView(bytes.buffer);
  bytes.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 8, 0, 0x45]);
  view.setUint16(16, 40 + payload.length);
  bytes.set([64, 6, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2], 22);
  view.setUint16(34, sourcePort);
  view.setUint16(36, 80);
  view.setUint32(38, 1000 + offset);
  bytes.set([0x50, 0x18, 0xfa, 0xf0], 46);
  bytes.set(
    Uint8Array.from(payload, (character) => character.charCodeAt(0)),
    54,
  );
  return bytes;
}

function sessionOf(packets: readonly Uint8Array[]): MemorySession {
  const recorder = new Recorder({ archive: new RingArchive() });
  const length = packets.reduce((total, { length: octets }) => total + octets, 0);
  const block = new Uint8Array(length);
  const batch = new PacketBatch();
  batch.view = new DataView(block.buffer);
  let start = 0;
  for (const packet of packets) {
    const row = batch.count;
    block.set(packet, start);
    batch.start[row] = start;
    batch.capturedLength[row] = packet.length;
    batch.originalLength[row] = packet.length;
    batch.linkType[row] = 1;
    batch.seconds[row] = 1_700_000_000;
    batch.count = row + 1;
    start += packet.length;
  }
  recorder.feed(batch, INTERFACES);
  return new MemorySession(recorder, { version: "0.0.0", mode: "file" });
}

async function detail(session: MemorySession, number: number): Promise<PacketDetail> {
  const found = await session.packet(number);
  if (found === undefined) throw new Error(`packet ${number} is not held`);
  return found;
}

function ends(nodes: readonly FieldNode[]): number[] {
  return nodes.flatMap(({ end, children }) => [end, ...ends(children)]);
}

test("a message over two packets is shown with the second, and points at nothing in it", async () => {
  const session = sessionOf([
    segment(0, REQUEST.slice(0, CUT)),
    segment(0, "something else", 50_002),
    segment(CUT, REQUEST.slice(CUT)),
  ]);
  const { row, layers, bytes } = await detail(session, 3);
  expect(row).toMatchObject({ protocol: "HTTP", info: "GET /long HTTP/1.1 " });
  const http = layers.find(({ name }) => name === "http");
  expect(http?.text).toContain(`Reassembled TCP, ${REQUEST.length} bytes`);
  expect(ends(http === undefined ? [] : [http]).every((end) => end === 0)).toBe(true);
  expect(Math.max(...ends(layers))).toBeLessThanOrEqual(bytes.length);
});

test("streams are not numbered where their count from the beginning is not known", async () => {
  const { layers } = await detail(sessionOf([segment(0, REQUEST)]), 1);
  const tcp = layers.find(({ name }) => name === "tcp");
  expect(tcp?.children.some(({ name }) => name === "tcp.seq")).toBe(true);
  expect(tcp?.children.some(({ name }) => name === "tcp.stream")).toBe(false);
});
