/**
 * Everything that a pointer does on the timeline: a drag selects, with Shift or on the axis it moves the
 * window, Ctrl with the wheel zooms, a click leaves the crosshair where it is; fingers as
 * {@link TouchGesture} has it.
 */
import type { Span } from "../../format/time.ts";
import type { Dashboard } from "../../state/dashboard.ts";
import type { Timer } from "../../state/hold.ts";
import { Store } from "../../state/store.ts";
import { bucketAt } from "../../state/traffic-stack.ts";
import { type PinchStart, pinchWindow } from "./pinch.ts";
import { SpanDrag, snapStep } from "./span-drag.ts";
import { TouchGesture } from "./touch-gesture.ts";
import type { TrafficChart } from "./traffic-chart.ts";

/** CSS pixels that a pointer has to move before a press is a drag. */
const DRAG_PIXELS = 4;
/** CSS pixels beside an edge of the selection at which it can be taken hold of. */
const EDGE_PIXELS = 6;
const TOUCH_EDGE_PIXELS = 22;
/** How much longer the window gets by one pixel of a wheel. */
const WHEEL_ZOOM = 0.003;
/** Pixels of a wheel that counts in lines. */
const LINE_PIXELS = 33;
const COUNTS_LINES = 1;

interface Press {
  readonly x: number;
  /** Moment under the pointer. */
  readonly at: number;
  /** Microseconds that a pixel is wide. */
  readonly perPixel: number;
  /** Undefined where the press takes hold of the time axis. */
  readonly drag: SpanDrag | undefined;
  readonly moved: boolean;
}

export interface PressEvent {
  readonly clientX: number;
  readonly clientY: number;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

/** What gestures need of the chart. */
export type GestureSurface = Pick<
  TrafficChart,
  "momentAt" | "isOnAxis" | "content" | "box" | "point"
>;

/** What gestures act upon. */
export type GestureTarget = Pick<Dashboard, "view" | "travel" | "pin" | "select">;

export class TimelineGestures {
  readonly touch: TouchGesture;
  /** What would be selected if the gesture ended now. */
  readonly draft: Store<Span | undefined> = new Store<Span | undefined>(undefined);
  readonly #target: GestureTarget;
  #surface: GestureSurface | undefined;
  #press: Press | undefined;
  #drag: SpanDrag | undefined;
  #pinch: PinchStart | undefined;

  constructor(target: GestureTarget, timer: Timer) {
    this.#target = target;
    this.touch = new TouchGesture(timer, {
      grips: (x) => this.#isOnEdge(x),
      tap: (x) => this.#togglePin(x),
      look: (x) => this.#look(x),
      looked: (x) => this.#leaveCrosshair(x),
      beginSelection: (x) => this.#beginSelection(x),
      select: (x) => this.#drawTo(x),
      selected: () => this.#select(),
      pinch: (begun, now) => this.#stretch(begun, now),
      pinched: () => this.#endPinch(),
      cancel: () => this.cancel(),
    });
  }

  /** The chart that the gestures are on; undefined when there is none any more. */
  use(surface: GestureSurface | undefined): void {
    this.#surface = surface;
  }

  press(event: PressEvent): void {
    const surface = this.#surface;
    if (surface === undefined) return;
    const { micros, perPixel } = surface.momentAt(event.clientX);
    const pans = event.shiftKey || surface.isOnAxis(event.clientY);
    const drag = pans ? undefined : this.#dragFrom(event.clientX, EDGE_PIXELS, event.altKey);
    this.#press = { x: event.clientX, at: micros, perPixel, drag, moved: false };
  }

  /** @returns whether the pointer is being dragged. */
  move(clientX: number): boolean {
    const press = this.#press;
    if (press === undefined) return false;
    if (!press.moved && Math.abs(clientX - press.x) < DRAG_PIXELS) return false;
    this.#press = { ...press, moved: true };
    if (press.drag === undefined) {
      this.#target.travel.drag((press.x - clientX) * press.perPixel);
    } else {
      this.#drag = press.drag;
      this.#drawTo(clientX);
    }
    return true;
  }

  release(): void {
    const press = this.#press;
    this.#press = undefined;
    if (press === undefined) return;
    if (press.drag === undefined) this.#target.travel.finish();
    else if (press.moved) this.#select();
    else this.#togglePin(press.x);
  }

  cancel(): void {
    this.#press = undefined;
    this.#drag = undefined;
    this.#pinch = undefined;
    this.draft.set(undefined);
    this.#surface?.point(undefined);
    this.#target.travel.cancel();
  }

