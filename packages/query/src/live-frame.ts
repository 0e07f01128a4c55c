/**
 * What a page is sent while packets arrive: absolute values, so that a lost frame loses nothing.
 *
 * The wire form is binary (`encodeLiveFrame` / `decodeLiveFrame`): a fixed head
 * `u8 type, u8 version, u16 flags, u32 epoch, f64 watermark`, then columns, each aligned to eight
 * octets, then one table of UTF-8 strings that the columns index. Little-endian.
 */
import type { State } from "./status.ts";

export interface LiveFrame {
  /** Of the subscription that the frame answers. */
  readonly epoch: number;
  /** Microseconds since 1970-01-01T00:00:00Z: the newest packet, or the present when live. */
  readonly watermark: number;
  readonly state: State;
  /** 0 … 1 while a file is read, otherwise 1. */
  readonly progress: number;
  readonly totals: LiveTotals;
  readonly timeline: LiveTimeline;
  readonly protocols: LiveRanking;
  readonly applications: LiveRanking;
  readonly sources: LiveRanking;
  readonly destinations: LiveRanking;
  readonly hosts: LiveRanking;
  readonly services: LiveRanking;
  readonly rows: LiveRows;
}

/** Counts since the start, of the subscribed filter; `all…` of everything. */
export interface LiveTotals {
  readonly packets: number;
  readonly bytes: number;
  readonly allPackets: number;
  readonly allBytes: number;
  /** Flows that were active in the last minute, and ever. */
  readonly activeFlows: number;
  readonly flows: number;
  readonly hosts: number;
  readonly malformed: number;
  readonly kernelDrops: number;
  readonly interfaceDrops: number;
  readonly rowsSkipped: number;
  readonly packetsForgotten: number;
  /** Frame numbers still held, 0 and 0 for none. */
  readonly firstHeld: number;
  readonly lastHeld: number;
}

/** Buckets of equal width up to the watermark; `series[i]` has one value per bucket. */
export interface LiveTimeline {
  /** Seconds since 1970 at which the first bucket starts. */
  readonly start: number;
  /** Seconds per bucket. */
  readonly step: number;
  readonly names: readonly string[];
  readonly packets: readonly Float64Array[];
  readonly bytes: readonly Float64Array[];
}

/** A ranked list, most bytes first. */
export interface LiveRanking {
  readonly labels: readonly string[];
  readonly names: readonly string[];
  readonly filters: readonly string[];
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  /** Towards the host; equal to `bytes` where direction means nothing. */
  readonly bytesIn: Float64Array;
  /** Members that exist in all. */
  readonly members: number;
}

/** The newest packets of the filter since the last frame, oldest first. */
export interface LiveRows {
  readonly number: Float64Array;
  /** Microseconds since 1970. */
  readonly time: Float64Array;
  readonly length: Uint32Array;
  readonly protocolByPort: Uint8Array;
  readonly protocol: readonly string[];
  readonly source: readonly string[];
  readonly destination: readonly string[];
  readonly info: readonly string[];
  /** Packets of the filter since the last frame that no row was made for. */
  readonly skipped: number;
}
