/**
 * Whether a list may move. Nothing moves under the hand: a list is *held* from the moment the pointer
 * enters it, while it is scrolled away from its newest end, has the focus, holds a text selection or
 * has a menu open. It follows again two seconds after the pointer left (at once when it only passed
 * through), and never by itself because focus came or went.
 */

/** A pointer that stays shorter only crosses the list. */
export const PASSING_MS = 300;
export const RESUME_MS = 2000;

export type HoldReason = "pointer" | "scroll" | "focus" | "selection" | "menu" | "touch";

/** The part of the browser's timers that is needed; tests pass their own. */
export interface Timer {
  now(): number;
  after(milliseconds: number, callback: () => void): () => void;
}

export class Hold {
  readonly #reasons = new Set<HoldReason>();
  readonly #timer: Timer;
  readonly #onChange: (held: boolean) => void;
  #entered = 0;
  #cancelResume: (() => void) | undefined;

  constructor(timer: Timer, onChange: (held: boolean) => void) {
    this.#timer = timer;
    this.#onChange = onChange;
  }

  get held(): boolean {
    return this.#reasons.size > 0;
  }

  pointerEntered(): void {
    this.#cancelResume?.();
    this.#cancelResume = undefined;
    if (!this.#reasons.has("pointer")) this.#entered = this.#timer.now();
    this.add("pointer");
  }

  pointerLeft(): void {
    if (!this.#reasons.has("pointer")) return;
    this.#cancelResume?.();
    const stayed = this.#timer.now() - this.#entered;
    const wait = stayed < PASSING_MS ? 0 : RESUME_MS;
    this.#cancelResume = this.#timer.after(wait, () => {
      this.#cancelResume = undefined;
      this.remove("pointer");
    });
  }

  add(reason: HoldReason): void {
    this.#change(() => this.#reasons.add(reason));
  }

  remove(reason: HoldReason): void {
    this.#change(() => this.#reasons.delete(reason));
  }

  /** The person asked for the newest: every reason but an open menu is gone. */
  release(): void {
    this.#cancelResume?.();
    this.#cancelResume = undefined;
    this.#change(() => {
      for (const reason of [...this.#reasons]) if (reason !== "menu") this.#reasons.delete(reason);
    });
  }

  #change(change: () => void): void {
    const before = this.held;
    change();
    if (this.held !== before) this.#onChange(this.held);
  }
}

export const browserTimer: Timer = {
  now: () => performance.now(),
  after: (milliseconds, callback) => {
    const id = setTimeout(callback, milliseconds);
    return () => clearTimeout(id);
  },
};
