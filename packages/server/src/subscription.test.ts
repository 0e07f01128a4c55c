import { expect, test } from "vitest";
import { ProblemError } from "./problem.ts";
import { readPageMessage } from "./subscription.ts";

const GOOD = {
  type: "subscribe",
  epoch: 3,
  filter: "tcp",
  window: 60,
  topLimit: 10,
  rowLimit: 100,
};

test("a subscription is read as it was sent", () => {
  expect(readPageMessage(JSON.stringify(GOOD))).toEqual({
    type: "subscribe",
    epoch: 3,
    subscription: { filter: "tcp", window: 60, topLimit: 10, rowLimit: 100 },
  });
});

test("a grant is read", () => {
  expect(readPageMessage('{"type":"grant"}')).toEqual({ type: "grant" });
});

test.for<[name: string, text: string]>([
  ["no JSON", "grant"],
  ["null", "null"],
  ["a number", "3"],
  ["another type", '{"type":"shutdown"}'],
  ["no filter", JSON.stringify({ ...GOOD, filter: undefined })],
  ["a filter that is too long", JSON.stringify({ ...GOOD, filter: "a".repeat(5000) })],
  ["a fractional epoch", JSON.stringify({ ...GOOD, epoch: 0.5 })],
  ["an epoch beyond 32 bits", JSON.stringify({ ...GOOD, epoch: 2 ** 32 })],
  ["no window", JSON.stringify({ ...GOOD, window: undefined })],
  ["a window as null", JSON.stringify({ ...GOOD, window: null })],
  ["a limit as text", JSON.stringify({ ...GOOD, topLimit: "10" })],
  ["fewer rows than none", JSON.stringify({ ...GOOD, rowLimit: -1 })],
])("%s is refused", ([, text]) => {
  expect(() => readPageMessage(text)).toThrow(ProblemError);
});
