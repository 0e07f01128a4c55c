import { expect, test } from "vitest";
import { pinchWindow } from "./pinch.ts";

/** A second for each pixel. */
const START = {
  window: { from: 0, to: 400e6 },
  begun: [150, 250] as const,
  box: { left: 50, width: 400 },
};

test.for([
  ["apart", [100, 300], { from: 75e6, to: 275e6 }],
  ["together", [175, 225], { from: -150e6, to: 650e6 }],
  ["aside", [200, 300], { from: -50e6, to: 350e6 }],
  ["past one another", [300, 100], { from: 75e6, to: 275e6 }],
] as const)("Fingers that move %s keep what lies between them", ([, now, window]) => {
  expect(pinchWindow(START, now)).toEqual(window);
});

test("Fingers in one place stretch the window to something finite", () => {
  const { from, to } = pinchWindow(START, [200, 200]);
  expect(to - from).toBeCloseTo((400e6 * 100) / 24, -2);
  expect(pinchWindow({ ...START, window: { from: 0, to: 1 } }, [150, 250])).toMatchObject({
    to: expect.closeTo(625, 0),
  });
});
