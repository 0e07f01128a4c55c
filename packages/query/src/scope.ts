/** What a question is asked about, checked and ready to be compared with packets. */
import {
  type CheckedFilter,
  checkFilter,
  compileFilter,
  type Filter,
  type FilterContext,
  FilterError,
} from "@wirescope/filter";
import { QueryError } from "./errors.ts";
import { isLater, type PacketTime } from "./packet-archive.ts";
import type { Scope } from "./question.ts";
import { requireRange, type TimeRange } from "./range.ts";
import { fromUnixNanos } from "./timestamp.ts";

/** A {@link TimeRange} as numbers, for comparison once per packet. */
export interface TimeWindow {
  /** True when every time is inside. */
  readonly unlimited: boolean;
  readonly fromSeconds: number;
  readonly fromNanoseconds: number;
  readonly toSeconds: number;
  readonly toNanoseconds: number;
}

export interface CompiledScope {
  readonly filter: Filter;
  readonly range: TimeRange;
  readonly window: TimeWindow;
  /** Everything there is: no filter and no limit in time. */
  readonly whole: boolean;
  /** The same for scopes that select the same packets. */
  readonly key: string;
}

/**
 * @throws QueryError `QUERY_BAD_FILTER` with the place in the text, `QUERY_BAD_RANGE` for an end
 * before its start.
 */
export function compileScope(scope: Scope, context?: FilterContext): CompiledScope {
  const { range } = scope;
  const filter = compileQueryFilter(scope.filter, context);
  const window = toWindow(range);
  return {
    filter,
    range,
    window,
    whole: filter.empty && window.unlimited,
    key: `${range.from ?? ""}/${range.to ?? ""}/${filter.text}`,
  };
}

/** `compileFilter` with its error as a {@link QueryError}. */
function compileQueryFilter(text: string, context?: FilterContext): Filter {
  return filterErrorAsQuery(() => compileFilter(text, context));
}

/** `checkFilter` with its error as a {@link QueryError}; undefined for the empty filter. */
export function checkQueryFilter(text: string): CheckedFilter | undefined {
  return filterErrorAsQuery(() => checkFilter(text));
}

function filterErrorAsQuery<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof FilterError)) throw cause;
    const { message, column, length, suggestion } = cause;
    throw new QueryError("QUERY_BAD_FILTER", message, column, { cause, length, suggestion });
  }
}

export function isInside(window: TimeWindow, seconds: number, nanoseconds: number): boolean {
  if (window.unlimited) return true;
  if (seconds < window.fromSeconds || seconds > window.toSeconds) return false;
  if (seconds === window.fromSeconds && nanoseconds < window.fromNanoseconds) return false;
  return seconds < window.toSeconds || nanoseconds < window.toNanoseconds;
}

/** True where everything in the window is later than `time`, if that is known. */
export function beginsAfter(window: TimeWindow, time: PacketTime | undefined): boolean {
  const start = { seconds: window.fromSeconds, nanoseconds: window.fromNanoseconds };
  return time !== undefined && isLater(start, time);
}

/** True where everything in the window is earlier than `time`, if that is known. */
export function endsBefore(window: TimeWindow, time: PacketTime | undefined): boolean {
  const end = { seconds: window.toSeconds, nanoseconds: window.toNanoseconds };
  return time !== undefined && !isLater(end, time);
}

function toWindow(range: TimeRange): TimeWindow {
  requireRange(range);
  const { from, to } = range;
  const start = from === undefined ? undefined : fromUnixNanos(from);
  const end = to === undefined ? undefined : fromUnixNanos(to);
  return {
    unlimited: from === undefined && to === undefined,
    fromSeconds: start?.seconds ?? Number.NEGATIVE_INFINITY,
    fromNanoseconds: start?.nanoseconds ?? 0,
    toSeconds: end?.seconds ?? Number.POSITIVE_INFINITY,
    toNanoseconds: end?.nanoseconds ?? 0,
  };
}
