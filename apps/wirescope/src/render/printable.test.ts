import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test.for([
  ["plain text, ünïcödé and 日本語", "plain text, ünïcödé and 日本語"],
  ["\u001b[31mred\u0007", "\\x1b[31mred\\x07"],
  ["two\nlines\tand a tab\r", "two\\x0alines\\x09and a tab\\x0d"],
  ["8-bit \u009b31m", "8-bit \\x9b31m"],
  ["\u202egpj.exe\u2066", "\\u202egpj.exe\\u2066"],
] as const)("%j", ([text, shown]) => {
  expect(printable(text)).toBe(shown);
});
