import { expect, test } from "vitest";
import { renderSparkline } from "./sparkline.ts";

test("the largest value has the tallest bar and zero has none", () => {
  expect(renderSparkline([0, 1, 4, 8])).toBe(" ▂▅█");
});

test("a long row is summed into one line", () => {
  expect(renderSparkline(new Array<number>(600).fill(1))).toBe("█".repeat(60));
});

test("nothing but zeros is blank", () => {
  expect(renderSparkline([0, 0])).toBe("  ");
});
