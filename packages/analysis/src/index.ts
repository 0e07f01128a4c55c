/** Packets to flows, hosts, names, counters and timelines. */
export { Analysis } from "./analysis.ts";
export { communityId } from "./community-id.ts";
export type { ConversationRecord, ConversationTable } from "./conversation-table.ts";
export type { FlowCursor, FlowOrder, FlowRows } from "./flow-order.ts";
export type { FlowRecord } from "./flow-record.ts";
export { FLOW_STATE_NAMES, type FlowStateName } from "./flow-state-name.ts";
export type { FlowTable } from "./flow-table.ts";
export type { HealthRecord, QueryRecord, TcpRecord } from "./health-record.ts";
export type { HostDirection, HostRecord, HostTable } from "./host-table.ts";
export type { NameCounts, NamePool } from "./name-pool.ts";
export { type AddressName, NAMES_PER_ADDRESS, type NameTable } from "./name-table.ts";
export {
  type AnalysisOptions,
  DEFAULT_ANALYSIS_OPTIONS,
  FILE_ANALYSIS_OPTIONS,
  SLICE_CAPACITY,
  type TimelineOptions,
} from "./options.ts";
export type { ProtocolCounters } from "./protocol-counters.ts";
export type { Ranking, RankMetric } from "./ranking.ts";
export type { ServiceRecord, ServiceTable } from "./service-table.ts";
export type { SliceBatch, SliceHealthCounter } from "./slice-batch.ts";
export { HEALTH_COUNTERS } from "./slice-health.ts";
export type { SliceLedger } from "./slice-ledger.ts";
export { sliceBuffers } from "./slice-rows.ts";
export type { Timeline, TimelineSeries, TimelineWindow } from "./timeline.ts";
export type { Moment, Totals } from "./totals.ts";
export type { TrafficCounts, TrafficTable } from "./traffic-table.ts";
