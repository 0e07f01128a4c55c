import { expect, test } from "vitest";
import { fieldCell, readFieldFormat } from "./field-format.ts";

test("the defaults are tshark's", () => {
  expect(readFieldFormat([], false)).toEqual({
    header: false,
    aggregator: ",",
    occurrence: "a",
    separator: undefined,
    quote: "",
  });
});

test.for([
  ["first", ["occurrence=f"], "a"],
  ["last", ["occurrence=l"], "c"],
  ["all", ["occurrence=a"], "a,b,c"],
  ["another aggregator", ["aggregator=|"], "a|b|c"],
  ["a space as aggregator", ["aggregator=/s"], "a b c"],
  ["double quotes", ["quote=d"], '"a,b,c"'],
  ["single quotes around one", ["quote=s", "occurrence=f"], "'a'"],
  ["the later of two settings", ["occurrence=f", "occurrence=l"], "c"],
] as const)("%s", ([, settings, expected]) => {
  expect(fieldCell(["a", "b", "c"], readFieldFormat(settings, false))).toBe(expected);
});

test("an absent field is an empty cell, quoted or not", () => {
  expect(fieldCell([], readFieldFormat([], false))).toBe("");
  expect(fieldCell([], readFieldFormat(["quote=d"], false))).toBe("");
});

test("a separator is a character, a space or a tab", () => {
  const separators = ["separator=,", "separator=/s", "separator=/t"].map(
    (setting) => readFieldFormat([setting], false).separator,
  );
  expect(separators).toEqual([",", " ", "\t"]);
});

test.for([
  "header=maybe",
  "aggregator=",
  "aggregator=ab",
  "occurrence=x",
  "separator=ab",
  "quote=x",
  "x",
])("%s is wrong usage", (setting) => {
  expect(() => readFieldFormat([setting], false)).toThrow(/-E/);
});
