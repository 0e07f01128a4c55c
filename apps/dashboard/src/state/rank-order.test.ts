import { expect, test } from "vitest";
import { RankOrder, REORDER_MS } from "./rank-order.ts";

function values(...entries: [string, number][]): Map<string, number> {
  return new Map(entries.sort((a, b) => b[1] - a[1]));
}

test("The first answer is in order of size, cut to the capacity", () => {
  const order = new RankOrder(2);
  expect(order.update(values(["a", 1], ["b", 3], ["c", 2]), 0, false)).toEqual(["b", "c"]);
});

test("Rows trade places only after one was a tenth larger for two seconds", () => {
  const order = new RankOrder(2);
  order.update(values(["a", 100], ["b", 90]), 0, false);
  expect(order.update(values(["a", 100], ["b", 150]), 500, false)).toEqual(["a", "b"]);
  expect(order.update(values(["a", 100], ["b", 150]), REORDER_MS, false)).toEqual(["a", "b"]);
  expect(order.update(values(["a", 100], ["b", 150]), 2 * REORDER_MS, false)).toEqual(["b", "a"]);
});

test("A lead below a tenth moves nothing", () => {
  const order = new RankOrder(2);
  for (let turn = 0; turn < 5; turn += 1) {
    const shown = order.update(
      values(["a", 100], ["b", turn === 0 ? 1 : 109]),
      turn * REORDER_MS,
      false,
    );
    expect(shown).toEqual(["a", "b"]);
  }
});

test("A held list keeps members and order, whatever arrives", () => {
  const order = new RankOrder(2);
  order.update(values(["a", 2], ["b", 1]), 0, false);
  for (let turn = 1; turn < 5; turn += 1) {
    const shown = order.update(values(["c", 900], ["b", 800]), turn * REORDER_MS, true);
    expect(shown).toEqual(["a", "b"]);
  }
});

test("A newcomer takes the last place once it is clearly larger", () => {
  const order = new RankOrder(2);
  order.update(values(["a", 100], ["b", 10]), 0, false);
  const later = values(["a", 100], ["b", 10], ["c", 50]);
  expect(order.update(later, REORDER_MS, false)).toEqual(["a", "b"]);
  expect(order.update(later, 2 * REORDER_MS, false)).toEqual(["a", "c"]);
});
