import { expect, test } from "vitest";
import { timeFormatIn } from "../format/time.ts";
import { directEntry } from "./palette-direct.ts";

const place = { format: timeFormatIn("UTC"), now: Date.UTC(2026, 10, 22, 14) * 1000 };

function run(typed: string): unknown[] {
  const done: unknown[] = [];
  const act = (value: unknown) => void done.push(value);
  directEntry(typed, { openPacket: act, filter: act, setWindow: act }, place)?.run();
  return done;
}

test.for([
  ["#88 209", 88_209],
  ["# 7", 7],
  [":443", "tcp.port == 443 || udp.port == 443"],
  ["t last 2h", { kind: "last", seconds: 7200 }],
  ["t all", { kind: "all" }],
  ["t nonsense", "t nonsense"],
  [" github ", "github"],
  [":70000", undefined],
  ["#0", undefined],
  ["> pause", undefined],
  ["", undefined],
] as const)("%s does %s", ([typed, done]) => {
  expect(run(typed)).toEqual(done === undefined ? [] : [done]);
});
