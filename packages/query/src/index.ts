/** The query contract and its in-memory answerer. */
export type * from "./answer.ts";
export { QueryError, type QueryErrorCode } from "./errors.ts";
export type * from "./live-frame.ts";
export { decodeLiveFrame } from "./live-frame-decoder.ts";
export { encodeLiveFrame } from "./live-frame-encoder.ts";
export * from "./question.ts";
export { EVERYTHING, type TimeRange } from "./range.ts";
export type { LiveStream, Session, Subscription } from "./session.ts";
export {
  formatTimestamp,
  formatUnixNanos,
  fromUnixNanos,
  parseTime,
  parseTimestamp,
  toUnixNanos,
} from "./timestamp.ts";
