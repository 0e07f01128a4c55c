import { beforeEach, describe, expect, test } from "vitest";
import type { Span } from "../format/time.ts";
import type { ShownScope } from "./inquiry.ts";
import { PatientTimer } from "./patient-timer.fixture.ts";
import { Store } from "./store.ts";
import { MINUTE, type TimeWindow } from "./time-window.ts";
import { DEFAULT_VIEW, type ViewState } from "./view-state.ts";
import { WindowTravel } from "./window-travel.ts";

const NOW = 1000 * MINUTE;
const REACH = { from: NOW - 60 * MINUTE, to: NOW };
const LIVE = { from: NOW - 16 * MINUTE, to: NOW };

let view: Store<ViewState>;
let travel: WindowTravel;
let windows: TimeWindow[];
/** What waits for the wheel to rest. */
let timer: PatientTimer;

beforeEach(() => {
  view = new Store({ ...DEFAULT_VIEW, window: { kind: "last", seconds: 16 * 60 } as TimeWindow });
  const scope = new Store({ window: LIVE, reach: REACH } as unknown as ShownScope);
  windows = [];
  timer = new PatientTimer();
  function setWindow(window: TimeWindow): void {
    windows.push(window);
    view.update((before) => ({ ...before, window }));
    const span: Span = window.kind === "between" ? window : LIVE;
    scope.update((before) => ({ ...before, window: { from: span.from, to: span.to } }));
  }
  travel = new WindowTravel({ view, scope, timer, setWindow });
});

function between(from: number, to: number): TimeWindow {
  return { kind: "between", from: NOW - from * MINUTE, to: NOW - to * MINUTE };
}

describe("A wheel", () => {
  test("zooms about a moment in drafts, and is one step when it rests", () => {
    travel.turn(0.5, NOW);
    travel.turn(0.5, NOW);
    expect(travel.draft.getSnapshot()).toEqual({ from: NOW - 4 * MINUTE, to: NOW });
    expect(windows).toEqual([]);
    expect(timer.waiting).toBe(1);
    timer.elapse();
    expect(windows).toEqual([between(4, 0)]);
    expect(travel.draft.getSnapshot()).toBeDefined();
    travel.settle();
    expect(travel.draft.getSnapshot()).toBeUndefined();
  });

  test("stays inside of what is held", () => {
    travel.turn(100, NOW - MINUTE);
    expect(travel.draft.getSnapshot()).toEqual(REACH);
  });
});

describe("A drag", () => {
  test("moves the window from where it began", () => {
    travel.drag(-2 * MINUTE);
    travel.drag(-5 * MINUTE);
    travel.settle();
    expect(travel.draft.getSnapshot()).toEqual({ from: NOW - 21 * MINUTE, to: NOW - 5 * MINUTE });
    travel.finish();
    expect(windows).toEqual([between(21, 5)]);
  });

  test("that is broken off changes nothing", () => {
    travel.drag(-2 * MINUTE);
    travel.cancel();
    travel.finish();
    expect(travel.draft.getSnapshot()).toBeUndefined();
    expect(windows).toEqual([]);
  });

  test("back to where the window is leaves no draft", () => {
    travel.show({ from: NOW - 21 * MINUTE, to: NOW - 5 * MINUTE });
    travel.drag(-MINUTE);
    travel.drag(0);
    travel.finish();
    expect(travel.draft.getSnapshot()).toBeUndefined();
  });
});

describe("The way back", () => {
  test("goes through the windows that were zoomed into, then twice as far each time", () => {
    travel.zoom(0.5);
    travel.zoom(0.5);
    expect(windows.splice(0)).toEqual([between(12, 4), between(10, 6)]);
    travel.zoomBack();
    travel.zoomBack();
    expect(windows.splice(0)).toEqual([between(12, 4), { kind: "last", seconds: 16 * 60 }]);
    travel.zoomBack();
    expect(windows).toEqual([between(32, 0)]);
  });

  test("leads out of a selection", () => {
    const selection = { from: NOW - 3 * MINUTE, to: NOW - 2 * MINUTE };
    view.update((before) => ({ ...before, selection }));
    travel.zoomToSelection();
    travel.zoomBack();
    expect(windows).toEqual([between(3, 2), { kind: "last", seconds: 16 * 60 }]);
  });

  test("is forgotten once the window was moved", () => {
    travel.zoom(0.5);
    travel.pan(-1);
    windows.splice(0);
    travel.zoomBack();
    expect(windows).toEqual([between(20, 4)]);
  });
});
