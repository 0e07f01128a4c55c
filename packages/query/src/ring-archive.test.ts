import { PacketBatch } from "@wirescope/pcap";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PacketPage } from "./packet-archive.ts";
import { MIN_BUDGET, RingArchive, SLAB_DATA_LENGTH, SLAB_LENGTH } from "./ring-archive.ts";

const SEED = 20261122;

/** A batch of packets of these lengths; packet `n` is filled with the low octet of `n`. */
function batchOf(lengths: readonly number[], firstNumber: number): PacketBatch {
  const batch = new PacketBatch(lengths.length);
  const gap = 3;
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length + gap, 0));
  batch.reset(bytes, new DataView(bytes.buffer));
  let at = 0;
  for (const [row, length] of lengths.entries()) {
    at += gap;
    bytes.fill((firstNumber + row) & 0xff, at, at + length);
    batch.start[row] = at;
    batch.capturedLength[row] = length;
    batch.originalLength[row] = length + 1;
    batch.seconds[row] = firstNumber + row;
    batch.nanoseconds[row] = row;
    batch.interfaceId[row] = row % 3;
    batch.linkType[row] = 1;
    at += length;
  }
  batch.count = lengths.length;
  return batch;
}

function bytesOf(page: PacketPage, number: number): Uint8Array {
  const row = number - page.firstNumber;
  const { buffer, byteOffset } = page.view;
  return new Uint8Array(buffer, byteOffset + page.start[row]!, page.capturedLength[row]!);
}

/** Appends packets of one length until `count` are in. */
function fill(archive: RingArchive, length: number, count: number): void {
  for (let number = 1; number <= count; number += 1000) {
    const size = Math.min(1000, count - number + 1);
    const batch = batchOf(new Array<number>(size).fill(length), number);
    archive.append(batch, number, batch.interfaceId);
  }
}

describe("RingArchive", () => {
  test("holds nothing at first and takes no memory", () => {
    const archive = new RingArchive();
    expect(archive).toMatchObject({ firstNumber: 0, lastNumber: 0, size: 0, forgottenCount: 0 });
    expect(archive.page(0)).toBeUndefined();
    expect(archive.page(1)).toBeUndefined();
  });

  test("gives back what was appended, whatever the lengths", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1600 }), { minLength: 1, maxLength: 60 }), (lengths) => {
        const archive = new RingArchive(MIN_BUDGET);
        const half = lengths.length >> 1;
        const first = batchOf(lengths.slice(0, half), 1);
        const second = batchOf(lengths.slice(half), 1 + half);
        archive.append(first, 1, first.interfaceId);
        archive.append(second, 1 + half, second.interfaceId);
        expect(archive.lastNumber).toBe(lengths.length);
        for (const [index, length] of lengths.entries()) {
          const number = index + 1;
          const page = archive.page(number)!;
          const row = number - page.firstNumber;
          expect(bytesOf(page, number)).toEqual(new Uint8Array(length).fill(number & 0xff));
          expect(page.originalLength[row]).toBe(length + 1);
          expect(page.seconds[row]).toBe(number);
          expect(page.interfaceId[row]).toBe((index < half ? index : index - half) % 3);
        }
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test("keeps 10,000 packets of 1,500 octets within the smallest budget", () => {
    const archive = new RingArchive(0);
    fill(archive, 1500, 40_000);
    expect(archive.size).toBe(MIN_BUDGET);
    expect(archive.lastNumber).toBe(40_000);
    expect(archive.lastNumber - archive.firstNumber + 1).toBeGreaterThanOrEqual(10_000);
  });

  test("forgets the oldest first and counts them", () => {
    const archive = new RingArchive(MIN_BUDGET);
    fill(archive, 60, 300_000);
    const { firstNumber } = archive;
    expect(firstNumber).toBeGreaterThan(1);
    expect(archive.forgottenCount).toBe(firstNumber - 1);
    expect(archive.forgottenUntil?.seconds).toBe(firstNumber - 1);
    expect(archive.oldestTime?.seconds).toBe(firstNumber);
    expect(archive.page(firstNumber - 1)).toBeUndefined();
    expect(bytesOf(archive.page(firstNumber)!, firstNumber)[0]).toBe(firstNumber & 0xff);
    expect(bytesOf(archive.page(300_000)!, 300_000)[59]).toBe(300_000 & 0xff);
  });

  test("makes room for what others need of its budget, and takes it back", () => {
    let lent = 0;
    const archive = new RingArchive(8 * SLAB_LENGTH, () => lent);
    let next = 1;
    const grow = (): number => {
      const batch = batchOf(new Array<number>(2000).fill(1500), next);
      for (let i = 0; i < 20; i++, next += 2000) archive.append(batch, next, batch.interfaceId);
      return archive.size / SLAB_LENGTH;
    };
    expect(grow()).toBe(8);
    lent = SLAB_LENGTH + 1;
    expect(grow()).toBe(6);
    expect(archive.firstNumber).toBe(archive.forgottenCount + 1);
    lent = 8 * SLAB_LENGTH;
    expect(grow() * SLAB_LENGTH).toBe(MIN_BUDGET);
    lent = 0;
    expect(grow()).toBe(8);
  });

  test("remembers the latest forgotten time when times run backwards", () => {
    const archive = new RingArchive(MIN_BUDGET);
    const batch = batchOf(new Array<number>(1000).fill(1500), 1);
    batch.seconds.fill(5);
    batch.seconds[1] = 900;
    for (let number = 1; archive.forgottenCount === 0; number += 1000) {
      archive.append(batch, number, batch.interfaceId);
      batch.seconds[1] = 5;
    }
    expect(archive.forgottenUntil).toEqual({ seconds: 900, nanoseconds: 1 });
  });

  test("cuts a packet that is longer than a slab", () => {
    const archive = new RingArchive();
    const batch = batchOf([10, SLAB_LENGTH, 10], 1);
    archive.append(batch, 1, batch.interfaceId);
    const page = archive.page(2)!;
    expect(page.capturedLength[2 - page.firstNumber]).toBe(SLAB_DATA_LENGTH);
    expect(page.originalLength[2 - page.firstNumber]).toBe(SLAB_LENGTH + 1);
    expect(bytesOf(archive.page(3)!, 3)).toEqual(new Uint8Array(10).fill(3));
  });
});
