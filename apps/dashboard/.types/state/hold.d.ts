/**
 * Whether a list may move. Nothing moves under the hand: a list is *held* from the moment the pointer
 * enters it, while it is scrolled away from its newest end, has the focus, holds a text selection or
 * has a menu open. It follows again two seconds after the pointer left (at once when it only passed
 * through), and never by itself because focus came or went.
 */
/** A pointer that stays shorter only crosses the list. */
export declare const PASSING_MS = 300;
export declare const RESUME_MS = 2000;
export type HoldReason = "pointer" | "scroll" | "focus" | "selection" | "menu" | "touch";
/** The part of the browser's timers that is needed; tests pass their own. */
export interface Timer {
  now(): number;
  after(milliseconds: number, callback: () => void): () => void;
}
export declare class Hold {
  #private;
  constructor(timer: Timer, onChange: (held: boolean) => void);
  get held(): boolean;
  pointerEntered(): void;
  pointerLeft(): void;
  add(reason: HoldReason): void;
  remove(reason: HoldReason): void;
  /** The person asked for the newest: every reason but an open menu is gone. */
  release(): void;
}
export declare const browserTimer: Timer;
//# sourceMappingURL=hold.d.ts.map
