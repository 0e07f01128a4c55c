/** What the page answers for at a moment: the selection, else the window. */
import type { TimeRange } from "@wirescope/query";
import type { Span } from "../format/time.ts";
import { SECOND, type TimeWindow, windowSpan } from "./time-window.ts";

/** What is known of the session's time; microseconds since 1970. */
export interface Horizon {
  /** A capture file, read to its end or not. */
  readonly isFile: boolean;
  /** Nothing is captured here: all answers come from history. */
  readonly isHistory: boolean;
  /** The newest moment: of the packets, or the present when live. */
  readonly newest: number;
  /** Since when the live figures count; undefined while unknown. */
  readonly startedAt: number | undefined;
  /** The oldest moment of which anything is held; undefined while unknown. */
  readonly oldest: number | undefined;
  /** Until when captures before this one recorded anything; undefined where none did. */
  readonly earlier: number | undefined;
}

/** What decides since when live figures count; microseconds since 1970. */
export interface LiveReach {
  readonly filter: string;
  readonly startedAt: number;
  readonly oldestPacket: number | undefined;
  /** Packets that memory had to let go. */
  readonly forgotten: number;
}

/**
 * Since when the live figures count: with a filter they rest on the packets that are held, without one
 * everything since the start was counted.
 */
export function liveSince({ filter, startedAt, oldestPacket, forgotten }: LiveReach): number {
  const restsOnPackets = filter !== "" && forgotten > 0;
  return restsOnPackets ? Math.max(startedAt, oldestPacket ?? startedAt) : startedAt;
}

export interface Scope {
  readonly span: Span;
  /** True when the scope's end moves with the newest packet. */
  readonly follows: boolean;
  /** True when the live figures, which count since the start, answer for it. */
  readonly live: boolean;
}

/** The window in moments; a file is shown from its first packet to its last. */
export function windowScope(window: TimeWindow, horizon: Horizon): Scope {
  const oldest = Math.min(horizon.oldest ?? horizon.newest, horizon.startedAt ?? horizon.newest);
  const held = { from: oldest, to: Math.max(horizon.newest, oldest + SECOND) };
  if (window.kind === "between") {
    return { span: windowSpan(window, held), follows: false, live: false };
  }
  if (horizon.isFile) {
    const from = horizon.oldest ?? horizon.newest;
    return { span: { from, to: Math.max(horizon.newest, from) + 1 }, follows: true, live: true };
  }
  const span = windowSpan(window, held);
  return { span, follows: true, live: livesUpTo(span, horizon) };
}

export function scopeOf(window: TimeWindow, selection: Span | undefined, horizon: Horizon): Scope {
  if (selection !== undefined) return { span: selection, follows: false, live: false };
  return windowScope(window, horizon);
}

/** Whether the span holds something that captures before this one recorded. */
export function reachesEarlier({ from }: Span, { earlier }: Horizon): boolean {
  return earlier !== undefined && from < earlier;
}

/**
 * Whether the figures since the start are those of the span: when the capture is younger and nothing
 * was recorded in it before, or when nothing can tell the span from what was before it.
 */
function livesUpTo(span: Span, horizon: Horizon): boolean {
  const { startedAt, oldest } = horizon;
  if (horizon.isHistory) return false;
  if (startedAt === undefined) return true;
  if (span.from <= startedAt) return !reachesEarlier(span, horizon);
  return oldest === undefined || oldest > span.from;
}

/** The range of a question. A scope that follows has no end; its start is at a multiple of `step`. */
export function rangeOf({ span, follows }: Scope, step: number): TimeRange {
  if (!follows) return { from: nanos(span.from), to: nanos(span.to) };
  const grain = step * SECOND;
  return { from: nanos(Math.floor(span.from / grain) * grain), to: undefined };
}

function nanos(micros: number): bigint {
  return BigInt(Math.round(micros)) * 1000n;
}
