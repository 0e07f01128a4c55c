import { expect, test } from "vitest";
import { Hold, PASSING_MS, RESUME_MS, type Timer } from "./hold.ts";

function makeTimer() {
  const state = { now: 0, due: [] as { at: number; run: () => void }[] };
  const timer: Timer = {
    now: () => state.now,
    after: (milliseconds, run) => {
      const entry = { at: state.now + milliseconds, run };
      state.due.push(entry);
      return () => {
        state.due = state.due.filter((other) => other !== entry);
      };
    },
  };
  function advance(milliseconds: number): void {
    state.now += milliseconds;
    const ready = state.due.filter((entry) => entry.at <= state.now);
    state.due = state.due.filter((entry) => entry.at > state.now);
    for (const entry of ready) entry.run();
  }
  return { timer, advance };
}

test("A pointer holds the list at once and lets it go two seconds after it left", () => {
  const { timer, advance } = makeTimer();
  const changes: boolean[] = [];
  const hold = new Hold(timer, (held) => changes.push(held));
  hold.pointerEntered();
  advance(PASSING_MS);
  hold.pointerLeft();
  advance(RESUME_MS - 1);
  expect(hold.held).toBe(true);
  advance(1);
  expect(changes).toEqual([true, false]);
});

test("A pointer that only passes through does not hold the list afterwards", () => {
  const { timer, advance } = makeTimer();
  const hold = new Hold(timer, () => {});
  hold.pointerEntered();
  advance(PASSING_MS - 1);
  hold.pointerLeft();
  advance(0);
  expect(hold.held).toBe(false);
});

test("Coming back within the two seconds keeps the list held", () => {
  const { timer, advance } = makeTimer();
  const hold = new Hold(timer, () => {});
  hold.pointerEntered();
  advance(1000);
  hold.pointerLeft();
  advance(1000);
  hold.pointerEntered();
  advance(10_000);
  expect(hold.held).toBe(true);
});

test("Focus holds the list until the person asks for the newest", () => {
  const { timer, advance } = makeTimer();
  const hold = new Hold(timer, () => {});
  hold.add("focus");
  hold.pointerEntered();
  advance(1000);
  hold.pointerLeft();
  advance(60_000);
  expect(hold.held).toBe(true);
  hold.release();
  expect(hold.held).toBe(false);
});

test("An open menu survives a release", () => {
  const hold = new Hold(makeTimer().timer, () => {});
  hold.add("menu");
  hold.add("scroll");
  hold.release();
  expect(hold.held).toBe(true);
});
