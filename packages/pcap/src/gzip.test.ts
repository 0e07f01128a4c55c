import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PacketBatch } from "./batch.ts";
import { CaptureReader } from "./capture-reader.ts";
import { concat, fromHex, toHex } from "./capture-rows.contract.ts";
import { readBatches } from "./capture-stream.ts";
import { crc32 } from "./crc32.ts";
import { PcapError } from "./errors.ts";
import { gunzipIfNeeded } from "./gzip.ts";
import { PcapWriter } from "./pcap-writer.ts";

async function* chunks(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += length) {
    yield bytes.slice(offset, offset + length);
  }
}

async function gunzip(bytes: Uint8Array, chunkLength = 1000) {
  const parts: Uint8Array[] = [];
  let error: unknown;
  try {
    for await (const part of gunzipIfNeeded(chunks(bytes, chunkLength))) parts.push(part.slice());
  } catch (caught) {
    error = caught;
  }
  return { bytes: concat(parts), error };
}

/** Octets that compress to literals, short and long matches. */
function mixture(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    bytes[index] = index % 5000 < 2500 ? state >>> 24 : bytes[Math.max(0, index - 2500)]!;
  }
  return bytes;
}

const PLAIN = mixture(700_000);

test("what is not gzip passes unchanged", async () => {
  for (const plain of [new Uint8Array(0), fromHex("1f"), fromHex("1f8a08"), mixture(5000)]) {
    expect(await gunzip(plain, 3)).toEqual({ bytes: plain, error: undefined });
  }
});

test.for([
  ["stored", { level: 0 }],
  ["fixed codes", { strategy: 4 }],
  ["fast", { level: 1 }],
  ["best", { level: 9 }],
  ["literals only", { strategy: 2 }],
] as const)("%s, larger than output and history", async ([, options]) => {
  const { bytes, error } = await gunzip(gzipSync(PLAIN, options), 4096);
  expect(error).toBeUndefined();
  expect(Buffer.compare(bytes, PLAIN)).toBe(0);
});

test("any content in chunks of any size", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.integer({ min: 1, max: 40 }),
      async (plain, length) => {
        expect(await gunzip(gzipSync(plain), length)).toEqual({ bytes: plain, error: undefined });
      },
    ),
    { seed: 21 },
  );
});

test("members follow one another; what follows them and is none is ignored", async () => {
  const first = gzipSync(Buffer.from("first "));
  const second = gzipSync(Buffer.from("second"));
  const { bytes, error } = await gunzip(concat([first, second, fromHex("0000 1f 00")]), 7);
  expect(error).toBeUndefined();
  expect(new TextDecoder().decode(bytes)).toBe("first second");
});

test("extra field, name, comment and header checksum are passed over", async () => {
  const body = gzipSync(Buffer.from("payload")).subarray(10);
  const header = fromHex("1f8b 08 1e 00000000 00 03 0200 7878 6e616d6500 6e6f746500 0000");
  const { bytes, error } = await gunzip(concat([header, body]), 1);
  expect(error).toBeUndefined();
  expect(new TextDecoder().decode(bytes)).toBe("payload");
});

describe("damage", () => {
  test("a stream cut anywhere gives a prefix and says so", async () => {
    const plain = mixture(3000);
    const whole = gzipSync(plain);
    for (let length = 2; length < whole.length; length += 13) {
      const { bytes, error } = await gunzip(whole.subarray(0, length), 100);
      expect(toHex(plain).startsWith(toHex(bytes))).toBe(true);
      expect(error).toMatchObject({ name: "PcapError", code: "PCAP_GZIP_CUT_SHORT" });
    }
  });

  test("nothing that was decompressed before a cut is lost", async () => {
    const whole = gzipSync(PLAIN, { level: 0 });
    const { bytes } = await gunzip(whole.subarray(0, 600_000), 65_536);
    expect(bytes.length).toBeGreaterThan(599_800);
  });

  test("changed octets end in an error or change nothing before them", async () => {
    const plain = mixture(2000);
    const whole = gzipSync(plain);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 10, max: whole.length - 9 }),
        fc.integer({ min: 1, max: 255 }),
        async (offset, change) => {
          const changed = Uint8Array.from(whole);
          changed[offset]! ^= change;
          const { error } = await gunzip(changed);
          expect(error).toBeInstanceOf(PcapError);
        },
      ),
      { seed: 22, numRuns: 300 },
    );
  });

  test.for([
    ["an unknown method", "1f8b 07 00 00000000 00 03 00", "method 7"],
    ["a reserved block type", "1f8b 08 00 00000000 00 03 07", "makes no sense"],
    ["a stored length that contradicts itself", "1f8b 08 00 00000000 00 03 01 0100 0000", "sense"],
    ["a wrong checksum", "1f8b 08 00 00000000 00 03 0300 01000000 00000000", "checksum"],
    ["a wrong length", "1f8b 08 00 00000000 00 03 0300 00000000 01000000", "checksum"],
  ] as const)("%s", async ([, hex, text]) => {
    const { error } = await gunzip(fromHex(hex));
    expect(error).toMatchObject({ code: "PCAP_GZIP_DAMAGED" });
    expect((error as Error).message).toContain(text);
  });
});

test("a capture inside a cut gzip yields its packets and the gzip's problem", async () => {
  const writer = new PcapWriter({ linkType: 1 });
  const bytes = mixture(1000);
  const records = Array.from({ length: 50 }, (_, seconds) =>
    writer.packet({ seconds, nanoseconds: 0, bytes }),
  );
  const whole = gzipSync(concat([writer.header(), ...records]), { level: 0 });
  const reader = new CaptureReader();
  let count = 0;
  const source = chunks(whole.subarray(0, 20_000), 512);
  for await (const batch of readBatches(reader, source, new PacketBatch())) count += batch.count;
  expect(count).toBe(19);
  expect(reader.problem).toMatchObject({ code: "PCAP_GZIP_CUT_SHORT", position: 24 + 19 * 1016 });
});

test("an error of the source itself is thrown", async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield fromHex("d4c3b2a1");
    throw new Error("disk gone");
  }
  const batches = readBatches(new CaptureReader(), failing(), new PacketBatch());
  await expect(batches.next()).rejects.toThrow("disk gone");
});

test("the checksum is that of the specification's polynomial", () => {
  const bytes = new TextEncoder().encode("123456789");
  expect(crc32(0, bytes)).toBe(0xcbf4_3926);
  expect(crc32(crc32(0, bytes.subarray(0, 5)), bytes.subarray(5))).toBe(0xcbf4_3926);
});
