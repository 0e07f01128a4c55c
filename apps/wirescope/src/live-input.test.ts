import { expect, test } from "vitest";
import { readArguments } from "./arguments.ts";
import { CAPTURE_OPTIONS, readLiveInput } from "./live-input.ts";

function read(...args: readonly string[]): ReturnType<typeof readLiveInput> {
  return readLiveInput("live", readArguments("live", args, CAPTURE_OPTIONS));
}

test("an interface that is named twice is captured on once", () => {
  expect(read("-i", "eth0", "-i", "lo", "-i", "eth0").interfaces).toEqual(["eth0", "lo"]);
});

test.for([
  ["an operand", ["eth0"], /no operand "eth0"/],
  ["no snap length", ["--snaplen", "0"], /--snaplen takes .* from 1 to 262144, not "0"/],
  ["no back-end", ["--backend", "magic"], /ring, libpcap, pipe, not "magic"/],
] as const)("%s is wrong usage", ([, args, sentence]) => {
  expect(() => read(...args)).toThrow(sentence);
});
