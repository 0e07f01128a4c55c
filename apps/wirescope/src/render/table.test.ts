import { expect, test } from "vitest";
import { renderTable } from "./table.ts";

test("columns are as wide as their widest cell, numbers to the right", () => {
  const text = renderTable(
    [{ title: "Name" }, { title: "n", align: "right" }],
    [
      ["a", "1"],
      ["longer", "20"],
    ],
  );
  expect(text).toBe("Name     n\na        1\nlonger  20\n");
});

test("long cells are cut with an ellipsis", () => {
  expect(renderTable([{ title: "x", limit: 4 }], [["abcdef"]])).toBe("x\nabc…\n");
});
