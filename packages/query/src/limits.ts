/** Bounds of what questions may ask for. */
import { QueryError, type QueryErrorCode } from "./errors.ts";
import type { PacketsQuestion } from "./question.ts";

/** Rows of one answer at most. */
export const ROW_LIMIT = 1000;

/** @throws QueryError when `value` is not a whole number from `least` to `most`. */
export function requireInteger(
  name: string,
  value: number,
  least: number,
  most: number,
  code: QueryErrorCode = "QUERY_BAD_LIMIT",
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new QueryError(
    code,
    `${name} is ${String(value)}; it has to be a whole number from ${least} to ${most}.`,
  );
}

/** @throws QueryError for a page of packets that can't be. */
export function requirePage({ cursor, direction, limit }: PacketsQuestion): void {
  requireOneOf("direction", direction, ["forward", "backward"]);
  requireInteger("limit", limit, 1, ROW_LIMIT);
  if (cursor === undefined) return;
  requireInteger("cursor", cursor, 0, Number.MAX_SAFE_INTEGER, "QUERY_BAD_CURSOR");
}

/** @throws QueryError `QUERY_BAD_DIMENSION` when `value` is none of `allowed`. */
export function requireOneOf(name: string, value: string, allowed: readonly string[]): void {
  if (allowed.includes(value)) return;
  throw new QueryError(
    "QUERY_BAD_DIMENSION",
    `${name} is ${JSON.stringify(value)}; it has to be one of ${allowed.join(", ")}.`,
  );
}
