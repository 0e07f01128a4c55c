import type { FieldNode } from "@wirescope/query";
import { expect, test } from "vitest";
import { fieldAt, octetRange, pathOfOctet, visibleFields } from "./field-path.ts";

function node(name: string, start: number, end: number, children: FieldNode[] = []): FieldNode {
  return { name, label: name, text: "", start, end, filter: undefined, children };
}

const LAYERS = [
  node("frame", 0, 60),
  node("eth", 0, 14, [node("eth.dst", 0, 6), node("eth.src", 6, 12)]),
  node("ip", 14, 34, [node("ip.flags", 20, 22, [node("ip.flags.df", 20, 21)])]),
];

test("A path leads to its field", () => {
  expect(fieldAt(LAYERS, [2, 0, 0])?.name).toBe("ip.flags.df");
  expect(fieldAt(LAYERS, [9])).toBeUndefined();
  expect(fieldAt(LAYERS, [])).toBeUndefined();
});

test.for([
  [7, [1, 1]],
  [13, [1]],
  [20, [2, 0, 0]],
  [21, [2, 0]],
  [50, [0]],
  [99, []],
] as const)("Octet %d belongs to the smallest field around it", ([octet, path]) => {
  expect(pathOfOctet(LAYERS, octet)).toEqual(path);
});

test("Only expanded fields show their children", () => {
  expect(visibleFields(LAYERS, new Set(["2"])).map(({ node: { name } }) => name)).toEqual([
    "frame",
    "eth",
    "ip",
    "ip.flags",
  ]);
});

test("A range of octets is said in words", () => {
  expect(octetRange(node("a", 48, 50))).toBe("bytes 48–49");
  expect(octetRange(node("a", 48, 49))).toBe("byte 48");
  expect(octetRange(node("a", 0, 0))).toBe("");
});
