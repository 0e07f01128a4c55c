import { PacketBatch } from "@wirescope/pcap";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RingGeometry, RingReader } from "./ring-block.ts";

const BLOCK_LENGTH = 4096;
const GEOMETRY: RingGeometry = {
  blockLength: BLOCK_LENGTH,
  blockCount: 3,
  linkType: 1,
  snapLength: 262_144,
  restoreVlan: true,
  skipOutgoing: false,
};

interface RingPacket {
  readonly bytes: readonly number[];
  readonly originalLength?: number;
  readonly status?: number;
  readonly tci?: number;
  readonly tpid?: number;
  readonly packetType?: number;
}

/** A ring as the kernel lays it out, if_packet.h, in this machine's byte order. */
class KernelRing {
  readonly buffer = new ArrayBuffer(BLOCK_LENGTH * GEOMETRY.blockCount);
  readonly #words = new Uint32Array(this.buffer);
  readonly #halfWords = new Uint16Array(this.buffer);
  readonly #bytes = new Uint8Array(this.buffer);

  hand(block: number, packets: readonly RingPacket[]): void {
    const base = block * BLOCK_LENGTH;
    let offset = base + 48;
    packets.forEach((packet, index) => {
      const mac = 96;
      const length = (mac + packet.bytes.length + 15) & ~15;
      this.#words.set(
        [
          length,
          1_700_000_000 + index,
          999_999_999 - index,
          packet.bytes.length,
          packet.originalLength ?? packet.bytes.length,
          packet.status ?? 1,
        ],
        offset / 4,
      );
      this.#halfWords[offset / 2 + 12] = mac;
      this.#words[offset / 4 + 8] = packet.tci ?? 0;
      this.#halfWords[offset / 2 + 18] = packet.tpid ?? 0;
      this.#bytes[offset + 58] = packet.packetType ?? 0;
      this.#bytes.set(packet.bytes, offset + mac);
      offset += length;
    });
    this.#words[base / 4 + 3] = packets.length;
    this.#words[base / 4 + 4] = 48;
    this.#words[base / 4 + 2] = 1;
  }

  /** True while the block is the reader's. */
  isHeld(block: number): boolean {
    return this.#words[(block * BLOCK_LENGTH) / 4 + 2] !== 0;
  }
}

function rows(batch: PacketBatch): number[][] {
  return Array.from({ length: batch.count }, (_, row) => [
    ...batch.bytes.subarray(batch.start[row]!, batch.start[row]! + batch.capturedLength[row]!),
  ]);
}

function frame(length: number, seed = 0): number[] {
  return Array.from({ length }, (_, index) => (index + seed) & 0xff);
}

