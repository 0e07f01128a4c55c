import { expect, test } from "vitest";
import { DistinctCount } from "./distinct-count.ts";

/** A count over keys of two words: `amount` different ones, each `times` times. */
function countOf(amount: number, times: number, seed = 1): DistinctCount {
  const count = new DistinctCount(seed);
  const key = Int32Array.of(0, 0x0a00_0000, 4);
  for (let time = 0; time < times; time++) {
    for (let i = 0; i < amount; i++) {
      key[1] = 0x0a00_0000 + i;
      count.add(key, 1, 2);
    }
  }
  return count;
}

test("nothing is counted as nothing", () => {
  expect(new DistinctCount(1).estimate()).toBe(0);
});

test.for([1, 10, 1000, 20_000, 60_000, 200_000, 2_000_000])(
  "%i neighbouring addresses are counted within 3 %%",
  (amount) => {
    const estimate = countOf(amount, 1).estimate();
    expect(Math.abs(estimate - amount)).toBeLessThanOrEqual(0.03 * amount);
  },
);

test("the error over many seeds is what the method promises", () => {
  let squares = 0;
  const amount = 50_000;
  for (let seed = 0; seed < 40; seed++) {
    squares += (countOf(amount, 1, seed).estimate() / amount - 1) ** 2;
  }
  expect(Math.sqrt(squares / 40)).toBeLessThan(0.011);
});

test("a key counts once, however often it comes", () => {
  expect(countOf(5000, 5).estimate()).toBe(countOf(5000, 1).estimate());
});

test("keys count by the words that are theirs", () => {
  const count = new DistinctCount(7);
  for (let i = 0; i < 100; i++) count.add(Int32Array.of(i, 1, 2, i), 1, 2);
  expect(count.estimate()).toBe(1);
});
