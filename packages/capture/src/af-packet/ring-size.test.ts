import { expect, test } from "vitest";
import { ringSize } from "./ring-size.ts";

const MIB = 2 ** 20;

test.for([
  ["the default", 0, 262_144, MIB / 2, 32],
  ["a large buffer", 256 * MIB, 262_144, MIB, 256],
  ["a small buffer, in more blocks", 2 * MIB, 1514, 65_536, 32],
  ["a tiny buffer", 1, 96, 65_536, 2],
  ["a small buffer whose blocks must hold the largest packet", MIB, 262_144, MIB / 2, 2],
] as const)("%s", ([, bufferLength, snapLength, blockLength, blockCount]) => {
  expect(ringSize(bufferLength, snapLength)).toEqual({ blockLength, blockCount });
});
