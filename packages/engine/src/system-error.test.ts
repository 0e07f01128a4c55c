import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeSystemError } from "./system-error.ts";

function failureOf(path: string): unknown {
  try {
    return readFileSync(path);
  } catch (error) {
    return error;
  }
}

test.for([
  ["/nonexistent/file", "there is no such file or directory"],
  ["/", "it is a directory"],
  [`/${"a".repeat(300)}`, "name too long"],
] as const)("%s is told without code, call and path", ([path, reason]) => {
  expect(describeSystemError(failureOf(path))).toBe(reason);
});

test("what is no system error keeps its own words", () => {
  expect(describeSystemError(new RangeError("too many"))).toBe("too many");
  expect(describeSystemError("gone")).toBe("gone");
});