  /** @returns whether the wheel was turned for the timeline, not for the page. */
  turn(event: Pick<WheelEvent, "ctrlKey" | "deltaY" | "deltaMode" | "clientX">): boolean {
    if (!event.ctrlKey || this.#surface === undefined) return false;
    const pixels = event.deltaY * (event.deltaMode === COUNTS_LINES ? LINE_PIXELS : 1);
    const { micros } = this.#surface.momentAt(event.clientX);
    this.#target.travel.turn(Math.exp(pixels * WHEEL_ZOOM), micros);
    return true;
  }

  /** Inside the selection it zooms to it, elsewhere it clears it. */
  doubleClick(clientX: number): void {
    const { selection } = this.#target.view.getSnapshot();
    if (selection === undefined || this.#surface === undefined) return;
    const { micros } = this.#surface.momentAt(clientX);
    if (micros >= selection.from && micros < selection.to) this.#target.travel.zoomToSelection();
    else this.#target.select(undefined);
  }

  #isOnEdge(x: number): boolean {
    const { selection } = this.#target.view.getSnapshot();
    if (selection === undefined || this.#surface === undefined) return false;
    const { micros, perPixel } = this.#surface.momentAt(x);
    const distance = Math.min(Math.abs(micros - selection.from), Math.abs(micros - selection.to));
    return distance <= TOUCH_EDGE_PIXELS * perPixel;
  }

  #dragFrom(x: number, edge: number, isFree: boolean): SpanDrag | undefined {
    if (this.#surface === undefined) return undefined;
    const { micros: at, perPixel } = this.#surface.momentAt(x);
    const { selection } = this.#target.view.getSnapshot();
    const snap = isFree ? Math.round : (moment: number) => this.#snap(moment, perPixel);
    return new SpanDrag({ at, selection, reach: edge * perPixel, snap });
  }

  #snap(micros: number, perPixel: number): number {
    const content = this.#surface?.content;
    if (content === undefined) return Math.round(micros);
    const { stack, axis } = content;
    const inside = Math.min(axis[1] * 1e6, Math.max(axis[0] * 1e6, micros));
    const first = (stack.times[0] ?? axis[0]) * 1e6;
    const step = snapStep(stack.step, perPixel) * 1e6;
    return Math.round(first + Math.round((inside - first) / step) * step);
  }

  /** What a finger rests on is selected as wide as a finger, so that both edges can be taken hold of. */
  #beginSelection(x: number): void {
    this.#drag = this.#dragFrom(x, TOUCH_EDGE_PIXELS, false);
    if (this.#drag === undefined || this.#surface === undefined) return;
    const { micros, perPixel } = this.#surface.momentAt(x);
    const [from, to] = [-1, 1].map((side) =>
      this.#snap(micros + side * TOUCH_EDGE_PIXELS * perPixel, perPixel),
    ) as [number, number];
    this.draft.set(this.#drag.to(micros) ?? (from < to ? { from, to } : undefined));
  }

  #drawTo(x: number): void {
    if (this.#surface === undefined) return;
    this.draft.set(this.#drag?.to(this.#surface.momentAt(x).micros));
  }

  #select(): void {
    const span = this.draft.getSnapshot();
    this.#drag = undefined;
    this.draft.set(undefined);
    if (span !== undefined) this.#target.select(span);
  }

  #togglePin(x: number): void {
    const { pin } = this.#target;
    const at = this.#surface?.momentAt(x).micros;
    pin.set(pin.getSnapshot() === undefined ? at : undefined);
  }

  #look(x: number): void {
    const surface = this.#surface;
    if (surface?.content === undefined) return;
    surface.point(bucketAt(surface.content.stack, surface.momentAt(x).micros / 1e6));
  }

  #leaveCrosshair(x: number): void {
    this.#surface?.point(undefined);
    this.#target.pin.set(this.#surface?.momentAt(x).micros);
  }

  #stretch(begun: readonly [number, number], now: readonly [number, number]): void {
    const surface = this.#surface;
    if (surface?.content === undefined) return;
    const [from, to] = surface.content.axis;
    this.#pinch ??= { window: { from: from * 1e6, to: to * 1e6 }, begun, box: surface.box };
    this.#target.travel.shape(pinchWindow(this.#pinch, now));
  }

  #endPinch(): void {
    this.#pinch = undefined;
    this.#target.travel.finish();
  }
}
