import type { LiveTimeline } from "@wirescope/query";
import { expect, test } from "vitest";
import { sinceStart } from "./young-timeline.ts";

function timeline(length: number, step: number): LiveTimeline {
  const column = Float64Array.from({ length }, (_, bucket) => bucket);
  return { start: 1000, step, names: ["TCP"], packets: [column], bytes: [column] };
}

test("a young capture begins where it started", () => {
  const cut = sinceStart(timeline(900, 1), 1600);
  expect(cut.start).toBe(1600);
  expect(cut.packets[0]).toHaveLength(300);
  expect(cut.packets[0]?.[0]).toBe(600);
});

test("a minute is left at least", () => {
  expect(sinceStart(timeline(900, 1), 1895).packets[0]).toHaveLength(60);
  expect(sinceStart(timeline(450, 2), 1895).packets[0]).toHaveLength(30);
});

test.for([
  ["an old capture", 500],
  ["one that started with the window", 1000],
  ["an unknown start", Number.NaN],
] as const)("%s shows the whole window", ([, startedAt]) => {
  const whole = timeline(900, 1);
  expect(sinceStart(whole, startedAt)).toBe(whole);
});

test("a timeline shorter than a minute stays", () => {
  const short = timeline(30, 1);
  expect(sinceStart(short, 1020)).toBe(short);
});
