/** Display filters: Wireshark's language, compiled to tests of packets. */

export { type Completion, type CompletionKind, completeFilter } from "./complete.ts";
export { DIRECTIONS, type Direction, type FilterContext } from "./context-field.ts";
export { FILTER_ERROR_CODES, FilterError, type FilterErrorCode, type Span } from "./errors.ts";
export { compileFilter, type Filter } from "./filter.ts";
export { type InferredFilter, inferFilter } from "./infer.ts";
export { MAX_FILTER_LENGTH } from "./lexer.ts";
export { MAX_NESTING } from "./parser.ts";
export { quote } from "./quoted.ts";
export type { Requirement } from "./requirement.ts";
export type { Value } from "./typed.ts";
