import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
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

test("what fails on the way leaves the file that was there, and nothing else", async () => {
  const folder = join(directory, "kept");
  mkdirSync(folder);
  const path = join(folder, "file");
  writeFileSync(path, "good");
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(200_000);
    yield await Promise.reject(new RangeError("a broken file"));
  }
  await expect(writeOctets(path, pieces())).rejects.toThrow(RangeError);
  expect(readFileSync(path, "utf8")).toBe("good");
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("a file is replaced behind a link, with its permissions", async () => {
  const [path, link] = [join(directory, "private"), join(directory, "to-private")];
  writeFileSync(path, "old", { mode: 0o600 });
  symlinkSync(path, link);
  await writeOctets(link, ["new"]);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test("a device is written itself", async () => {
  await writeOctets("/dev/null", ["x"]);
  expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
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
