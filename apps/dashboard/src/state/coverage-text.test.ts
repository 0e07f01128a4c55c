import type { Coverage } from "@wirescope/query";
import { expect, test } from "vitest";
import { coverageText } from "./coverage-text.ts";

const EXACT: Coverage = {
  kind: "exact",
  resolution: "packet",
  from: undefined,
  to: undefined,
  gaps: [],
  note: undefined,
};
const GAPS = [
  { from: "2026-11-22T14:00:00Z", to: "2026-11-22T14:20:00Z" },
  { from: "2026-11-22T15:00:00Z", to: "2026-11-22T15:40:00Z" },
];

test.for([
  [{}, undefined],
  [{ resolution: "minute" }, "by minute"],
  [{ resolution: "hour", gaps: GAPS }, "by hour, 1 h not recorded"],
  [{ kind: "retained" }, "in part"],
  [
    { kind: "retained", resolution: "minute", from: "2026-11-22T14:20:00.5Z", gaps: GAPS },
    "by minute, in part, 20 min no longer held, 40 min not recorded",
  ],
  [{ kind: "none", resolution: "minute" }, "not known"],
] as const)("%o reads %s", ([part, text]) => {
  expect(coverageText({ ...EXACT, ...part })).toBe(text);
});

test("What is coarse in part only says until when", () => {
  const coverage = { ...EXACT, resolution: "minute", gaps: GAPS } as const;
  expect(coverageText(coverage, "14:03:00")).toBe("by minute until 14:03:00, 1 h not recorded");
});
