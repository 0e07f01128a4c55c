import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { writeOctets } from "./octet-file.ts";

const directory = mkdtempSync(join(tmpdir(), "wirescope-octets-"));
afterAll(() => rmSync(directory, { recursive: true }));

test("pieces of any kind and size come out whole and in order", async () => {
  const path = join(directory, "whole");
  const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`);
  await writeOctets(path, [Uint8Array.of(65), ...lines, new Uint8Array(100_000)]);
  const written = readFileSync(path);
  expect(
    written.equals(Buffer.concat([Buffer.from(`A${lines.join("")}`), Buffer.alloc(1e5)])),
  ).toBe(true);
});

test("what fails before the first piece leaves no file", async () => {
  const path = join(directory, "none");
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield await Promise.reject(new RangeError("a wrong question"));
  }
  await expect(writeOctets(path, pieces())).rejects.toThrow(RangeError);
  expect(existsSync(path)).toBe(false);
});

test("a file that can't be written is told in a sentence", async () => {
  await expect(writeOctets(directory, ["x"])).rejects.toMatchObject({
    code: "COMMAND_OUTPUT",
    message: expect.stringContaining(`${directory} can't be written`),
  });
});
