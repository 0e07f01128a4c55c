import * as fc from "fast-check";
import { expect, test } from "vitest";
import { PacketBatch } from "./batch.ts";
import { CaptureReader } from "./capture-reader.ts";
import {
  type PacketBlock,
  PacketBlockCursor,
  packetBlockLength,
  writePacketBlock,
} from "./packet-block.ts";
import { PcapngWriter } from "./pcapng-writer.ts";

type WrittenBlock = PacketBlock & { readonly bytes: Uint8Array };

const PACKET: fc.Arbitrary<WrittenBlock> = fc.record({
  interfaceId: fc.constant(0),
  seconds: fc.integer({ min: 0, max: 2 ** 34 }),
  nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
  originalLength: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  number: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
  bytes: fc.uint8Array({ maxLength: 70 }),
});

function written(packets: readonly WrittenBlock[]): Uint8Array<ArrayBuffer> {
  const length = packets.reduce(
    (sum, { bytes, number }) => sum + packetBlockLength(bytes.length, number !== undefined),
    0,
  );
  const octets = new Uint8Array(length).fill(0xff);
  let end = 0;
  for (const packet of packets) {
    end = writePacketBlock(new DataView(octets.buffer), end, packet, packet.bytes);
  }
  expect(end).toBe(length);
  return octets;
}

test("what is written in place is read back, numbers and nanoseconds included", () => {
  void fc.assert(
    fc.property(fc.array(PACKET, { minLength: 1, maxLength: 5 }), (packets) => {
      const octets = written(packets);
      const cursor = new PacketBlockCursor(new DataView(octets.buffer));
      for (const { bytes, ...packet } of packets) {
        expect(cursor.next()).toBe(true);
        expect(cursor).toMatchObject(packet);
        expect(octets.subarray(cursor.start, cursor.start + cursor.capturedLength)).toEqual(bytes);
      }
      expect(cursor.next()).toBe(false);
    }),
  );
});

test("a capture reader reads the same", () => {
  void fc.assert(
    fc.property(fc.array(PACKET, { minLength: 1, maxLength: 5 }), (packets) => {
      const writer = new PcapngWriter();
      const reader = new CaptureReader();
      reader.push(writer.header());
      reader.push(writer.interface({ linkType: 1 }));
      reader.push(written(packets));
      reader.end();
      const batch = new PacketBatch();
      let row = 0;
      while (reader.next(batch)) {
        for (let i = 0; i < batch.count; i++, row++) {
          const { seconds, nanoseconds, originalLength } = packets[row]!;
          expect(batch.seconds[i]).toBe(seconds);
          expect(batch.nanoseconds[i]).toBe(nanoseconds);
          expect(batch.originalLength[i]).toBe(originalLength);
        }
      }
      expect(reader.problem).toBeUndefined();
      expect(row).toBe(packets.length);
    }),
  );
});

test("a block that is cut, or whose lengths disagree, is no block", () => {
  const octets = written([
    {
      interfaceId: 0,
      seconds: 1,
      nanoseconds: 2,
      originalLength: 5,
      number: 7,
      bytes: Uint8Array.of(1, 2, 3, 4, 5),
    },
  ]);
  for (let length = 0; length < octets.length; length++) {
    expect(new PacketBlockCursor(new DataView(octets.buffer, 0, length)).next()).toBe(false);
  }
  for (const at of [4, 20, octets.length - 4]) {
    const damaged = octets.slice();
    damaged[at] = 0xf8;
    expect(new PacketBlockCursor(new DataView(damaged.buffer)).next()).toBe(false);
  }
});

test("octets of any kind throw nothing", () => {
  void fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
      const cursor = new PacketBlockCursor(new DataView(octets.slice().buffer));
      while (cursor.next()) expect(cursor.end).toBeLessThanOrEqual(octets.length);
    }),
  );
});
