import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Spool } from "./spool.ts";

let directory = "";
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "wirescope-spool-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** A minute of 100 octets, 112 on the disk. */
function minute(value: number): Uint8Array {
  return new Uint8Array(100).fill(value);
}

async function drain(spool: Spool): Promise<readonly number[]> {
  const values: number[] = [];
  for (let bytes = await spool.oldest(); bytes !== undefined; bytes = await spool.oldest()) {
    expect(bytes).toEqual(Buffer.from(minute(bytes[0]!)));
    values.push(bytes[0]!);
    await spool.remove();
  }
  return values;
}

describe("Spool", () => {
  test("gives minutes back in order, and keeps none of them", async () => {
    const spool = await Spool.open({ directory, capacity: 1e6 });
    for (const value of [1, 2, 3]) await spool.append(minute(value));
    expect(spool).toMatchObject({ count: 3, length: 336, lost: 0 });
    expect(await drain(spool)).toEqual([1, 2, 3]);
    expect(spool).toMatchObject({ count: 0, length: 0 });
    expect(await readdir(directory)).toEqual([]);
  });

  test("gives the same minute until it is taken away", async () => {
    const spool = await Spool.open({ directory, capacity: 1e6 });
    await spool.append(minute(1));
    expect(await spool.oldest()).toEqual(await spool.oldest());
  });

  test("goes on where the last one ended", async () => {
    const before = await Spool.open({ directory, capacity: 1e6 });
    for (const value of [1, 2]) await before.append(minute(value));
    const after = await Spool.open({ directory, capacity: 1e6 });
    await after.append(minute(3));
    expect(await drain(after)).toEqual([1, 2, 3]);
  });

  test("gives up the oldest for want of room, and counts them", async () => {
    const spool = await Spool.open({ directory, capacity: 350 });
    for (const value of [1, 2, 3, 4, 5]) await spool.append(minute(value));
    expect(spool.lost).toBe(2);
    expect(spool.length).toBeLessThanOrEqual(350);
    expect(await drain(spool)).toEqual([3, 4, 5]);
  });

  test("does not give up the minute that is being sent", async () => {
    const spool = await Spool.open({ directory, capacity: 350 });
    for (const value of [1, 2, 3]) await spool.append(minute(value));
    await spool.oldest();
    await spool.append(minute(4));
    expect(spool.lost).toBe(1);
    expect(await drain(spool)).toEqual([1, 3, 4]);
  });

  test("keeps count of what a lost minute told of", async () => {
    const before = await Spool.open({ directory, capacity: 350 });
    await before.append(minute(1), 7);
    const spool = await Spool.open({ directory, capacity: 350 });
    for (const value of [2, 3, 4]) await spool.append(minute(value));
    expect(spool).toMatchObject({ lost: 1, untold: 8 });
  });

  test("counts a minute that is larger than all there is room for", async () => {
    const spool = await Spool.open({ directory, capacity: 50 });
    await spool.append(minute(1));
    expect(spool).toMatchObject({ count: 0, lost: 1 });
  });

  test.for([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, 60)],
    ["empty", () => Buffer.alloc(0)],
    ["changed", (bytes: Buffer) => Buffer.from(bytes).fill(9, 50, 51)],
    ["of another kind", (bytes: Buffer) => Buffer.from(bytes).fill(9, 0, 1)],
  ] as const)("leaves out a file that is %s", async ([, damage]) => {
    const spool = await Spool.open({ directory, capacity: 1e6 });
    for (const value of [1, 2, 3]) await spool.append(minute(value));
    const path = join(directory, (await readdir(directory)).sort()[1]!);
    await writeFile(path, damage(await readFile(path)));
    expect(await drain(spool)).toEqual([1, 3]);
    expect(spool.lost).toBe(1);
  });

  test("removes what an end in the middle of writing left", async () => {
    const spool = await Spool.open({ directory, capacity: 1e6 });
    await spool.append(minute(1));
    await writeFile(join(directory, "000000000002-0-1.minute.part"), "half");
    const after = await Spool.open({ directory, capacity: 1e6 });
    expect(await drain(after)).toEqual([1]);
    expect(await readdir(directory)).toEqual([]);
  });

  test("is for its user alone", async () => {
    const inside = join(directory, "a", "b");
    const spool = await Spool.open({ directory: inside, capacity: 1e6 });
    await spool.append(minute(1));
    expect((await stat(inside)).mode & 0o777).toBe(0o700);
    const [file] = await readdir(inside);
    expect((await stat(join(inside, file!))).mode & 0o777).toBe(0o600);
  });
});
