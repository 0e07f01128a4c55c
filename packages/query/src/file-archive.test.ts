import {
  CaptureReader,
  DEFAULT_BATCH_CAPACITY,
  PacketBatch,
  PcapngWriter,
  PcapWriter,
} from "@wirescope/pcap";
import { describe, expect, test } from "vitest";
import { CaptureRecord } from "./capture-record.ts";
import { type ByteSource, FileArchive } from "./file-archive.ts";
import { MemorySession } from "./memory-session.ts";
import type { PacketPage } from "./packet-archive.ts";
import { Recorder } from "./recorder.ts";
import { describeSession } from "./session.contract.ts";
import { type KnownPacket, knownPackets } from "./traffic.contract.ts";

/** Octets pushed into the reader at once; records straddle the chunks. */
const CHUNK = 10_007;

function pcapngFile(packets: readonly KnownPacket[]): Uint8Array {
  const writer = new PcapngWriter();
  return concatenate([
    writer.header(),
    writer.interface({ linkType: 1, name: "eth0", snapLength: 96 }),
    ...packets.map((packet) => writer.packet({ ...packet, interfaceId: 0 })),
  ]);
}

function pcapFile(packets: readonly KnownPacket[]): Uint8Array {
  const writer = new PcapWriter({ linkType: 1, snapLength: 96, resolution: "nanoseconds" });
  return concatenate([writer.header(), ...packets.map((packet) => writer.packet(packet))]);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** A file in memory that counts what is read of it. */
class MemoryFile implements ByteSource {
  octetsRead = 0;
  readonly length: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.length = bytes.length;
  }

  async read(position: number, length: number): Promise<Uint8Array> {
    const part = this.#bytes.slice(position, position + length);
    this.octetsRead += part.length;
    return part;
  }
}

/** Reads `bytes` as a file of the recorder, chunk by chunk in one reused buffer, as a disk would. */
function readFile(
  recorder: Recorder,
  archive: FileArchive,
  name: string,
  bytes: Uint8Array,
): MemoryFile {
  const source = new MemoryFile(bytes);
  const reader = new CaptureReader();
  const file = new CaptureRecord(recorder, name, reader, { archive, source });
  const batch = new PacketBatch();
  const buffer = new Uint8Array(CHUNK);
  for (let position = 0; position < bytes.length; position += CHUNK) {
    const part = bytes.subarray(position, position + CHUNK);
    buffer.set(part);
    reader.push(buffer.subarray(0, part.length));
    while (reader.next(batch)) file.feed(batch);
  }
  reader.end();
  while (reader.next(batch)) file.feed(batch);
  file.end();
  return source;
}

function opened(...files: readonly Uint8Array[]): {
  archive: FileArchive;
  recorder: Recorder;
  sources: MemoryFile[];
} {
  const archive = new FileArchive();
  const recorder = new Recorder({
    archive,
    analysis: { timeline: { kind: "fitting", buckets: 1200 } },
  });
  const sources = files.map((bytes, i) => readFile(recorder, archive, `file ${i}`, bytes));
  return { archive, recorder, sources };
}

async function octetsOf(archive: FileArchive, number: number): Promise<Uint8Array> {
  const page = (await archive.page(number)) as PacketPage;
  const row = number - page.firstNumber;
  const { buffer, byteOffset } = page.view;
  return new Uint8Array(buffer, byteOffset + page.start[row]!, page.capturedLength[row]!).slice();
}

describeSession("MemorySession over a file", async (packets) => {
  const { recorder } = opened(pcapngFile(packets));
  const session = new MemorySession(recorder, { version: "0.0.0", mode: "file" });
  return { session, tick: (now) => session.tick(now), close: () => session.close() };
});

