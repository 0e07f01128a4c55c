/** The query contract and its in-memory answerer. */
export * from "./answer.ts";
export { CaptureRecord } from "./capture-record.ts";
export { connectSession } from "./connect-session.ts";
export { QueryError, type QueryErrorCode } from "./errors.ts";
export { type ByteSource, FileArchive, type FileArchiveOptions } from "./file-archive.ts";
export { toFlow } from "./flow-answer.ts";
export { HEALTH_FIELDS } from "./health-answer.ts";
export { ROW_LIMIT } from "./limits.ts";
export type * from "./live-frame.ts";
export { decodeLiveFrame } from "./live-frame-decoder.ts";
export { encodeLiveFrame } from "./live-frame-encoder.ts";
export { MemorySession, type MemorySessionOptions } from "./memory-session.ts";
export type { MessagePortLike } from "./message-port.ts";
export * from "./minute-report.ts";
export { loadPacket, loadRow, type PacketArchive, type PacketPage } from "./packet-archive.ts";
export type { PastSession } from "./past-session.ts";
export { createPause, type Pause } from "./pause.ts";
export { PlannedSession } from "./planner.ts";
export * from "./question.ts";
export { EVERYTHING, type TimeRange } from "./range.ts";
export { Recorder, type RecorderOptions } from "./recorder.ts";
export { DEFAULT_BUDGET, MIN_BUDGET, RingArchive } from "./ring-archive.ts";
export { serveSession } from "./serve-session.ts";
export type { LiveStream, Session, Subscription } from "./session.ts";
export type { SourceReport } from "./source-report.ts";
export {
  formatTimestamp,
  formatUnixNanos,
  fromUnixNanos,
  parseTime,
  parseTimestamp,
  toUnixNanos,
} from "./timestamp.ts";
