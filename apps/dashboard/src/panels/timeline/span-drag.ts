/** A drag on the timeline: makes a selection, moves one, or moves one of its edges. */
import type { Span } from "../../format/time.ts";

/** CSS pixels that edges to snap to are apart at least. */
const SNAP_PIXELS = 8;
/** Parts of a bucket that are easily read. */
const PARTS = [60, 30, 12, 6, 4, 2];

/**
 * Seconds between edges that a selection snaps to: those of the buckets, and where these are wide on
 * the screen, round parts of them in whole seconds.
 *
 * @param perPixel microseconds that a CSS pixel is wide.
 */
export function snapStep(step: number, perPixel: number): number {
  const least = (SNAP_PIXELS * perPixel) / 1e6;
  const part = PARTS.find((parts) => (step / parts) % 1 === 0 && step / parts >= least);
  return part === undefined ? step : step / part;
}

export interface DragStart {
  /** Moment at which the pointer was pressed, microseconds since 1970. */
  readonly at: number;
  readonly selection: Span | undefined;
  /** How far beside an edge it can still be taken hold of, microseconds. */
  readonly reach: number;
  /** Rounds a moment to the nearest edge of a bucket. */
  readonly snap: (micros: number) => number;
}

type Hold = "new" | "from" | "to" | "all";

export class SpanDrag {
  readonly #start: DragStart;
  readonly #hold: Hold;

  constructor(start: DragStart) {
    this.#start = start;
    this.#hold = holdAt(start);
  }

  /** What is selected when the pointer has come to a moment; undefined for nothing. */
  to(at: number): Span | undefined {
    const { at: begin, selection, snap } = this.#start;
    if (this.#hold === "new" || selection === undefined) return ordered(snap(begin), snap(at));
    switch (this.#hold) {
      case "from":
        return ordered(snap(at), selection.to);
      case "to":
        return ordered(selection.from, snap(at));
      default: {
        const from = snap(selection.from + at - begin);
        return { from, to: from + selection.to - selection.from };
      }
    }
  }
}

function holdAt({ at, selection, reach }: DragStart): Hold {
  if (selection === undefined) return "new";
  const { from, to } = selection;
  const [toFrom, toTo] = [Math.abs(at - from), Math.abs(at - to)];
  if (Math.min(toFrom, toTo) <= reach) return toFrom < toTo ? "from" : "to";
  return at > from && at < to ? "all" : "new";
}

function ordered(a: number, b: number): Span | undefined {
  if (a === b) return undefined;
  return a < b ? { from: a, to: b } : { from: b, to: a };
}
