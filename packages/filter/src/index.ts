/** Display filters: Wireshark's language, compiled to tests of packets. */

export type { CompareOperator, Quantifier } from "./ast.ts";
export { type Completion, type CompletionKind, completeFilter } from "./complete.ts";
export { DIRECTIONS, type Direction, type FilterContext } from "./context-field.ts";
export { FILTER_ERROR_CODES, FilterError, type FilterErrorCode, type Span } from "./errors.ts";
export type { FilterField } from "./field-table.ts";
export { type CheckedFilter, checkFilter, compileFilter, type Filter } from "./filter.ts";
export { type InferredFilter, inferFilter } from "./infer.ts";
export { MAX_FILTER_LENGTH } from "./lexer.ts";
export { type Match, matchOf, type Tested } from "./match.ts";
export { MAX_NESTING } from "./parser.ts";
export { quote } from "./quoted.ts";
export type { Requirement } from "./requirement.ts";
export type { Literal, LiteralRange, TypedExpression, TypedOperand, Value } from "./typed.ts";
