import { expect, test } from "vitest";
import { doubleText, singleText } from "./float-text.ts";

test.for([
  [0, "0", "0"],
  [-0, "-0", "-0"],
  [22.5, "22.5", "22.5"],
  [Math.fround(0.1), "0.1", "0.100000001490116"],
  [1234567, "1.23457e+06", "1234567"],
  [0.0001, "0.0001", "0.0001"],
  [0.00001, "1e-05", "1e-05"],
  [-1e100, "-1e+100", "-1e+100"],
  [100, "100", "100"],
  [1595.315673828125, "1595.32", "1595.31567382812"],
  [2.5e-7, "2.5e-07", "2.5e-07"],
  [Number.NaN, "nan", "nan"],
  [Number.NEGATIVE_INFINITY, "-inf", "-inf"],
] as const)("%d is %s as a single and %s as a double", ([value, single, double]) => {
  expect(singleText(value)).toBe(single);
  expect(doubleText(value)).toBe(double);
});
