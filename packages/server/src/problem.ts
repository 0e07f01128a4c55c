/**
 * Errors as RFC 9457 problem documents, the one place where an exception becomes an answer.
 *
 * `type` is left at its default `about:blank`; programs tell problems apart by `code`.
 */
import { STATUS_CODES } from "node:http";
import { QueryError, type QueryErrorCode } from "@wirescope/query";

export const PROBLEM_TYPE = "application/problem+json";

export type ProblemCode =
  | QueryErrorCode
  | "HTTP_BAD_PARAMETER"
  | "HTTP_UNKNOWN_PARAMETER"
  | "HTTP_NOT_FOUND"
  | "HTTP_METHOD"
  | "HTTP_BAD_HOST"
  | "HTTP_BAD_ORIGIN"
  | "HTTP_UNAUTHORIZED"
  | "HTTP_UPGRADE_REQUIRED"
  | "HTTP_PACKET_FORGOTTEN"
  | "HTTP_BAD_MESSAGE"
  | "HTTP_TOO_MANY_STREAMS"
  | "HTTP_UNAVAILABLE"
  | "HTTP_INTERNAL";

export interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  /** Where in the filter, from 1, and how many characters are meant. */
  readonly column?: number | undefined;
  readonly length?: number | undefined;
  /** What the filter may have meant. */
  readonly suggestion?: string | undefined;
  /** The query parameter that is wrong. */
  readonly parameter?: string | undefined;
}

type ProblemDetails = Pick<Problem, "column" | "length" | "suggestion" | "parameter">;

const QUERY_STATUSES: Readonly<Record<QueryErrorCode, number>> = {
  QUERY_BAD_FILTER: 400,
  QUERY_BAD_RANGE: 400,
  QUERY_BAD_LIMIT: 400,
  QUERY_BAD_CURSOR: 400,
  QUERY_BAD_DIMENSION: 400,
  QUERY_BAD_FRAME: 500,
  QUERY_NO_HISTORY: 404,
  QUERY_BUSY: 503,
  QUERY_FAILED: 500,
  QUERY_CLOSED: 503,
};

/** A problem on its way to the border. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = "ProblemError";
    this.problem = problem;
  }
}

export function problem(
  status: number,
  code: ProblemCode,
  detail: string,
  extra: ProblemDetails = {},
): Problem {
  return { title: STATUS_CODES[status] ?? "Error", status, detail, code, ...extra };
}

/** What to tell about `error`. Unknown ones are not described: their text may quote traffic. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof QueryError) {
    const { code, message, column, length, suggestion } = error;
    return problem(QUERY_STATUSES[code], code, message, { column, length, suggestion });
  }
  return problem(500, "HTTP_INTERNAL", "The server made a mistake while answering.");
}

export function problemResponse(what: Problem, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(what), {
    status: what.status,
    headers: { "Content-Type": PROBLEM_TYPE, ...headers },
  });
}