describe("RingReader", () => {
  test("finds nothing in a block that is still the kernel's", () => {
    const reader = new RingReader(new KernelRing().buffer, GEOMETRY);
    const batch = new PacketBatch(4);
    expect(reader.fill(batch)).toBe(false);
    expect(batch.count).toBe(0);
  });

  test("turns packet headers into rows", () => {
    const ring = new KernelRing();
    ring.hand(0, [{ bytes: frame(60) }, { bytes: frame(20, 7), originalLength: 1514 }]);
    const batch = new PacketBatch(4);
    expect(new RingReader(ring.buffer, GEOMETRY).fill(batch)).toBe(true);
    expect(rows(batch)).toEqual([frame(60), frame(20, 7)]);
    expect([...batch.originalLength.subarray(0, 2)]).toEqual([60, 1514]);
    expect([...batch.seconds.subarray(0, 2)]).toEqual([1_700_000_000, 1_700_000_001]);
    expect([...batch.nanoseconds.subarray(0, 2)]).toEqual([999_999_999, 999_999_998]);
    expect([...batch.linkType.subarray(0, 2)]).toEqual([1, 1]);
  });

  test("a block larger than the batch is given back after its last row was replaced", () => {
    const ring = new KernelRing();
    ring.hand(
      0,
      [1, 2, 3].map((seed) => ({ bytes: frame(60, seed) })),
    );
    const reader = new RingReader(ring.buffer, GEOMETRY);
    const batch = new PacketBatch(2);
    reader.fill(batch);
    expect(rows(batch)).toEqual([frame(60, 1), frame(60, 2)]);
    reader.fill(batch);
    expect(rows(batch)).toEqual([frame(60, 3)]);
    expect(ring.isHeld(0)).toBe(true);
    expect(reader.fill(batch)).toBe(false);
    expect(ring.isHeld(0)).toBe(false);
  });

  test("goes round the ring in order", () => {
    const ring = new KernelRing();
    const reader = new RingReader(ring.buffer, GEOMETRY);
    const batch = new PacketBatch(8);
    for (let turn = 0; turn < 7; turn += 1) {
      ring.hand(turn % GEOMETRY.blockCount, [{ bytes: frame(30, turn) }]);
      expect(reader.fill(batch)).toBe(true);
      expect(rows(batch)).toEqual([frame(30, turn)]);
    }
  });

  test.for([
    ["without a TPID, 802.1Q", 0x11, 0, [0x81, 0x00, 0x20, 0x2a]],
    ["with a TPID, 802.1ad", 0x51, 0x88a8, [0x88, 0xa8, 0x20, 0x2a]],
  ] as const)("a tag is put back: %s", ([, status, tpid, tag]) => {
    const ring = new KernelRing();
    ring.hand(0, [{ bytes: frame(60), status, tci: 0x202a, tpid }]);
    const batch = new PacketBatch(4);
    new RingReader(ring.buffer, GEOMETRY).fill(batch);
    expect(rows(batch)).toEqual([[...frame(12), ...tag, ...frame(60).slice(12)]]);
    expect(batch.originalLength[0]).toBe(64);
  });

  test("a tag that is put back counts against the snap length", () => {
    const ring = new KernelRing();
    ring.hand(0, [{ bytes: frame(40), originalLength: 100, status: 0x11, tci: 5 }]);
    const batch = new PacketBatch(4);
    new RingReader(ring.buffer, { ...GEOMETRY, snapLength: 40 }).fill(batch);
    expect(batch.capturedLength[0]).toBe(40);
    expect(batch.originalLength[0]).toBe(104);
  });

  test("tags stay out where the link layer has none", () => {
    const ring = new KernelRing();
    ring.hand(0, [{ bytes: frame(60), status: 0x11, tci: 5 }]);
    const batch = new PacketBatch(4);
    new RingReader(ring.buffer, { ...GEOMETRY, linkType: 101, restoreVlan: false }).fill(batch);
    expect(rows(batch)).toEqual([frame(60)]);
  });

  test("outgoing packets are left out on loopback", () => {
    const ring = new KernelRing();
    const [outgoing, incoming] = [4, 0];
    ring.hand(0, [
      { bytes: frame(60, 1), packetType: outgoing },
      { bytes: frame(60, 1), packetType: incoming },
    ]);
    const batch = new PacketBatch(4);
    new RingReader(ring.buffer, { ...GEOMETRY, skipOutgoing: true }).fill(batch);
    expect(rows(batch)).toEqual([frame(60, 1)]);
  });

  test("whatever the sizes, the capacity and the grouping into blocks: every packet once, in order", () => {
    const packet = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        fc.array(fc.array(packet, { minLength: 1, maxLength: 7 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (blocks, capacity) => {
          const ring = new KernelRing();
          const reader = new RingReader(ring.buffer, GEOMETRY);
          const batch = new PacketBatch(capacity);
          const seen: number[][] = [];
          blocks.forEach((lengths, index) => {
            const packets = lengths.map((length, seed) => ({ bytes: frame(length, seed) }));
            ring.hand(index % GEOMETRY.blockCount, packets);
            while (reader.fill(batch)) seen.push(...rows(batch));
          });
          expect(seen).toEqual(
            blocks.flatMap((lengths) => lengths.map((l, seed) => frame(l, seed))),
          );
        },
      ),
      { seed: 20261122, numRuns: 60 },
    );
  });
});
