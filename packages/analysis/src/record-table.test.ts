import fc from "fast-check";
import { expect, test } from "vitest";
import { ADMISSION_WEIGHT, LAST_SECONDS, RecordTable, WEIGHT_A } from "./record-table.ts";

const SHAPE = { keyWords: 2, doubles: 4, words: 1 };
const ALWAYS = Number.POSITIVE_INFINITY;

function obtain(table: RecordTable, a: number, b: number, weight: number = ALWAYS): number {
  table.key[0] = a;
  table.key[1] = b;
  return table.obtain(0, weight);
}

function find(table: RecordTable, a: number, b: number): number {
  table.key[0] = a;
  table.key[1] = b;
  return table.find();
}

test("a record is found by its key, and its fields stay through growth", () => {
  const table = new RecordTable(SHAPE, 5000, 1);
  for (let i = 0; i < 5000; i++) {
    const row = obtain(table, i, i * 7);
    table.doubles[row * table.doubleStride + 3] = i;
    table.words[row * table.wordStride + table.wordsAt] = i;
  }
  for (let i = 0; i < 5000; i++) {
    const row = find(table, i, i * 7);
    expect(table.doubles[row * table.doubleStride + 3]).toBe(i);
    expect(table.words[row * table.wordStride + table.wordsAt]).toBe(i);
  }
  expect(find(table, 5000, 0)).toBe(-1);
});

test("it does what a map does, whatever comes and goes", () => {
  const operation = fc.record({
    remove: fc.boolean(),
    a: fc.nat({ max: 40 }),
    b: fc.constantFrom(0, 1, 0xffff_ffff),
  });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 400 }), (operations) => {
      const table = new RecordTable(SHAPE, 200, 3);
      const model = new Map<string, number>();
      let serial = 0;
      for (const { remove, a, b } of operations) {
        const name = `${a}/${b}`;
        if (remove) {
          const row = find(table, a, b);
          expect(row >= 0).toBe(model.has(name));
          if (row >= 0) table.remove(row);
          model.delete(name);
        } else {
          const row = obtain(table, a, b);
          expect(table.made).toBe(!model.has(name));
          if (table.made) {
            model.set(name, ++serial);
            table.doubles[row * table.doubleStride + 3] = serial;
          }
          expect(table.doubles[row * table.doubleStride + 3]).toBe(model.get(name));
        }
        expect(table.size).toBe(model.size);
      }
      let held = 0;
      for (let row = 0; row < table.used; row++) held += table.isFree(row) ? 0 : 1;
      expect(held).toBe(model.size);
    }),
    { seed: 11, numRuns: 60 },
  );
});

test("a full table replaces records, keeps its size, and finds each of those it holds", () => {
  const left: number[] = [];
  const table: RecordTable = new RecordTable(SHAPE, 64, 5, (row) => left.push(row));
  for (let i = 0; i < 1000; i++) obtain(table, i, 0);
  expect(table.size).toBe(64);
  expect(Math.abs(table.seen - 1000)).toBeLessThan(30);
  expect(table.evicted).toBe(936);
  expect(left).toHaveLength(936);
  let found = 0;
  for (let i = 0; i < 1000; i++) found += find(table, i, 0) >= 0 ? 1 : 0;
  expect(found).toBe(64);
});

test("keys that leave and come back count once", () => {
  const table = new RecordTable(SHAPE, 64, 5);
  for (let i = 0; i < 64; i++) obtain(table, i, 0);
  expect(table.seen).toBe(64);
  for (let round = 0; round < 20; round++) {
    for (let i = 0; i < 1000; i++) obtain(table, i, 0);
  }
  expect(table.evicted).toBeGreaterThan(10_000);
  expect(Math.abs(table.seen - 1000)).toBeLessThan(30);
});

test("heavy records survive a flood of light ones", () => {
  const table = new RecordTable(SHAPE, 64, 5);
  for (let i = 0; i < 8; i++) {
    const row = obtain(table, i, 1);
    table.doubles[row * table.doubleStride + WEIGHT_A] = 1e9;
  }
  for (let i = 0; i < 10_000; i++) {
    const row = obtain(table, i, 2);
    table.doubles[row * table.doubleStride + WEIGHT_A] = 60;
  }
  for (let i = 0; i < 8; i++) expect(find(table, i, 1)).toBeGreaterThanOrEqual(0);
});

test("of equal weights the one that is idle longest leaves", () => {
  const table = new RecordTable(SHAPE, 8, 5);
  for (let i = 0; i < 8; i++) {
    const row = obtain(table, i, 0);
    table.doubles[row * table.doubleStride + WEIGHT_A] = 100;
    table.doubles[row * table.doubleStride + LAST_SECONDS] = i === 5 ? 1 : 50;
  }
  table.key[0] = 99;
  table.obtain(60, ALWAYS);
  expect(find(table, 5, 0)).toBe(-1);
  expect(table.size).toBe(8);
});

test("a full table lets in newcomers by their weight", () => {
  const table = new RecordTable(SHAPE, 8, 5);
  for (let i = 0; i < 8; i++) obtain(table, i, 0);
  const light = ADMISSION_WEIGHT / 8;
  const rows = [];
  for (let i = 0; i < 16; i++) rows.push(obtain(table, i, 1, light));
  expect(rows.filter((row) => row >= 0)).toHaveLength(2);
  expect(obtain(table, 0, 2, ADMISSION_WEIGHT)).toBeGreaterThanOrEqual(0);
  expect(table.seen).toBe(25);
  expect(table.evicted).toBe(17);
});

test("a reference to a record that left is told by its generation", () => {
  const table = new RecordTable(SHAPE, 1, 5);
  const row = obtain(table, 1, 1);
  const generation = table.generation(row);
  expect(obtain(table, 2, 2)).toBe(row);
  expect(table.generation(row)).not.toBe(generation);
});
