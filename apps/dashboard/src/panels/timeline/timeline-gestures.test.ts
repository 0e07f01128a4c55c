import { beforeEach, describe, expect, test } from "vitest";
import type { Span } from "../../format/time.ts";
import { PatientTimer } from "../../state/patient-timer.fixture.ts";
import { Store } from "../../state/store.ts";
import type { TrafficStack } from "../../state/traffic-stack.ts";
import { DEFAULT_VIEW, type ViewState } from "../../state/view-state.ts";
import type { WindowTravel } from "../../state/window-travel.ts";
import { type GestureSurface, TimelineGestures } from "./timeline-gestures.ts";
import type { ChartContent } from "./traffic-chart.ts";

/** A pixel is a second, and a bucket ten: the axis begins at pixel 0. */
const STACK = { times: Float64Array.from({ length: 60 }, (_, i) => i * 10), step: 10 };
const SECOND = 1e6;

let view: Store<ViewState>;
let pin: Store<number | undefined>;
let did: unknown[];
let timer: PatientTimer;
let gestures: TimelineGestures;

beforeEach(() => {
  view = new Store<ViewState>(DEFAULT_VIEW);
  pin = new Store<number | undefined>(undefined);
  did = [];
  timer = new PatientTimer();
  const note = (name: string) => (value?: unknown) => void did.push([name, value]);
  const travel = {
    drag: note("drag"),
    finish: note("finish"),
    cancel: note("cancel"),
    shape: note("shape"),
    turn: (factor: number, at: number) => void did.push(["turn", factor, at]),
    zoomToSelection: note("zoom"),
  } as unknown as WindowTravel;
  function select(selection: Span | undefined): void {
    view.update((before) => ({ ...before, selection }));
  }
  gestures = new TimelineGestures({ view, pin, travel, select }, timer);
  const surface: GestureSurface = {
    momentAt: (x) => ({ micros: x * SECOND, perPixel: SECOND }),
    isOnAxis: (y) => y > 100,
    content: { stack: STACK as TrafficStack, axis: [0, 600] } as unknown as ChartContent,
    box: { left: 0, width: 600 },
    point: note("point"),
  };
  gestures.use(surface);
});

function at(clientX: number, keys: { shiftKey?: boolean; altKey?: boolean } = {}) {
  return { clientX, clientY: 50, shiftKey: false, altKey: false, ...keys };
}

function seconds(from: number, to: number): Span {
  return { from: from * SECOND, to: to * SECOND };
}

describe("A mouse", () => {
  test("selects by a drag, to the edges of buckets", () => {
    gestures.press(at(103));
    expect(gestures.move(105)).toBe(false);
    expect(gestures.move(178)).toBe(true);
    expect(gestures.draft.getSnapshot()).toEqual(seconds(100, 180));
    gestures.release();
    expect(view.getSnapshot().selection).toEqual(seconds(100, 180));
    expect(gestures.draft.getSnapshot()).toBeUndefined();
  });

  test("selects to the moment with Alt, and takes hold of an edge", () => {
    gestures.press(at(103, { altKey: true }));
    gestures.move(178);
    gestures.release();
    expect(view.getSnapshot().selection).toEqual(seconds(103, 178));
    gestures.press(at(180));
    gestures.move(220);
    gestures.release();
    expect(view.getSnapshot().selection).toEqual(seconds(103, 220));
  });

  test("leaves the crosshair by a click and takes it away by another", () => {
    gestures.press(at(103));
    gestures.release();
    expect(pin.getSnapshot()).toBe(103 * SECOND);
    gestures.press(at(300));
    gestures.release();
    expect(pin.getSnapshot()).toBeUndefined();
  });

  test.for([
    ["Shift", at(100, { shiftKey: true })],
    ["the axis", { ...at(100), clientY: 120 }],
  ] as const)("moves the window with %s", ([, event]) => {
    gestures.press(event);
    gestures.move(130);
    gestures.release();
    expect(did).toEqual([
      ["drag", -30 * SECOND],
      ["finish", undefined],
    ]);
    expect(view.getSnapshot().selection).toBeUndefined();
  });

  test("zooms with Ctrl and the wheel only, which may count in lines", () => {
    const wheel = { ctrlKey: true, deltaY: 1, deltaMode: 1, clientX: 60 };
    expect(gestures.turn({ ...wheel, ctrlKey: false })).toBe(false);
    expect(did).toEqual([]);
    expect(gestures.turn(wheel)).toBe(true);
    expect(did).toEqual([["turn", Math.exp(0.099), 60 * SECOND]]);
  });

  test("zooms into a selection by a double click, and clears it by one beside it", () => {
    view.update((before) => ({ ...before, selection: seconds(100, 200) }));
    gestures.doubleClick(150);
    expect(did).toEqual([["zoom", undefined]]);
    gestures.doubleClick(250);
    expect(view.getSnapshot().selection).toBeUndefined();
  });
});

describe("A finger", () => {
  test("that rests selects as much as a finger covers, and more when it is drawn on", () => {
    gestures.touch.down(1, 300);
    timer.elapse();
    expect(gestures.draft.getSnapshot()).toEqual(seconds(280, 320));
    gestures.touch.move(1, 401);
    gestures.touch.up(1);
    expect(view.getSnapshot().selection).toEqual(seconds(300, 400));
  });

  test("takes hold of an edge from as far as it is wide", () => {
    view.update((before) => ({ ...before, selection: seconds(100, 300) }));
    gestures.touch.down(1, 318);
    gestures.touch.move(1, 350);
    gestures.touch.up(1);
    expect(view.getSnapshot().selection).toEqual(seconds(100, 350));
  });

  test("that slides shows the values below it, and leaves the crosshair there", () => {
    gestures.touch.down(1, 100);
    gestures.touch.move(1, 125);
    gestures.touch.up(1);
    expect(did).toEqual([
      ["point", 12],
      ["point", undefined],
    ]);
    expect(pin.getSnapshot()).toBe(125 * SECOND);
  });

  test("and another give the window its place and length", () => {
    gestures.touch.down(1, 200);
    gestures.touch.down(2, 300);
    gestures.touch.move(2, 400);
    gestures.touch.up(1);
    expect(did).toEqual([
      ["shape", seconds(100, 400)],
      ["finish", undefined],
    ]);
  });

  test("that the browser takes undoes what was begun", () => {
    gestures.touch.down(1, 300);
    timer.elapse();
    gestures.touch.cancel(1);
    expect(gestures.draft.getSnapshot()).toBeUndefined();
    expect(view.getSnapshot().selection).toBeUndefined();
  });
});
