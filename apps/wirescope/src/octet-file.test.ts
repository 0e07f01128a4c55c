import {
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { refuseInputs, writeOctets } from "./octet-file.ts";

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

test.for([
  [directory, `${directory} can't be written: it is a directory.`],
  [
    join(directory, "none", "file"),
    `${directory}/none/file can't be written: there is no directory ${directory}/none.`,
  ],
] as const)("%s can't be written, which is told in a sentence", async ([path, message]) => {
  await expect(writeOctets(path, ["x"])).rejects.toMatchObject({ code: "COMMAND_OUTPUT", message });
});

test("what is read is not written over, under any name", () => {
  const [input, other] = [join(directory, "input"), join(directory, "other")];
  writeFileSync(input, "x");
  writeFileSync(other, "x");
  linkSync(input, join(directory, "hard"));
  symlinkSync(input, join(directory, "soft"));
  for (const name of ["input", "hard", "soft", `../${basename(directory)}/input`]) {
    const path = join(directory, name);
    expect(() => refuseInputs(path, ["-", other, input])).toThrow(/would write over .*input/);
  }
  for (const path of [other, join(directory, "new"), "/dev/null"]) {
    expect(() => refuseInputs(path, ["-", "/dev/null", input])).not.toThrow();
  }
});
