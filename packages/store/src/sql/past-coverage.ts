/** What an answer from history rests on, in the words of every answer. */
import { type Coverage, formatTimestamp, formatUnixNanos, type Resolution } from "@wirescope/query";
import { conditionOf, isHeld, type PastScope } from "./past-scope.ts";

/** First and last packet that an answer counts, nanoseconds since 1970; 0 without one. */
export interface PacketSpan {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * @param cut says what of the scope is left out, where something is
 * @param unknown says what can't be told
 */
export function coverageOf(
  scope: PastScope,
  span: PacketSpan = scope.held,
  resolution: Resolution = "minute",
  {
    cut,
    unknown,
  }: { readonly cut?: string | undefined; readonly unknown?: string | undefined } = {},
): Coverage {
  const { held } = scope;
  if (scope.untold !== undefined) {
    return { ...EMPTY_COVERAGE, resolution: "minute", note: scope.untold };
  }
  if (!isHeld(scope)) {
    return held.goneUntil === undefined
      ? { ...EMPTY_COVERAGE, resolution: "minute", gaps: held.gaps, note: NOTHING_SEEN }
      : { ...EMPTY_COVERAGE, resolution: "minute", note: held.isLeftToHours ? BY_HOUR : GONE };
  }
  const isPart = held.minutesLost > 0 || held.goneUntil !== undefined;
  return {
    kind: isPart || cut !== undefined ? "retained" : "exact",
    resolution: scope.hours === undefined ? resolution : "hour",
    from: span.first === 0n ? undefined : formatUnixNanos(span.first),
    to: span.last === 0n ? undefined : formatUnixNanos(span.last),
    gaps: held.gaps,
    note: note(scope, resolution, [cut, unknown]),
  };
}

const HOURS_TELL = "its hours tell totals and rankings, without a filter";

const EMPTY_COVERAGE = { kind: "none", from: undefined, to: undefined, gaps: [] } as const;

const NOTHING_SEEN = "Nothing was recorded in this time.";
const GONE = "The minutes of this time are no longer held.";
const BY_HOUR = `The minutes of this time are no longer held; ${HOURS_TELL}.`;

function note(
  scope: PastScope,
  resolution: Resolution,
  remarks: readonly (string | undefined)[],
): string {
  const { minutesLost, goneUntil, isLeftToHours } = scope.held;
  const clauses = [basis(scope, resolution)];
  if (scope.hours !== undefined) {
    const seam = formatTimestamp(scope.hours.seam, 0);
    clauses.push(`minutes before ${seam} are no longer held, so whole hours are counted there`);
  }
  const { wholeFlow, sums } = conditionOf(scope);
  if (wholeFlow.length > 0) clauses.push(`with whole flows for ${wholeFlow.join(", ")}`);
  if (sums.length > 0) clauses.push(`with ${sums.join(", ")} as added up within the range`);
  clauses.push(...remarks.filter((remark) => remark !== undefined));
  if (goneUntil !== undefined) {
    clauses.push(`minutes before ${formatTimestamp(goneUntil, 0)} are no longer held`);
    if (isLeftToHours) clauses.push(HOURS_TELL);
  }
  if (scope.lacksRunning) clauses.push("the minute that is not over is left out");
  if (minutesLost > 0) {
    clauses.push(
      minutesLost === 1
        ? "1 minute could not be stored"
        : `${minutesLost} minutes could not be stored`,
    );
  }
  const sentence = clauses.join("; ");
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
}

function basis({ hours, isWidened }: PastScope, resolution: Resolution): string {
  if (resolution === "hour") return "counted from the largest of each hour";
  if (hours !== undefined) return "counted by the hour";
  return isWidened
    ? "counted from flows by the minute, over the whole minutes that the range touches"
    : "counted from flows by the minute";
}
