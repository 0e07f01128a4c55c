import { describe, expect, test } from "vitest";
import { editDistance, nearest } from "./nearest.ts";

describe("Edit distance", () => {
  test.for([
    ["tcp.port", "tcp.port", 0],
    ["tcp.prt", "tcp.port", 1],
    ["tcp.ports", "tcp.port", 1],
    ["tcp.prot", "tcp.port", 1],
    ["tdp.port", "tcp.port", 1],
    ["", "abc", 3],
    ["abc", "", 3],
  ] as const)("%s to %s is %i", ([a, b, distance]) => {
    expect(editDistance(a, b)).toBe(distance);
  });

  test("The search ends at the bound", () => {
    expect(editDistance("aaaaaaaa", "bbbbbbbb", 3)).toBe(3);
  });
});

test("The nearest candidate wins, and nothing far-fetched does", () => {
  expect(nearest("tcp.prt", ["udp.port", "tcp.port", "tcp"])).toBe("tcp.port");
  expect(nearest("quux", ["tcp", "udp"])).toBeUndefined();
});
