import { expect, test } from "vitest";
import { Eviction } from "./eviction.ts";

const FIELDS = { stride: 3, lastSeconds: 0, weight: 1 };

function records(list: readonly (readonly [number, number])[]): Float64Array {
  return Float64Array.from(list.flatMap(([last, weight]) => [last, weight / 2, weight / 2]));
}

test.for<[string, [number, number][], number]>([
  [
    "the lightest",
    [
      [9, 50],
      [9, 20],
      [9, 60],
    ],
    1,
  ],
  [
    "of equal weights the most idle",
    [
      [9, 50],
      [5, 50],
      [8, 50],
    ],
    1,
  ],
  [
    "by its weight alone, what is ahead of the present",
    [
      [20, 18],
      [9, 50],
      [8, 60],
    ],
    0,
  ],
  [
    "never what has infinite weight",
    [
      [0, Number.POSITIVE_INFINITY],
      [9, 1e12],
    ],
    1,
  ],
])("leaves: %s", ([, list, row]) => {
  expect(new Eviction(FIELDS).choose(records(list), list.length, 10)).toBe(row);
});

test("nothing leaves where nothing may", () => {
  const doubles = records([[0, Number.POSITIVE_INFINITY]]);
  expect(new Eviction(FIELDS).choose(doubles, 1, 10)).toBe(-1);
});

test("a run of heavy neighbours is left for a lighter place", () => {
  const heavy = new Array<[number, number]>(200).fill([10, 1e9]);
  const light = new Array<[number, number]>(800).fill([10, 60]);
  const eviction = new Eviction(FIELDS);
  const doubles = records([...light, ...heavy]);
  for (let i = 0; i < 500; i++) expect(eviction.choose(doubles, 1000, 10)).toBeLessThan(800);
});
