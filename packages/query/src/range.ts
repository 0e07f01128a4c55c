import { QueryError } from "./errors.ts";

/**
 * A stretch of time. Half open: a packet belongs to it when `from <= time < to`.
 *
 * Times are nanoseconds since 1970-01-01T00:00:00Z as bigint, since a double cannot hold them; JSON
 * borders write them as ISO 8601 in UTC with nanoseconds.
 */
export interface TimeRange {
  /** Inclusive; undefined is "from the first packet". */
  readonly from: bigint | undefined;
  /** Exclusive; undefined is "up to the newest packet". */
  readonly to: bigint | undefined;
}

/** The whole of what is held. */
export const EVERYTHING: TimeRange = { from: undefined, to: undefined };

/** @throws QueryError `QUERY_BAD_RANGE` for an end before its start. */
export function requireRange({ from, to }: TimeRange): void {
  if (from === undefined || to === undefined || to >= from) return;
  throw new QueryError("QUERY_BAD_RANGE", "The range ends before it starts; swap its two times.");
}
