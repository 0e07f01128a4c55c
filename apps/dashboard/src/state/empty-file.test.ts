import type { LiveFrame, Status } from "@wirescope/query";
import { expect, test } from "vitest";
import { isEmptyFile } from "./empty-file.ts";

const status = (mode: string, state: string, packets: number) =>
  ({ mode, state, packets }) as Status;
const frame = (state: string, allPackets: number) =>
  ({ state, totals: { allPackets } }) as LiveFrame;

test.for([
  ["unknown", undefined, undefined, false],
  ["being read", status("file", "running", 0), undefined, false],
  ["read, by its status", status("file", "finished", 0), undefined, true],
  ["with packets", status("file", "finished", 1), undefined, false],
  ["read, by a frame that is ahead", status("file", "running", 0), frame("finished", 0), true],
  ["no file", status("live", "finished", 0), frame("finished", 0), false],
] as const)("A session that is %s", ([, known, shown, empty]) => {
  expect(isEmptyFile(known, shown)).toBe(empty);
});
