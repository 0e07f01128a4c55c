/**
 * How the window is moved over what is held: at once by keys and buttons, and by a gesture in drafts
 * that the timeline shows meanwhile and the page follows when it ends, as one step that Back undoes.
 */
import type { Span } from "../format/time.ts";
import type { Timer } from "./hold.ts";
import type { ShownScope } from "./inquiry.ts";
import { Store } from "./store.ts";
import { fitInto, isSameWindow, pan, roundSpan, type TimeWindow, zoomAt } from "./time-window.ts";
import type { ViewState } from "./view-state.ts";

/** A wheel that rests for so many milliseconds has done what it was turned for. */
const REST_MS = 250;
/** Ways back out that are remembered. */
const MOST_BACK = 50;

export interface WindowTravelOptions {
  readonly view: Store<ViewState>;
  readonly scope: Store<ShownScope>;
  readonly timer: Timer;
  readonly setWindow: (window: TimeWindow) => void;
}

export class WindowTravel {
  /** What the timeline shows while a gesture goes on. */
  readonly draft: Store<Span | undefined> = new Store<Span | undefined>(undefined);
  readonly #options: WindowTravelOptions;
  /** Windows that were zoomed into, each with what was shown before. */
  #zooms: readonly { readonly before: TimeWindow; readonly after: TimeWindow }[] = [];
  /** Where a drag began. */
  #begun: Span | undefined;
  #cancelRest: (() => void) | undefined;
  /** The page was asked for the draft, which stays until something else is drawn. */
  #isHandedOver = false;

  constructor(options: WindowTravelOptions) {
    this.#options = options;
  }

  /** Shows a fixed stretch of what can be reached. */
  show(span: Span): void {
    const { view, scope, setWindow } = this.#options;
    const before = view.getSnapshot().window;
    const { window, reach } = scope.getSnapshot();
    const shown = roundSpan(fitInto(span, reach));
    setWindow({ kind: "between", ...shown });
    if (shown.to - shown.from >= window.to - window.from) return;
    const after = view.getSnapshot().window;
    this.#zooms = [...this.#zooms, { before, after }].slice(-MOST_BACK);
  }

  zoomToSelection(): void {
    const { selection } = this.#options.view.getSnapshot();
    if (selection === undefined) return;
    const before = this.#options.view.getSnapshot().window;
    const after = { kind: "between" as const, ...selection };
    this.#options.setWindow(after);
    this.#zooms = [...this.#zooms, { before, after }].slice(-MOST_BACK);
  }

  /** Shows what was shown before zooming in; after that, twice as much each time. */
  zoomBack(): void {
    const last = this.#zooms.at(-1);
    const isThere = last && isSameWindow(last.after, this.#options.view.getSnapshot().window);
    this.#zooms = isThere ? this.#zooms.slice(0, -1) : [];
    if (isThere) this.#options.setWindow(last.before);
    else this.zoom(2);
  }

  /** Shows twice as much (2) or half as much (0.5) about the middle. */
  zoom(factor: number): void {
    const { window } = this.#options.scope.getSnapshot();
    this.show(zoomAt(window, factor, (window.from + window.to) / 2));
  }

  /** Half a window back (-1) or forward (1). */
  pan(direction: -1 | 1): void {
    this.show(pan(this.#options.scope.getSnapshot().window, direction));
  }

  /** A wheel zooms about a moment; the page follows when it rests. */
  turn(factor: number, at: number): void {
    this.#set(zoomAt(this.draft.getSnapshot() ?? this.#window, factor, at));
    this.#cancelRest?.();
    this.#cancelRest = this.#options.timer.after(REST_MS, () => this.finish());
  }

  /** A drag has come so many microseconds away from where it began. */
  drag(by: number): void {
    this.#begun ??= this.draft.getSnapshot() ?? this.#window;
    this.#set({ from: this.#begun.from + by, to: this.#begun.to + by });
  }

  /** A gesture has given the window another place and length. */
  shape(span: Span): void {
    this.#set(span);
  }

  /** The gesture is over. */
  finish(): void {
    const span = this.draft.getSnapshot();
    this.#rest();
    if (span === undefined) return;
    const before = this.#options.view.getSnapshot().window;
    this.show(span);
    if (isSameWindow(before, this.#options.view.getSnapshot().window)) this.cancel();
    else this.#isHandedOver = true;
  }

  /** The gesture came to nothing. */
  cancel(): void {
    this.#rest();
    this.draft.set(undefined);
  }

  /** Something else is drawn: the draft is gone if the page was asked for it. */
  settle(): void {
    if (this.#isHandedOver) this.cancel();
  }

  get #window(): Span {
    return this.#options.scope.getSnapshot().window;
  }

  #set(span: Span): void {
    this.#isHandedOver = false;
    this.draft.set(fitInto(span, this.#options.scope.getSnapshot().reach));
  }

  #rest(): void {
    this.#cancelRest?.();
    this.#cancelRest = undefined;
    this.#begun = undefined;
    this.#isHandedOver = false;
  }
}
