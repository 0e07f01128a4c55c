import { expect, test } from "vitest";
import { RowStore } from "./row-store.ts";

function live(...numbers: number[]) {
  const text = numbers.map((number) => `text ${number}`);
  return {
    number: Float64Array.from(numbers),
    time: Float64Array.from(numbers, (number) => number * 1e6),
    length: Uint32Array.from(numbers, () => 60),
    protocolByPort: Uint8Array.from(numbers, () => 1),
    protocol: numbers.map(() => "DNS"),
    source: text,
    destination: text,
    info: text,
    skipped: 0,
  };
}

test("A live row is found by its number", () => {
  const rows = new RowStore(4);
  rows.addLive(live(7));
  expect(rows.get(7)).toEqual({
    number: 7,
    time: 7e6,
    length: 60,
    protocol: "DNS",
    protocolByPort: true,
    source: "text 7",
    destination: "text 7",
    info: "text 7",
  });
  expect(rows.get(8)).toBeUndefined();
});

test("The oldest arrival makes room", () => {
  const rows = new RowStore(3);
  rows.addLive(live(1, 2, 3, 4));
  expect([1, 2, 3, 4].map((number) => rows.has(number))).toEqual([false, true, true, true]);
  expect(rows.size).toBe(3);
});

test("Cleared rows are gone, and their places are free", () => {
  const rows = new RowStore(3);
  rows.addLive(live(1, 2, 3));
  rows.clear();
  expect(rows.has(2)).toBe(false);
  rows.addLive(live(2, 7, 8));
  expect([2, 7, 8].map((number) => rows.has(number))).toEqual([true, true, true]);
});

test("A row that comes twice takes one place", () => {
  const rows = new RowStore(3);
  rows.addLive(live(1, 2));
  rows.addPage([
    {
      number: 2,
      timestamp: "1970-01-01T00:00:02.000000500Z",
      interface: undefined,
      source: "a",
      destination: "b",
      protocol: "TLS",
      protocolByPort: false,
      length: 99,
      capturedLength: 96,
      info: "Client Hello",
    },
  ]);
  expect(rows.size).toBe(2);
  expect(rows.get(2)).toMatchObject({ time: 2e6, protocol: "TLS", length: 99 });
});
