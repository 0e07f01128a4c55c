/**
 * What fingers on the timeline mean. One that rests selects from there on; one that slides moves the
 * crosshair; two zoom and move the window. Up and down stays the browser's, which scrolls the page.
 */
import type { Timer } from "../../state/hold.ts";

/** Milliseconds that a finger has to rest. */
export const REST_MS = 400;
/** CSS pixels that a resting finger may tremble. */
const TREMBLE = 8;

type Pair = readonly [number, number];

/** Places are CSS pixels from the left of the window. */
export interface TouchActs {
  /** Whether a finger takes hold of something there at once. */
  readonly grips: (x: number) => boolean;
  readonly tap: (x: number) => void;
  readonly look: (x: number) => void;
  /** The finger that looked is gone. */
  readonly looked: (x: number) => void;
  readonly beginSelection: (x: number) => void;
  readonly select: (x: number) => void;
  readonly selected: () => void;
  /** Two fingers have come from where they were put down to where they are. */
  readonly pinch: (begun: Pair, now: Pair) => void;
  readonly pinched: () => void;
  /** What was begun came to nothing. */
  readonly cancel: () => void;
}

type Phase = "none" | "resting" | "looking" | "selecting" | "pinching" | "over";

export class TouchGesture {
  readonly #acts: TouchActs;
  readonly #timer: Timer;
  /** Where each finger is, by its pointer. */
  readonly #fingers = new Map<number, number>();
  #phase: Phase = "none";
  #begun: Pair = [0, 0];
  #cancelRest: (() => void) | undefined;

  constructor(timer: Timer, acts: TouchActs) {
    this.#timer = timer;
    this.#acts = acts;
  }

  /** True while the browser must leave movements to the timeline, those up and down as well. */
  get isOurs(): boolean {
    return this.#phase === "selecting" || this.#phase === "pinching";
  }

  down(pointer: number, x: number): void {
    this.#fingers.set(pointer, x);
    if (this.#fingers.size === 1) this.#put(x);
    else if (this.#fingers.size === 2 && this.#phase !== "over") this.#beginPinch();
  }

  move(pointer: number, x: number): void {
    if (!this.#fingers.has(pointer)) return;
    this.#fingers.set(pointer, x);
    if (this.#phase === "resting" && Math.abs(x - this.#begun[0]) >= TREMBLE) {
      this.#stopResting();
      this.#phase = "looking";
    }
    if (this.#phase === "looking") this.#acts.look(x);
    else if (this.#phase === "selecting") this.#acts.select(x);
    else if (this.#phase === "pinching") this.#acts.pinch(this.#begun, this.#pair());
  }

  up(pointer: number): void {
    const x = this.#fingers.get(pointer);
    if (x === undefined) return;
    const phase = this.#phase;
    this.#lift(pointer);
    if (phase === "resting") this.#acts.tap(x);
    else if (phase === "looking") this.#acts.looked(x);
    else if (phase === "selecting") this.#acts.selected();
    else if (phase === "pinching") this.#acts.pinched();
  }

  /** The browser has taken the finger, to scroll with it. */
  cancel(pointer: number): void {
    if (!this.#fingers.has(pointer)) return;
    const isBegun = this.#phase !== "over";
    this.#lift(pointer);
    if (isBegun) this.#acts.cancel();
  }

  #put(x: number): void {
    this.#begun = [x, x];
    if (this.#acts.grips(x)) {
      this.#beginSelection();
      return;
    }
    this.#phase = "resting";
    this.#cancelRest = this.#timer.after(REST_MS, () => this.#beginSelection());
  }

  #beginSelection(): void {
    this.#cancelRest = undefined;
    this.#phase = "selecting";
    this.#acts.beginSelection(this.#begun[0]);
  }

  #beginPinch(): void {
    this.#stopResting();
    if (this.#phase === "selecting" || this.#phase === "looking") this.#acts.cancel();
    this.#phase = "pinching";
    this.#begun = this.#pair();
  }

  /** A finger that stays when another left does nothing more. */
  #lift(pointer: number): void {
    this.#stopResting();
    this.#fingers.delete(pointer);
    this.#phase = this.#fingers.size === 0 ? "none" : "over";
  }

  #stopResting(): void {
    this.#cancelRest?.();
    this.#cancelRest = undefined;
  }

  #pair(): Pair {
    const [first = 0, second = 0] = this.#fingers.values();
    return [first, second];
  }
}
