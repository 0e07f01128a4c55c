import { expect, test } from "vitest";
import { csvRecord } from "./csv.ts";

test.for([
  ["plain text", "example.com", "example.com\r\n"],
  ["a comma", "a,b", '"a,b"\r\n'],
  ["a quote", 'say "x"', '"say ""x"""\r\n'],
  ["a line end", "a\nb", '"a\nb"\r\n'],
  ["a formula", "=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0\r\n"],
  ["an at sign", "@SUM(A1)", "'@SUM(A1)\r\n"],
  ["a formula with a quote", '+"x"', `"'+""x"""\r\n`],
  ["a negative number in text", "-12.5", "-12.5\r\n"],
] as const)("%s", ([, value, expected]) => {
  expect(csvRecord([value])).toBe(expected);
});

test("numbers stay numbers", () => {
  expect(csvRecord([-1, 2.5, 0])).toBe("-1,2.5,0\r\n");
});
