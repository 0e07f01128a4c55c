/**
 * The answers, with those in `flow.ts`, `packet.ts` and `status.ts`. Plain data that survives `structuredClone`;
 * times are ISO 8601 strings in UTC with nanoseconds, bytes are octets on the wire (original length), counts
 * are exact integers below 2^53.
 */

import type { AddressKind } from "@wirescope/catalog";
import type { Drops } from "./status.ts";

export const RESOLUTIONS = ["packet", "minute", "hour"] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** A stretch of time, its end exclusive. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
}

/** What an answer could look at, and how finely. */
export interface Coverage {
  /**
   * `exact`: every packet of the scope that was captured. `retained`: a part of them, since others are no
   * longer held or could not be stored. `none`: nothing can be told. When nothing was captured does not
   * matter here: that is in `gaps`.
   */
  readonly kind: "exact" | "retained" | "none";
  /**
   * How finely time is known: the ends of the range hold to the packet, to whole minutes or to whole
   * hours. By the hour, members below the largest of an hour are in the totals only.
   */
  readonly resolution: Resolution;
  /** First and last packet time the answer rests on. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** Stretches of the scope's range of which no record is held, in order; 100 at most. */
  readonly gaps: readonly Stretch[];
  /** One sentence for people when `kind` is not `exact` or the resolution is not `packet`. */
  readonly note: string | undefined;
}

export interface FileSummary {
  readonly name: string;
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly packets: number;
  readonly capturedBytes: number;
  readonly wireBytes: number;
  readonly firstTimestamp: string | null;
  readonly lastTimestamp: string | null;
  /** Byte offset at which the file broke, null for a whole file. */
  readonly truncatedAt: number | null;
}

export interface ProtocolCount {
  readonly name: string;
  readonly packets: number;
  readonly bytes: number;
  /** Of these, packets that a port number alone named. */
  readonly packetsByPort: number;
}

export interface ApplicationCount {
  /** Of the application; of the protocol where the traffic is of none that is known. */
  readonly name: string;
  /** In nDPI's words. */
  readonly category: string;
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
}

export interface Ranked {
  /** What the row is about, as the page prints it: an address, a name, `:443/tcp`, `a ⇄ b`. */
  readonly label: string;
  /**
   * A display filter for this row, empty where there is none. For protocols it selects the packets in
   * which the protocol itself is seen, while the counts hold every packet of its flows.
   */
  readonly filter: string;
  /** Name of the host or service where one is known. */
  readonly name: string | undefined;
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  /** Of `bytes`, those towards the host (hosts only). */
  readonly bytesIn: number | undefined;
}

export interface Top {
  readonly rows: readonly Ranked[];
  /** What the rows leave out, exact. */
  readonly other: { readonly packets: number; readonly bytes: number; readonly members: number };
  readonly coverage: Coverage;
}

export interface TimelineSeries {
  readonly name: string;
  readonly packets: readonly number[];
  readonly bytes: readonly number[];
}

export interface Timeline {
  /** Start of the first bucket. */
  readonly start: string | null;
  /** Seconds per bucket. */
  readonly step: number;
  readonly packets: readonly number[];
  readonly bytes: readonly number[];
  /** Present for `by: "protocol"`; every bucket's series sum to its total. */
  readonly series: readonly TimelineSeries[];
  readonly coverage: Coverage;
}

export interface Summary {
  readonly files: readonly FileSummary[];
  readonly packets: number;
  readonly wireBytes: number;
  readonly flows: number;
  readonly hosts: number;
  /** Undefined where history does not tell: for a filter, and by the hour. */
  readonly malformed: number | undefined;
  readonly protocols: readonly ProtocolCount[];
  readonly applications: readonly ApplicationCount[];
  readonly topSources: readonly Ranked[];
  readonly topDestinations: readonly Ranked[];
  readonly conversations: readonly Ranked[];
  readonly timeline: {
    readonly start: string | null;
    readonly step: number;
    readonly packets: readonly number[];
    readonly bytes: readonly number[];
  };
  readonly drops: Drops;
  readonly coverage: Coverage;
}

export interface Host {
  readonly address: string;
  /** What the address is for: `global`, `private`, `multicast`, … */
  readonly kind: AddressKind;
  /** What everybody calls the address: `mDNS`, `Google Public DNS`. */
  readonly wellKnownAs: string | undefined;
  readonly names: readonly { readonly name: string; readonly source: string }[];
  readonly mac: string | undefined;
  /** Maker of the interface, by its MAC address. */
  readonly vendor: string | undefined;
  /** ISO 3166-1 alpha-2, of global addresses. */
  readonly country: string | undefined;
  /** Number and holder of the autonomous system, of global addresses. */
  readonly asn: number | undefined;
  readonly organization: string | undefined;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly flows: number;
  readonly filter: string;
}

export interface HostsPage {
  readonly hosts: readonly Host[];
  readonly total: number;
  readonly cursor: string | undefined;
  readonly coverage: Coverage;
}

/** What is held of the past, each kind as one stretch; undefined where there is none of it. */
export interface Extent {
  /** Packets themselves, in memory or on disk. */
  readonly packets: Stretch | undefined;
  /** Flows by the minute. */
  readonly flows: Stretch | undefined;
  /** The largest of each hour. */
  readonly hours: Stretch | undefined;
  /** Stretches inside in which nothing was recorded, in order; the newest 1000. */
  readonly gaps: readonly Stretch[];
  /** What is wrong with the history and what to do, in a sentence; undefined while it is well. */
  readonly problem: string | undefined;
}

/** What one device of the local network exchanged in one calendar period. */
export interface DeviceUsage {
  /** Start of the period in the question's time zone. */
  readonly from: string;
  readonly to: string;
  /** MAC address where one is known, else the address; `other` for devices beyond the limit. */
  readonly device: string;
  readonly addresses: readonly string[];
  readonly name: string | undefined;
  readonly vendor: string | undefined;
  /** Towards the device, and from it. */
  readonly packetsIn: number;
  readonly packetsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

export interface Usage {
  /** Oldest period first; in a period the device with the most octets first. */
  readonly rows: readonly DeviceUsage[];
  readonly coverage: Coverage;
}
