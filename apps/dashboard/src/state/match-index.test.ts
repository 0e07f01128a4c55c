import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MatchIndex } from "./match-index.ts";

function entries(index: MatchIndex): number[] {
  return Array.from({ length: index.length }, (_, i) => index.at(i));
}

describe("MatchIndex", () => {
  test("Newer matches go to the end, with a gap where some were skipped", () => {
    const index = new MatchIndex();
    index.append([3, 5], true);
    index.append([9], false);
    index.append([20, 22], true);
    expect(entries(index)).toEqual([-3, 3, 5, 9, -20, 20, 22]);
  });

  test("Matches that are known already are not listed twice", () => {
    const index = new MatchIndex();
    index.append([3, 5], false);
    index.append([5, 6], false);
    expect(entries(index)).toEqual([3, 5, 6]);
  });

  test("An answer fills a gap and leaves a smaller one when it is not complete", () => {
    const index = new MatchIndex();
    index.append([5], false);
    index.append([20], true);
    expect(index.fill(20, [15, 17], false)).toBe(2);
    expect(entries(index)).toEqual([5, -15, 15, 17, 20]);
    expect(index.fill(15, [4, 5, 8], false)).toBe(0);
    expect(entries(index)).toEqual([5, 8, 15, 17, 20]);
  });

  test("The oldest gap closes when there is nothing older", () => {
    const index = new MatchIndex();
    index.append([10], true);
    expect(index.fill(10, [], true)).toBe(-1);
    expect(entries(index)).toEqual([10]);
    expect(index.fill(10, [1], true)).toBe(0);
  });

  test("Forgotten packets leave at the front", () => {
    const index = new MatchIndex();
    index.append([3, 5, 9], true);
    expect(index.dropBefore(6)).toBe(3);
    expect(entries(index)).toEqual([9]);
    expect(index.indexOf(9)).toBe(0);
    expect(index.indexOf(3)).toBe(-1);
  });

  test("However rows are skipped and pages fetched, all matches end up listed once, in order", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 1, max: 5 }),
        (unordered, sent, page) => {
          const all = unordered.sort((a, b) => a - b);
          const index = new MatchIndex();
          for (let i = 0; i < all.length; i += sent * 2) index.append(all.slice(i, i + sent), true);
          for (let turn = 0; turn < 400; turn += 1) {
            const gap = entries(index).find((entry) => entry < 0);
            if (gap === undefined) break;
            const below = all.filter((number) => number < -gap);
            const answer = below.slice(-page);
            index.fill(-gap, answer, answer.length === below.length);
          }
          const last = entries(index).at(-1)!;
          expect(entries(index)).toEqual(all.filter((number) => number <= last));
        },
      ),
      { seed: 23 },
    );
  });
});
