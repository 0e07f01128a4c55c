import { expect, test } from "vitest";
import { NamePool } from "./name-pool.ts";
import { NameTable } from "./name-table.ts";

const ADDRESS = [4, 0x0a00_0001, 0, 0, 0] as const;

function tables(capacity = 64): { pool: NamePool; names: NameTable } {
  const pool = new NamePool(capacity, 1);
  return { pool, names: new NameTable(capacity, 2, pool) };
}

function namesOf(names: NameTable): string[] {
  return names.of(...ADDRESS).map(({ name, source }) => `${source}:${name}`);
}

test("the source that knows best comes first, then the newest", () => {
  const { names } = tables();
  names.add(...ADDRESS, "shop.example", "tls", 1);
  names.add(...ADDRESS, "edge.example", "dns", 2);
  names.add(...ADDRESS, "edge2.example", "dns", 3);
  names.add(...ADDRESS, "laptop", "dhcp", 4);
  expect(namesOf(names)).toEqual([
    "dhcp:laptop",
    "dns:edge2.example",
    "dns:edge.example",
    "tls:shop.example",
  ]);
});

test("a full list lets its last name go, and takes nothing worse", () => {
  const { names } = tables();
  for (const [i, name] of ["a", "b", "c", "d", "e"].entries())
    names.add(...ADDRESS, name, "dns", i);
  expect(namesOf(names)).toEqual(["dns:e", "dns:d", "dns:c", "dns:b"]);
  names.add(...ADDRESS, "f", "http", 9);
  expect(namesOf(names)).toEqual(["dns:e", "dns:d", "dns:c", "dns:b"]);
});

test("a name that is heard again moves up and keeps its better source", () => {
  const { names } = tables();
  names.add(...ADDRESS, "a", "dns", 1);
  names.add(...ADDRESS, "b", "dns", 2);
  names.add(...ADDRESS, "a", "tls", 3);
  expect(names.of(...ADDRESS)).toEqual([
    { name: "a", source: "dns", seconds: 3 },
    { name: "b", source: "dns", seconds: 2 },
  ]);
});

test("addresses of other versions and words have names of their own", () => {
  const { names } = tables();
  names.add(...ADDRESS, "a", "dns", 1);
  expect(names.of(6, 0x0a00_0001, 0, 0, 0)).toEqual([]);
  expect(names.of(4, 0x0a00_0002, 0, 0, 0)).toEqual([]);
});

test("names that left the pool are not shown, and their place is used again", () => {
  const { pool, names } = tables(4);
  names.add(...ADDRESS, "a", "dns", 1);
  for (let i = 0; i < 20; i++) pool.intern(`other${i}`, 2 + i);
  expect(namesOf(names)).toEqual([]);
  names.add(...ADDRESS, "z", "dns", 50);
  expect(namesOf(names)).toEqual(["dns:z"]);
});

test("the pool stays within its names and its characters", () => {
  const pool = new NamePool(100, 1);
  for (let i = 0; i < 1000; i++) pool.intern(`${i}.${"x".repeat(200)}`, i);
  expect(pool.size).toBeLessThanOrEqual(100);
  expect(pool.characters).toBeLessThanOrEqual(100 * 32);
  expect(Math.abs(pool.seen - 1000)).toBeLessThan(30);
  expect(pool.evicted).toBe(1000 - pool.size);
  for (let i = 0; i < 1000; i++) pool.intern(`${i}`, 1000 + i);
  expect(pool.size).toBe(100);
});

test("one name has one row", () => {
  const pool = new NamePool(100, 1);
  const row = pool.intern("example.org", 1);
  expect(pool.intern("example.org", 2)).toBe(row);
  expect(pool.text(row, pool.generation(row))).toBe("example.org");
  expect(pool.text(row, pool.generation(row) + 1)).toBeUndefined();
});
