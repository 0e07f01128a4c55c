/** Every way in which a question can be wrong. Turned into an RFC 9457 problem at the HTTP border. */
export type QueryErrorCode =
  | "QUERY_BAD_FILTER"
  | "QUERY_BAD_RANGE"
  | "QUERY_BAD_LIMIT"
  | "QUERY_BAD_CURSOR"
  | "QUERY_BAD_DIMENSION"
  | "QUERY_CLOSED";

export class QueryError extends Error {
  readonly code: QueryErrorCode;
  /** Column in the filter text, from 1, for `QUERY_BAD_FILTER`. */
  readonly column: number | undefined;

  constructor(code: QueryErrorCode, message: string, column?: number, options?: ErrorOptions) {
    super(message, options);
    this.name = "QueryError";
    this.code = code;
    this.column = column;
  }
}
