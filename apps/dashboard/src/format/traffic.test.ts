import { expect, test } from "vitest";
import { formatBytes, formatRate } from "./traffic.ts";

test("Volumes are bytes with SI prefixes", () => {
  expect(formatBytes(44_600_000)).toBe("44.6 MB");
  expect(formatBytes(1414)).toBe("1.41 kB");
});

test("Rates name their unit", () => {
  expect(formatRate(3_140_000, "bits")).toBe("3.14 Mb/s");
  expect(formatRate(6412, "packets")).toBe("6.41 kpkt/s");
  expect(formatRate(0.4, "packets")).toBe("0.4 pkt/s");
});
