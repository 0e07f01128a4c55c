/** The query contract and its in-memory answerer. */
export type * from "./answer.ts";
export { QueryError, type QueryErrorCode } from "./errors.ts";
export type * from "./live-frame.ts";
export * from "./question.ts";
export { EVERYTHING, type TimeRange } from "./range.ts";
export type { LiveStream, Session, Subscription } from "./session.ts";
