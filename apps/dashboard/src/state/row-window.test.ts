import fc from "fast-check";
import { expect, test } from "vitest";
import {
  drawnRows,
  lastTopRow,
  MAX_SCROLL_ROWS,
  revealRow,
  scrollHeight,
  scrollTopFor,
  topRowAt,
} from "./row-window.ts";

const SMALL = { length: 1000, rowHeight: 28, viewHeight: 280 };
const LARGE = { length: 40_000_000, rowHeight: 28, viewHeight: 280 };

test("In a list that fits, rows stand where pixels say", () => {
  expect(scrollHeight(SMALL)).toBe(28_000);
  expect(topRowAt(56, SMALL)).toBe(2);
  expect(drawnRows(2800, 100, SMALL)).toEqual({ first: 96, last: 115, offset: 96 * 28 });
});

test("In a longer list the ends of the scrollbar are the ends of the list", () => {
  expect(scrollHeight(LARGE)).toBe(MAX_SCROLL_ROWS * 28);
  expect(topRowAt(0, LARGE)).toBe(0);
  expect(topRowAt(scrollHeight(LARGE) - 280, LARGE)).toBe(lastTopRow(LARGE));
});

test("The last row is drawn and nothing after it", () => {
  const top = lastTopRow(LARGE);
  expect(drawnRows(scrollTopFor(top, LARGE), top, LARGE).last).toBe(LARGE.length);
});

test("Position and row are each other's inverse", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(SMALL, LARGE),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (list, share) => {
        const row = share * lastTopRow(list);
        expect(topRowAt(scrollTopFor(row, list), list)).toBeCloseTo(row, 4);
      },
    ),
    { seed: 24 },
  );
});

test("A row is revealed with the least movement", () => {
  expect(revealRow(5, 10, SMALL)).toBe(5);
  expect(revealRow(12, 10, SMALL)).toBe(10);
  expect(revealRow(30, 10, SMALL)).toBe(21);
});
