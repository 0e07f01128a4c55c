/** The questions that the page, the command line and scripts ask; every answerer takes all of them. */
import type { TimeRange } from "./range.ts";

/** What every question is asked about. */
export interface Scope {
  readonly range: TimeRange;
  /** Display filter text; empty selects everything. */
  readonly filter: string;
}

export const TOP_DIMENSIONS = [
  "protocol",
  "host",
  "source",
  "destination",
  "conversation",
  "service",
  "name",
  "application",
  "country",
  "asn",
] as const;
export type TopDimension = (typeof TOP_DIMENSIONS)[number];

export const METRICS = ["packets", "bytes", "flows"] as const;
export type Metric = (typeof METRICS)[number];

export interface TimelineQuestion extends Scope {
  /** `protocol` gives one series per protocol, `total` a single one. */
  readonly by: "protocol" | "total";
  /** Wanted seconds per bucket; undefined lets the answerer choose one that gives at most 600. */
  readonly step: number | undefined;
}

export interface TopQuestion extends Scope {
  readonly by: TopDimension;
  readonly metric: Metric;
  /** 1 … 1000. */
  readonly limit: number;
}

export const FLOW_SORTS = ["bytes", "packets", "start", "last", "duration"] as const;
export type FlowSort = (typeof FLOW_SORTS)[number];

export interface FlowsQuestion extends Scope {
  readonly sort: FlowSort;
  /** From an earlier answer; undefined for the first page. */
  readonly cursor: string | undefined;
  /** 1 … 1000. */
  readonly limit: number;
}

export interface HostsQuestion extends Scope {
  readonly cursor: string | undefined;
  readonly limit: number;
}

export interface PacketsQuestion extends Scope {
  /**
   * Frame number to start after (`forward`) or before (`backward`); undefined starts at the oldest
   * (`forward`) or the newest (`backward`).
   */
  readonly cursor: number | undefined;
  readonly direction: "forward" | "backward";
  /** 1 … 1000. */
  readonly limit: number;
}

export const USAGE_PERIODS = ["day", "week", "month"] as const;
/** Calendar periods; weeks begin on Monday (ISO 8601). */
export type UsagePeriod = (typeof USAGE_PERIODS)[number];

export interface UsageQuestion {
  readonly range: TimeRange;
  readonly period: UsagePeriod;
  /** IANA name of the time zone whose calendar counts, `UTC` or `Asia/Kolkata`. */
  readonly timeZone: string;
}
