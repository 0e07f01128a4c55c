import { expect, test } from "vitest";
import { csvLine } from "./csv.ts";

test.for<[name: string, cells: Parameters<typeof csvLine>[0], line: string]>([
  ["plain cells", ["a", 1, true, undefined, ""], "a,1,true,,\r\n"],
  ["separators", ["a,b", "c\nd", 'e"f'], '"a,b","c\nd","e""f"\r\n'],
  [
    "formulas",
    ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1"],
    `'=1+1,'+1,'-1+2,'@SUM(A1),'\t=1,"'\r=1"\r\n`,
  ],
  ["numbers", [-1, 2.5, 0, "-12.5", "-7"], "-1,2.5,0,-12.5,-7\r\n"],
  ["a formula with a separator", ["=A1,B1"], `"'=A1,B1"\r\n`],
  ["a formula with a quote", ['+"x"'], `"'+""x"""\r\n`],
  ["a command", ["=cmd|' /C calc'!A0"], "'=cmd|' /C calc'!A0\r\n"],
])("%s", ([, cells, line]) => {
  expect(csvLine(cells)).toBe(line);
});
