/** The query contract and its in-memory answerer. */
export * from "./answer.ts";
export { applicationName, categoryOf } from "./application-answer.ts";
export { CaptureRecord } from "./capture-record.ts";
export { connectSession } from "./connect-session.ts";
export { QueryError, type QueryErrorCode } from "./errors.ts";
export { viewComment, viewOf, writeCapture } from "./export/capture.ts";
export {
  type ExportColumn,
  FLOW_COLUMNS,
  PACKET_COLUMNS,
  TOP_COLUMNS,
  USAGE_COLUMNS,
} from "./export/columns.ts";
export { type Cell, csvLine } from "./export/csv.ts";
export {
  flowPages,
  packetDataPages,
  packetPages,
  topPages,
  usagePages,
} from "./export/pages.ts";
export { type TableFormat, writeTable } from "./export/table.ts";
export { type ByteSource, FileArchive, type FileArchiveOptions } from "./file-archive.ts";
export { directionBetween, SurroundingsContext } from "./filter-context.ts";
export * from "./flow.ts";
export { parseFlowCursor, toFlow } from "./flow-answer.ts";
export { HEALTH_FIELDS } from "./health-answer.ts";
export { parseHostCursor } from "./host-answer.ts";
export { addressKind, describeAddress, isLocalKind, placeOf } from "./host-description.ts";
export { InterfaceList } from "./interface-list.ts";
export { ROW_LIMIT, requireInteger, requireOneOf, requirePage } from "./limits.ts";
export type * from "./live-frame.ts";
export { decodeLiveFrame } from "./live-frame-decoder.ts";
export { encodeLiveFrame } from "./live-frame-encoder.ts";
export * from "./member.ts";
export { hostFilter } from "./member-filter.ts";
export { MemorySession, type MemorySessionOptions } from "./memory-session.ts";
export type { MessagePortLike } from "./message-port.ts";
export type { MinuteOptions, MinuteTraffic } from "./minute-book.ts";
export * from "./minute-report.ts";
export * from "./packet.ts";
export {
  isLater,
  loadPacket,
  loadRow,
  type PacketArchive,
  type PacketLookup,
  type PacketPage,
  type PacketTime,
} from "./packet-archive.ts";
export * from "./packet-chunk.ts";
export { findPacketData } from "./packet-data.ts";
export { packetDetail } from "./packet-detail.ts";
export { findPackets, type PacketHoldings } from "./packet-pages.ts";
export { packetRow } from "./packet-row.ts";
export type { KeptSession, PastSession } from "./past-session.ts";
export {
  type KnowingPast,
  PastKnowledge,
  PastSurroundings,
  untoldField,
} from "./past-surroundings.ts";
export { createPause, type Pause } from "./pause.ts";
export { PlannedSession } from "./planner.ts";
export * from "./question.ts";
export { EVERYTHING, requireRange, type TimeRange } from "./range.ts";
export { Recorder, type RecorderOptions } from "./recorder.ts";
export { DEFAULT_BUDGET, MIN_BUDGET, RingArchive } from "./ring-archive.ts";
export {
  type CompiledScope,
  checkQueryFilter,
  compileScope,
  isInside,
} from "./scope.ts";
export { type ServedSession, serveSession } from "./serve-session.ts";
export type { LiveStream, Session, Subscription } from "./session.ts";
export type { SourceReport } from "./source-report.ts";
export * from "./status.ts";
export { joinedBuckets } from "./timeline-answer.ts";
export {
  formatTimestamp,
  formatUnixNanos,
  fromUnixNanos,
  parseTime,
  parseTimestamp,
  toUnixNanos,
} from "./timestamp.ts";
export { transportName, transportNumber } from "./transport-name.ts";
