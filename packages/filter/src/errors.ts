/** What is wrong with a filter text, where, and what was probably meant. */

export const FILTER_ERROR_CODES = [
  /** The text is not an expression: a token is missing, misplaced or unknown. */
  "FILTER_SYNTAX",
  /** A quoted string or character has no closing quote, or a bad escape. */
  "FILTER_BAD_STRING",
  "FILTER_UNKNOWN_FIELD",
  "FILTER_UNKNOWN_FUNCTION",
  /** The operator or function does not go with the operand's type. */
  "FILTER_TYPE_MISMATCH",
  /** The literal is no value of the field's type. */
  "FILTER_BAD_VALUE",
  /** The right side of `matches` is not a regular expression. */
  "FILTER_BAD_PATTERN",
  /** The text is longer or nested deeper than any sensible filter. */
  "FILTER_TOO_COMPLEX",
] as const;

export type FilterErrorCode = (typeof FILTER_ERROR_CODES)[number];

/** A range of the filter text, in UTF-16 units from 0; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export class FilterError extends Error {
  override readonly name = "FilterError";
  readonly code: FilterErrorCode;
  /** Where the offending part starts, in UTF-16 units from 1. */
  readonly column: number;
  /** UTF-16 units of the offending part; 0 when something is missing at the end. */
  readonly length: number;
  /** A text that would be valid in the place of the offending part. */
  readonly suggestion: string | undefined;

  constructor(code: FilterErrorCode, message: string, span: Span, suggestion?: string) {
    super(suggestion === undefined ? message : `${message} Did you mean ${suggestion}?`);
    this.code = code;
    this.column = span.start + 1;
    this.length = span.end - span.start;
    this.suggestion = suggestion;
  }
}
