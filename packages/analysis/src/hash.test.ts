import { expect, test } from "vitest";
import { hashKeys, hashWords } from "./hash.ts";

test("equal words hash alike, under one seed only", () => {
  const key = Int32Array.of(1, 2, 3, 4);
  const first = hashWords(hashKeys(1), key, 4);
  expect(hashWords(hashKeys(1), Int32Array.of(1, 2, 3, 4), 4)).toBe(first);
  expect(hashWords(hashKeys(2), key, 4)).not.toBe(first);
});

test("every word and both of its halves matter", () => {
  const keys = hashKeys(7);
  const zero = hashWords(keys, new Int32Array(10), 10);
  for (let i = 0; i < 10; i++) {
    for (const value of [1, 0x1_0000]) {
      const key = new Int32Array(10);
      key[i] = value;
      expect(hashWords(keys, key, 10)).not.toBe(zero);
    }
  }
});

test.for([
  ["consecutive addresses", (i: number) => Int32Array.of(6, 443, 0x0a00_0000 + i, 1)],
  ["consecutive ports", (i: number) => Int32Array.of(6, (443 << 16) | i, 1, 2)],
  ["multiples of 65536", (i: number) => Int32Array.of(6, 443, i << 16, 1)],
] as const)("%s spread over the upper bits", ([, keyOf]) => {
  const keys = hashKeys(42);
  const buckets = new Uint32Array(4096);
  for (let i = 0; i < 4096; i++) buckets[hashWords(keys, keyOf(i), 4) >>> 20]!++;
  expect(Math.max(...buckets)).toBeLessThan(16);
});
