/** What an answer from history rests on, in the words of every answer. */
import { type Coverage, formatTimestamp, formatUnixNanos, type Resolution } from "@wirescope/query";
import { conditionOf, type PastScope } from "./past-scope.ts";

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
  if (held.count === 0) {
    return {
      ...EMPTY_COVERAGE,
      resolution: "minute",
      gaps: held.gaps,
      note:
        held.goneUntil === undefined
          ? "Nothing was recorded in this time."
          : "The minutes of this time are no longer held.",
    };
  }
  const isPart = held.minutesLost > 0 || held.goneUntil !== undefined;
  return {
    kind: isPart || cut !== undefined ? "retained" : "exact",
    resolution,
    from: span.first === 0n ? undefined : formatUnixNanos(span.first),
    to: span.last === 0n ? undefined : formatUnixNanos(span.last),
    gaps: held.gaps,
    note: note(scope, resolution, [cut, unknown]),
  };
}

const EMPTY_COVERAGE = { kind: "none", from: undefined, to: undefined, gaps: [] } as const;

function note(
  scope: PastScope,
  resolution: Resolution,
  remarks: readonly (string | undefined)[],
): string {
  const { minutesLost, goneUntil } = scope.held;
  const clauses = [
    resolution === "hour"
      ? "counted from the largest of each hour"
      : scope.isWidened
        ? "counted from flows by the minute, over the whole minutes that the range touches"
        : "counted from flows by the minute",
  ];
  const { wholeFlow, sums } = conditionOf(scope);
  if (wholeFlow.length > 0) clauses.push(`with whole flows for ${wholeFlow.join(", ")}`);
  if (sums.length > 0) clauses.push(`with ${sums.join(", ")} as added up within the range`);
  clauses.push(...remarks.filter((remark) => remark !== undefined));
  if (goneUntil !== undefined) {
    clauses.push(`minutes before ${formatTimestamp(goneUntil, 0)} are no longer held`);
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
