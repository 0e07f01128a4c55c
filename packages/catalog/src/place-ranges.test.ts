import fc from "fast-check";
import { expect, test } from "vitest";
import { PlaceRanges } from "./place-ranges.ts";
import { VarintReader } from "./varint-reader.ts";

interface Range {
  readonly gap: number;
  readonly country: number;
  readonly system: number;
}

/** The ranges as the file has them. */
function encode(ranges: readonly Range[]): Uint8Array {
  const octets: number[] = [];
  const write = (value: number): void => {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) octets.push((rest % 0x80) | 0x80);
    octets.push(rest);
  };
  write(ranges.length);
  for (const { gap } of ranges) write(gap);
  for (const { country } of ranges) write(country);
  for (const { system } of ranges) write(system);
  return Uint8Array.from(octets);
}

const range = fc.record({
  gap: fc.integer({ min: 1, max: 2 ** 36 }),
  country: fc.nat(300),
  system: fc.nat(100_000),
});

test("the range that holds an address is the last that starts at or before it", () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 200 }), (ranges) => {
      const bytes = encode(ranges);
      const table = new PlaceRanges(bytes, new VarintReader(bytes));
      expect(table.find(0)).toBe(false);
      let start = 0;
      let before: Range | undefined;
      for (const at of ranges) {
        start += at.gap;
        expect(table.find(start - 1)).toBe(before !== undefined);
        if (before !== undefined) expect(table).toMatchObject(placeOf(before));
        expect(table.find(start)).toBe(true);
        expect(table).toMatchObject(placeOf(at));
        before = at;
      }
    }),
    { seed: 20261122, numRuns: 100 },
  );
});

function placeOf({ country, system }: Range): Pick<Range, "country" | "system"> {
  return { country, system };
}
