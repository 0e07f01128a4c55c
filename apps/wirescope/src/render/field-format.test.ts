import { expect, test } from "vitest";
import { fieldCell, readFieldFormat } from "./field-format.ts";

test("the defaults are tshark's", () => {
  expect(readFieldFormat([], false)).toEqual({ header: false, aggregator: ",", occurrence: "a" });
});

test.for([
  ["first", ["occurrence=f"], "a"],
  ["last", ["occurrence=l"], "c"],
  ["all", ["occurrence=a"], "a,b,c"],
  ["another aggregator", ["aggregator=|"], "a|b|c"],
  ["a space as aggregator", ["aggregator=/s"], "a b c"],
  ["the later of two settings", ["occurrence=f", "occurrence=l"], "c"],
] as const)("%s", ([, settings, expected]) => {
  expect(fieldCell(["a", "b", "c"], readFieldFormat(settings, false))).toBe(expected);
});

test("an absent field is an empty cell", () => {
  expect(fieldCell([], readFieldFormat([], false))).toBe("");
});

test.for(["header=maybe", "aggregator=", "aggregator=ab", "occurrence=x", "separator=,", "x"])(
  "%s is wrong usage",
  (setting) => {
    expect(() => readFieldFormat([setting], false)).toThrow(/-E/);
  },
);
