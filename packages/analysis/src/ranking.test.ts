import fc from "fast-check";
import { expect, test } from "vitest";
import { rankingOf, TopRows } from "./ranking.ts";

test("the selection equals the head of the sorted list", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: 30 }), { maxLength: 200 }),
      fc.nat({ max: 20 }),
      (values, limit) => {
        const top = new TopRows(limit);
        values.forEach((value, row) => {
          top.offer(row, value);
        });
        const sorted = values
          .map((value, row) => ({ value, row }))
          .sort((a, b) => b.value - a.value || a.row - b.row)
          .slice(0, limit)
          .map(({ row }) => row);
        expect(top.take()).toEqual(sorted);
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});

test("ties go to the order that the caller gives", () => {
  const top = new TopRows(2, (row) => -row);
  for (let row = 0; row < 5; row++) top.offer(row, 1);
  expect(top.take()).toEqual([4, 3]);
});

test("rows and other add up to the total", () => {
  const total = { packets: 100, bytes: 1000, flows: 10, members: 7 };
  const ranking = rankingOf([4, 2], total, (row, counts) => {
    counts.packets = row;
    counts.bytes = row * 10;
    counts.flows = 1;
    counts.bytesIn = row * 5;
  });
  expect([...ranking.rows]).toEqual([4, 2]);
  expect([...ranking.bytesIn]).toEqual([20, 10]);
  expect(ranking.other).toEqual({ packets: 94, bytes: 940, flows: 8, members: 5 });
});
