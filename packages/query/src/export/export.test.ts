import { CaptureReader, PacketBatch } from "@wirescope/pcap";
import { expect, test } from "vitest";
import { MemorySession } from "../memory-session.ts";
import { EVERYTHING } from "../range.ts";
import { Recorder } from "../recorder.ts";
import { RingArchive } from "../ring-archive.ts";
import { batchesOf, INTERFACES, knownPackets } from "../traffic.contract.ts";
import { viewComment, viewOf, writeCapture } from "./capture.ts";
import { FLOW_COLUMNS, PACKET_COLUMNS } from "./columns.ts";
import { flowPages, packetDataPages, packetPages } from "./pages.ts";
import { writeTable } from "./table.ts";

const PACKETS = knownPackets(2500);
const SCOPE = { range: EVERYTHING, filter: "" };

function sessionOf(): MemorySession {
  const recorder = new Recorder({ archive: new RingArchive() });
  for (const batch of batchesOf(PACKETS)) recorder.feed(batch, INTERFACES);
  return new MemorySession(recorder, { version: "0.0.0", mode: "live" });
}

async function octetsOf(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

test("a capture holds every packet as it was, and says where and when it was captured", async () => {
  const pages = packetDataPages(sessionOf(), SCOPE);
  const octets = await octetsOf(writeCapture(pages, { comment: viewComment("t=live-5m") }));
  const reader = new CaptureReader();
  reader.push(octets);
  reader.end();
  const batch = new PacketBatch();
  let row = 0;
  while (reader.next(batch)) {
    for (let i = 0; i < batch.count; i++, row++) {
      const { bytes, seconds, nanoseconds, originalLength } = PACKETS[row]!;
      const start = batch.start[i]!;
      const captured = batch.bytes.subarray(start, start + batch.capturedLength[i]!);
      expect(Buffer.compare(captured, bytes)).toBe(0);
      expect(batch.seconds[i]).toBe(seconds);
      expect(batch.nanoseconds[i]).toBe(nanoseconds);
      expect(batch.originalLength[i]).toBe(originalLength);
    }
  }
  expect(reader.problem).toBeUndefined();
  expect(row).toBe(PACKETS.length);
  expect(reader.interfaces).toMatchObject([{ name: "eth0", linkType: 1, snapLength: 96 }]);
  expect(viewOf(reader.fileComments)).toBe("t=live-5m");
});

test("a capture of nothing is a file all the same", async () => {
  const pages = packetDataPages(sessionOf(), { ...SCOPE, filter: "frame.len > 60000" });
  const reader = new CaptureReader();
  reader.push(await octetsOf(writeCapture(pages, {})));
  reader.end();
  expect(reader.next(new PacketBatch())).toBe(false);
  expect(reader.problem).toBeUndefined();
});

test("a table has a line for each row, whatever the pages", async () => {
  const pages = packetPages(sessionOf(), SCOPE);
  const lines = String(await octetsOf(writeTable(pages, "csv", PACKET_COLUMNS))).split("\r\n");
  expect(lines[0]).toBe(
    "number,timestamp,interface,source,destination,protocol,length,capturedLength,info",
  );
  expect(lines).toHaveLength(PACKETS.length + 2);
  const json = writeTable(packetPages(sessionOf(), SCOPE), "json", PACKET_COLUMNS);
  expect(JSON.parse(String(await octetsOf(json)))).toHaveLength(PACKETS.length);
});

test("a table of nothing is a header or an empty array", async () => {
  const none = { ...SCOPE, filter: "frame.len > 60000" };
  const csv = writeTable(flowPages(sessionOf(), none), "csv", FLOW_COLUMNS);
  expect(String(await octetsOf(csv))).toBe(`${FLOW_COLUMNS.map(({ name }) => name).join(",")}\r\n`);
  const json = writeTable(flowPages(sessionOf(), none), "json", FLOW_COLUMNS);
  expect(JSON.parse(String(await octetsOf(json)))).toEqual([]);
});

test("a wrong question throws before anything is given out", async () => {
  const wrong = { ...SCOPE, filter: "tcp.prt == 1" };
  const pieces = writeTable(packetPages(sessionOf(), wrong), "csv", PACKET_COLUMNS);
  await expect(pieces.next()).rejects.toMatchObject({ code: "QUERY_BAD_FILTER" });
  const blocks = writeCapture(packetDataPages(sessionOf(), wrong), {});
  await expect(blocks.next()).rejects.toMatchObject({ code: "QUERY_BAD_FILTER" });
});
