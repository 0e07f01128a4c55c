import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeFrames } from "./merge.ts";
import type { Frames } from "./sample-frame.ts";

/** Frames at the given times whose only octet says which generator they are of. */
function* framesAt(times: readonly number[], octet: number): Frames {
  for (const time of times) yield { time, bytes: Uint8Array.of(octet) };
}

test("any generators in order merge into one in order, with nothing lost", () => {
  const times = fc.array(fc.nat(50), { maxLength: 12 }).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(fc.array(times, { maxLength: 8 }), (lists) => {
      const merged = [...mergeFrames(lists.map((list, index) => framesAt(list, index)))];
      expect(merged.map(({ time }) => time)).toEqual(lists.flat().sort((a, b) => a - b));
      for (const [index, list] of lists.entries()) {
        const own = merged.filter(({ bytes }) => bytes[0] === index).map(({ time }) => time);
        expect(own).toEqual(list);
      }
    }),
    { seed: 31 },
  );
});

test("at the same time the earlier generator comes first", () => {
  const lists = [framesAt([5], 0), framesAt([5, 5], 1), framesAt([5], 2)];
  expect([...mergeFrames(lists)].map(({ bytes }) => bytes[0])).toEqual([0, 1, 1, 2]);
});
