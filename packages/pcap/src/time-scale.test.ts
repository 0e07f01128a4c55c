import fc from "fast-check";
import { expect, test } from "vitest";
import { PacketBatch } from "./batch.ts";
import { TimeScale } from "./time-scale.ts";

const batch = new PacketBatch(1);

function convert(resolution: number, count: bigint, offset = 0): [number, number] {
  const high = Number(count >> 32n);
  const low = Number(count & 0xffff_ffffn);
  new TimeScale(resolution, offset).store(high, low, batch, 0);
  return [batch.seconds[0]!, batch.nanoseconds[0]!];
}

test.for([
  ["microseconds", 6, 1_700_000_000_123_456n, 1_700_000_000, 123_456_000],
  ["nanoseconds beyond 2^53", 9, 1_700_000_000_999_999_999n, 1_700_000_000, 999_999_999],
  ["seconds", 0, 1_700_000_000n, 1_700_000_000, 0],
  ["picoseconds", 12, 1_700_000_123_456_789_012n, 1_700_000, 123_456_789],
  ["2^-10", 0x8a, 1025n, 1, 976_562],
  ["2^-32", 0xa0, (1_700_000_000n << 32n) | 0x8000_0000n, 1_700_000_000, 500_000_000],
  ["10^-127", 127, 2n ** 64n - 1n, 0, 0],
  ["the largest count of nanoseconds", 9, 2n ** 64n - 1n, 18_446_744_073, 709_551_615],
] as const)("%s", ([, resolution, count, seconds, nanoseconds]) => {
  expect(convert(resolution, count)).toEqual([seconds, nanoseconds]);
});

test("the offset is added in whole seconds and may be negative", () => {
  expect(convert(6, 2_500_000n, -10)).toEqual([-8, 500_000_000]);
});

test("every resolution agrees with exact division", () => {
  const counts = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), counts, (resolution, count) => {
      const exponent = BigInt(resolution & 0x7f);
      const units = (resolution & 0x80) === 0 ? 10n ** exponent : 2n ** exponent;
      const nanoseconds = ((count % units) * 1_000_000_000n) / units;
      expect(convert(resolution, count)).toEqual([Number(count / units), Number(nanoseconds)]);
    }),
    { seed: 7, numRuns: 2000 },
  );
});

test("counts next to a whole second agree with exact division", () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 18_446_744_072n }),
      fc.integer({ min: -3, max: 3 }),
      (seconds, step) => {
        const count = BigInt.asUintN(64, seconds * 1_000_000_000n + BigInt(step));
        const exact = [Number(count / 1_000_000_000n), Number(count % 1_000_000_000n)];
        expect(convert(9, count)).toEqual(exact);
      },
    ),
    { seed: 8, numRuns: 2000 },
  );
});
