import { describe, expect, test } from "vitest";
import { type Horizon, liveSince, rangeOf, scopeOf, windowScope } from "./scope.ts";
import { SECOND } from "./time-window.ts";

const NOW = 1_000_000 * SECOND;
const HORIZON: Horizon = {
  isFile: false,
  isHistory: false,
  newest: NOW,
  startedAt: NOW - 600 * SECOND,
  oldest: NOW - 600 * SECOND,
  earlier: undefined,
};
/** A capture that was started again a minute after an earlier one had ended. */
const RESTARTED = { oldest: 0, earlier: NOW - 660 * SECOND };
const minutes = (count: number) => ({ kind: "last" as const, seconds: count * 60 });

describe("Live figures answer", () => {
  test.for([
    ["for a window that is older than the capture", minutes(15), {}, true],
    ["not for a part of what was captured", minutes(5), {}, false],
    ["not where earlier captures recorded a part of the window", minutes(15), RESTARTED, false],
    ["where these had ended before it", minutes(11), RESTARTED, true],
    ["not for a long window in which they recorded", minutes(600), RESTARTED, false],
    ["for all, while nothing is older", { kind: "all" }, {}, true],
    ["not for all, while something is", { kind: "all" }, RESTARTED, false],
    [
      "where nothing could tell the window from the time before",
      minutes(5),
      { oldest: NOW - 60 * SECOND },
      true,
    ],
    ["for a whole file", minutes(5), { isFile: true }, true],
    ["never where nothing is captured", minutes(15), { isHistory: true }, false],
    ["not for what is past", { kind: "between", from: 1, to: 2 }, {}, false],
  ] as const)("%s", ([, window, change, live]) => {
    expect(windowScope(window, { ...HORIZON, ...change }).live).toBe(live);
  });
});

test.for([
  ["the start, without a filter", "", 9, 100],
  ["the oldest packet that is held, with one", "dns", 9, 400],
  ["the start, while no packet was forgotten", "dns", 0, 100],
] as const)("Live figures count since %s", ([, filter, forgotten, since]) => {
  expect(liveSince({ filter, startedAt: 100, oldestPacket: 400, forgotten })).toBe(since);
});

test("A selection is what is answered for, whatever the window", () => {
  const selection = { from: NOW - 9 * SECOND, to: NOW - 2 * SECOND };
  expect(scopeOf(minutes(15), selection, HORIZON)).toEqual({
    span: selection,
    follows: false,
    live: false,
  });
});

test("A scope that follows has no end, and starts at a multiple of the step", () => {
  const scope = windowScope(minutes(5), { ...HORIZON, newest: NOW + 7 * SECOND });
  expect(rangeOf(scope, 60)).toEqual({
    from: BigInt(NOW - 340 * SECOND) * 1000n,
    to: undefined,
  });
});

test("All reaches from the oldest that is held", () => {
  const { span } = windowScope({ kind: "all" }, { ...HORIZON, oldest: 5 });
  expect(span).toEqual({ from: 5, to: NOW });
});
