import { expect, test } from "vitest";
import { readSize } from "./size.ts";

test.for([
  ["1000000", 1_000_000],
  ["500MB", 500_000_000],
  ["10 gb", 10_000_000_000],
  ["10G", 10_000_000_000],
  ["1.5TiB", 1.5 * 2 ** 40],
  ["64MiB", 2 ** 26],
  ["2048KiB", 2 ** 21],
] as const)("%s is %i octets", ([text, octets]) => {
  expect(readSize("keep-packets", text, 1_000_000)).toBe(octets);
});

test.for(["", "GB", "-1GB", "1e9", "10XB", "999KB", "1,5GB", "99999999TB", "ten"])(
  "%s is refused with an example",
  (text) => {
    expect(() => readSize("keep-packets", text, 1_000_000)).toThrow(
      `--keep-packets takes a size from 1MB, such as 10GB, not "${text}".`,
    );
  },
);
