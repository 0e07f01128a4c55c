import { beforeEach, expect, test } from "vitest";
import { PatientTimer } from "../../state/patient-timer.fixture.ts";
import { TouchGesture } from "./touch-gesture.ts";

let did: string[];
/** What waits for the finger to have rested. */
let timer: PatientTimer;
let gesture: TouchGesture;

beforeEach(() => {
  did = [];
  timer = new PatientTimer();
  const note =
    (name: string) =>
    (...places: unknown[]) =>
      void did.push([name, ...places].join(" "));
  gesture = new TouchGesture(timer, {
    grips: (x) => x === 500,
    tap: note("tap"),
    look: note("look"),
    looked: note("looked"),
    beginSelection: note("begin"),
    select: note("select"),
    selected: note("selected"),
    pinch: note("pinch"),
    pinched: note("pinched"),
    cancel: note("cancel"),
  });
});

test("A finger that comes and goes is a tap, however it trembles", () => {
  gesture.down(1, 100);
  gesture.move(1, 105);
  expect(gesture.isOurs).toBe(false);
  gesture.up(1);
  expect(did).toEqual(["tap 105"]);
  expect(timer.waiting).toBe(0);
});

test("One that slides looks", () => {
  gesture.down(1, 100);
  gesture.move(1, 120);
  gesture.move(1, 130);
  expect(timer.waiting).toBe(0);
  gesture.up(1);
  expect(did).toEqual(["look 120", "look 130", "looked 130"]);
});

test("One that rests selects from there on, and keeps the page from scrolling", () => {
  gesture.down(1, 100);
  timer.elapse();
  expect(gesture.isOurs).toBe(true);
  gesture.move(1, 160);
  gesture.up(1);
  expect(gesture.isOurs).toBe(false);
  expect(did).toEqual(["begin 100", "select 160", "selected"]);
});

test("One that grips an edge need not rest", () => {
  gesture.down(1, 500);
  gesture.move(1, 480);
  gesture.up(1);
  expect(did).toEqual(["begin 500", "select 480", "selected"]);
});

test("Two pinch, until the first of them leaves", () => {
  gesture.down(1, 100);
  gesture.down(2, 200);
  expect(timer.waiting).toBe(0);
  gesture.move(2, 300);
  gesture.up(1);
  gesture.move(2, 350);
  gesture.down(3, 50);
  gesture.up(3);
  gesture.up(2);
  expect(did).toEqual(["pinch 100,200 100,300", "pinched"]);
  gesture.down(4, 100);
  gesture.up(4);
  expect(did.at(-1)).toBe("tap 100");
});

test("A second finger ends a selection that was begun", () => {
  gesture.down(1, 100);
  timer.elapse();
  gesture.down(2, 200);
  gesture.move(2, 220);
  expect(did).toEqual(["begin 100", "cancel", "pinch 100,200 100,220"]);
});

test("A finger that the browser scrolls with does nothing", () => {
  gesture.down(1, 100);
  gesture.cancel(1);
  gesture.move(1, 200);
  gesture.up(1);
  expect(did).toEqual(["cancel"]);
  expect(timer.waiting).toBe(0);
});
