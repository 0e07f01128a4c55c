/** Every way in which a question can be wrong. Turned into an RFC 9457 problem at the HTTP border. */
export type QueryErrorCode =
  /** The display filter does not parse or type-check; `column` says where. */
  | "QUERY_BAD_FILTER"
  /** A time that is none, or a range whose end is before its start. */
  | "QUERY_BAD_RANGE"
  /** A limit, window or step outside its documented bounds. */
  | "QUERY_BAD_LIMIT"
  /** A cursor that this answerer did not give out. */
  | "QUERY_BAD_CURSOR"
  /** A dimension, metric, sort or direction that does not exist. */
  | "QUERY_BAD_DIMENSION"
  /** Bytes that are not a whole live frame. */
  | "QUERY_BAD_FRAME"
  /** A question that only a history can answer, where none is kept. */
  | "QUERY_NO_HISTORY"
  /** More different live filters at once than are kept up to date. */
  | "QUERY_BUSY"
  /** The answerer broke while it worked on the question; the message is its own. */
  | "QUERY_FAILED"
  /** The session was closed, or the other side is gone. */
  | "QUERY_CLOSED";

export class QueryError extends Error {
  readonly code: QueryErrorCode;
  /** Column in the filter text, from 1, for `QUERY_BAD_FILTER`. */
  readonly column: number | undefined;
  /** Characters from `column` on that the error is about, for `QUERY_BAD_FILTER`. */
  readonly length: number | undefined;
  /** What the filter may have meant, for `QUERY_BAD_FILTER`. */
  readonly suggestion: string | undefined;

  constructor(
    code: QueryErrorCode,
    message: string,
    column?: number,
    options?: ErrorOptions & { length?: number | undefined; suggestion?: string | undefined },
  ) {
    super(message, options);
    this.name = "QueryError";
    this.code = code;
    this.column = column;
    this.length = options?.length;
    this.suggestion = options?.suggestion;
  }
}