describe("FileArchive", () => {
  const packets = knownPackets(3 * 8192 + 100);

  test.for([
    { name: "pcap", write: pcapFile },
    { name: "pcapng", write: pcapngFile },
  ])("gives every packet of a $name file back, in any order", async ({ write }) => {
    const { archive } = opened(write(packets));
    expect(archive).toMatchObject({ firstNumber: 1, lastNumber: packets.length });
    for (const number of [20_000, 1, packets.length, 8192, 8193, 4096, 4097, 16_385, 2]) {
      expect(await octetsOf(archive, number)).toEqual(packets[number - 1]!.bytes);
    }
    expect(await archive.page(0)).toBeUndefined();
    expect(await archive.page(packets.length + 1)).toBeUndefined();
  });

  test("reads a page near a checkpoint, not the whole file", async () => {
    const many = [
      ...packets,
      ...packets,
      ...packets,
      ...packets,
      ...packets,
      ...packets,
      ...packets,
    ];
    const bytes = pcapFile(many);
    const { archive, sources } = opened(bytes);
    await archive.page(many.length);
    expect(sources[0]!.octetsRead).toBeLessThan(bytes.length / 4);
  });

  test("walks forward and backward with each octet read a few times at most", async () => {
    const bytes = pcapFile(packets);
    for (const backward of [false, true]) {
      const { archive, sources } = opened(bytes);
      for (let step = 0; step < packets.length; step += DEFAULT_BATCH_CAPACITY) {
        const number = backward ? packets.length - step : step + 1;
        expect(await octetsOf(archive, number)).toEqual(packets[number - 1]!.bytes);
      }
      expect(sources[0]!.octetsRead).toBeLessThan(3 * bytes.length);
    }
  });

  test("numbers several files through, and tells their interfaces apart", async () => {
    const [first, second] = [packets.slice(0, 100), packets.slice(100, 250)];
    const { archive, recorder } = opened(pcapFile(first), pcapngFile(second));
    expect(archive.lastNumber).toBe(250);
    for (const number of [1, 100, 101, 250]) {
      expect(await octetsOf(archive, number)).toEqual(packets[number - 1]!.bytes);
    }
    const session = new MemorySession(recorder, { version: "0.0.0", mode: "file" });
    expect((await session.packet(100))!.row.interface).toBeUndefined();
    expect((await session.packet(101))!.row.interface).toBe("eth0");
    expect(recorder.files.map((file) => file.summary())).toMatchObject([
      { name: "file 0", format: "pcap (nanosecond)", packets: 100, truncatedAt: null },
      { name: "file 1", format: "pcapng", packets: 150, linkTypes: ["Ethernet"] },
    ]);
  });

  test("ends where a cut file ends, and says at which octet", async () => {
    const bytes = pcapFile(packets.slice(0, 10));
    const { archive, recorder } = opened(bytes.slice(0, bytes.length - 1));
    expect(archive.lastNumber).toBe(9);
    expect(await octetsOf(archive, 9)).toEqual(packets[8]!.bytes);
    const lastRecord = bytes.length - 16 - packets[9]!.bytes.length;
    expect(recorder.files[0]!.summary()).toMatchObject({ packets: 9, truncatedAt: lastRecord });
  });

  test("drops every other checkpoint when there are too many, and still finds packets", async () => {
    const archive = new FileArchive({ checkpointSpacing: 8, checkpointLimit: 16 });
    const recorder = new Recorder({ archive });
    const some = packets.slice(0, 2000);
    const batch = new PacketBatch(50);
    const bytes = pcapFile(some);
    const reader = new CaptureReader();
    const file = new CaptureRecord(recorder, "many", reader, {
      archive,
      source: new MemoryFile(bytes),
    });
    reader.push(bytes);
    while (reader.next(batch)) file.feed(batch);
    file.end();
    expect(archive.checkpointCount).toBeLessThanOrEqual(16);
    expect(archive.checkpointCount).toBeGreaterThan(4);
    for (const number of [1, 999, 1000, 1001, 2000]) {
      expect(await octetsOf(archive, number)).toEqual(some[number - 1]!.bytes);
    }
  });
});
