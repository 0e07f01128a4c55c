/** Bounds of an analysis. Every table grows by doubling from a small start up to its capacity. */

import type { NameTable } from "./name-table.ts";

/** How the timeline keeps its buckets. */
export type TimelineOptions =
  /** Live: buckets of one second for the last `seconds`. */
  | { readonly kind: "sliding"; readonly seconds: number }
  /** Files: any span in at most `buckets` buckets, whose width follows the span. */
  | { readonly kind: "fitting"; readonly buckets: number };

export interface AnalysisOptions {
  readonly flowCapacity: number;
  readonly hostCapacity: number;
  readonly serviceCapacity: number;
  readonly conversationCapacity: number;
  /** Names kept; names are kept for half as many addresses. */
  readonly nameCapacity: number;
  /** Seconds of capture time without a packet after which a flow ends; 0 lets flows never end. */
  readonly flowIdleSeconds: number;
  /** Names of addresses as another analysis learns them; undefined learns its own. */
  readonly names: NameTable | undefined;
  readonly timeline: TimelineOptions;
  /**
   * Flows at most whose exchange is kept by the minute as well, in `Analysis.ledger`; further ones are put
   * together. With 0 there is no ledger.
   */
  readonly sliceCapacity: number;
  /** Number of the application that a host name belongs to, from 0; -1 for none. Asked once per name. */
  readonly applicationOf: (name: string) => number;
  /**
   * Seed of the tables' hash functions, 32 bits. Live captures pass a random one, so that nobody can
   * choose addresses that collide.
   */
  readonly hashSeed: number;
}

/** For live captures. With these, an analysis takes at most 60 MB when every table is full. */
export const DEFAULT_ANALYSIS_OPTIONS: AnalysisOptions = {
  flowCapacity: 65_536,
  hostCapacity: 65_536,
  serviceCapacity: 16_384,
  conversationCapacity: 65_536,
  nameCapacity: 65_536,
  flowIdleSeconds: 300,
  names: undefined,
  timeline: { kind: "sliding", seconds: 3600 },
  sliceCapacity: 0,
  applicationOf: () => -1,
  hashSeed: 0x5749_5245,
};

/** Buckets of a file's timeline. */
const FILE_BUCKETS = 1200;

/**
 * For captures that come to an end: the timeline fits any span of time, and nothing leaves the tables of most files, so
 * that all their counts are exact. At most 145 MB when every table is full.
 */
export const FILE_ANALYSIS_OPTIONS: AnalysisOptions = {
  ...DEFAULT_ANALYSIS_OPTIONS,
  flowCapacity: 262_144,
  hostCapacity: 131_072,
  conversationCapacity: 131_072,
  timeline: { kind: "fitting", buckets: FILE_BUCKETS },
};

/** Slices of a minute for history; with those that are put together, fewer than 65,536. */
export const SLICE_CAPACITY = 16_000;
