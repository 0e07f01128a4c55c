import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PacketBatch, PcapWriter } from "@wirescope/pcap";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { PacketFile } from "./packet-file.ts";

let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-file-"));
});

afterAll(() => rm(directory, { recursive: true }));

/** A classic pcap of `count` packets whose octets are their number. */
function capture(count: number, length = 60): Buffer {
  const writer = new PcapWriter({ linkType: 1 });
  const chunks = [writer.header()];
  for (let i = 0; i < count; i += 1) {
    const bytes = new Uint8Array(length).fill(i);
    chunks.push(writer.packet({ seconds: i, nanoseconds: 0, bytes, originalLength: length + 4 }));
  }
  return Buffer.concat(chunks);
}

async function write(name: string, content: Uint8Array): Promise<string> {
  const path = join(directory, name);
  await writeFile(path, content);
  return path;
}

/** First octet of every packet. */
async function firstOctets(file: PacketFile): Promise<number[]> {
  const batch = new PacketBatch();
  const octets: number[] = [];
  while (await file.next(batch)) {
    for (let row = 0; row < batch.count; row += 1) octets.push(batch.bytes[batch.start[row]!]!);
  }
  await file.close();
  return octets;
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i % 256);
}

describe("reading a file", () => {
  test("yields every packet of one that is larger than the buffers", async () => {
    const path = await write("large.pcap", capture(3000, 1500));
    const file = await PacketFile.open(path);
    expect(file.seekable).toBe(true);
    expect(await firstOctets(file)).toEqual(numbers(3000));
    expect(file.bytesRead).toBe(file.length);
    expect(file.problem).toBe(undefined);
  });

  test("takes gzip off whatever the name is, and can't go back in it", async () => {
    const path = await write("packed.pcap", gzipSync(capture(3000, 1500)));
    const file = await PacketFile.open(path);
    expect(file.seekable).toBe(false);
    expect(await firstOctets(file)).toEqual(numbers(3000));
    expect(file.bytesRead).toBe(file.length);
  });

  test("yields what comes before a cut, then says where it is", async () => {
    const whole = capture(10);
    const file = await PacketFile.open(await write("cut.pcap", whole.subarray(0, -5)));
    expect(await firstOctets(file)).toEqual(numbers(9));
    expect(file.problem).toMatchObject({ code: "PCAP_CUT_SHORT", position: whole.length - 76 });
  });

  test("yields what comes before a cut in gzip, then says so", async () => {
    const whole = gzipSync(capture(3000, 1500), { level: 0 });
    const file = await PacketFile.open(await write("cut.gz", whole.subarray(0, -2_000_000)));
    const octets = await firstOctets(file);
    expect(octets.length).toBeGreaterThan(1000);
    expect(octets).toEqual(numbers(octets.length));
    expect(file.problem?.code).toBe("PCAP_GZIP_CUT_SHORT");
  });

  test.for<[name: string, content: Uint8Array, code: string]>([
    ["empty", new Uint8Array(0), "PCAP_EMPTY"],
    [
      "png",
      Buffer.from("\x89PNG\r\n\x1a\n and so on, for long enough", "latin1"),
      "PCAP_NOT_A_CAPTURE",
    ],
  ])("of %s has a problem and no packets", async ([name, content, code]) => {
    const file = await PacketFile.open(await write(name, content));
    expect(await firstOctets(file)).toEqual([]);
    expect(file.problem?.code).toBe(code);
  });

  test("can end early", async () => {
    const file = await PacketFile.open(await write("early.pcap", capture(3000, 1500)));
    const batch = new PacketBatch(10);
    expect(await file.next(batch)).toBe(true);
    await file.close();
    expect(batch.count).toBe(10);
  });
});

describe("opening", () => {
  test("a file that is not there names it", async () => {
    const path = join(directory, "none.pcap");
    await expect(PacketFile.open(path)).rejects.toMatchObject({
      code: "ENGINE_NO_SUCH_FILE",
      message: `There is no file ${path}; check the path.`,
    });
  });

  test("a directory says what to do", async () => {
    await expect(PacketFile.open(directory)).rejects.toMatchObject({ code: "ENGINE_IS_DIRECTORY" });
  });
});
