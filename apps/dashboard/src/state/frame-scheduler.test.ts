import { expect, test } from "vitest";
import { FrameScheduler } from "./frame-scheduler.ts";

test("Work under one key runs once per frame, the newest of it", () => {
  const frames: (() => void)[] = [];
  const scheduler = new FrameScheduler((callback) => void frames.push(callback));
  const ran: string[] = [];
  scheduler.schedule("a", () => ran.push("old"));
  scheduler.schedule("a", () => ran.push("new"));
  scheduler.schedule("b", () => ran.push("other"));
  expect(frames).toHaveLength(1);
  frames.shift()!();
  expect(ran).toEqual(["new", "other"]);
  scheduler.schedule("a", () => ran.push("next"));
  expect(frames).toHaveLength(1);
});
