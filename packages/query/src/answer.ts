/**
 * The answers. Plain data that survives `structuredClone`; times are ISO 8601 strings in UTC with
 * nanoseconds, bytes are octets on the wire (original length), counts are exact integers below 2^53.
 */

import type { AddressKind } from "@wirescope/catalog";
import type { CaptureInterface } from "@wirescope/pcap";

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

/** Losses and bounds; all counts since the start. */
export interface Drops {
  /** Lost by the operating system before Wirescope saw them. */
  readonly kernel: number;
  /** Lost by the interface or its driver, where the platform says. */
  readonly interface: number;
  /** Captured and counted, but no longer held as packets. */
  readonly packetsForgotten: number;
  /** Captured and counted, but not written to disk, where packets are kept there. */
  readonly packetsUnwritten: number;
  /** Flows, hosts and names that had to leave their table; totals keep them. */
  readonly flowsEvicted: number;
  readonly hostsEvicted: number;
  readonly namesEvicted: number;
  /** Live rows not sent to a page because it was slower than the traffic. */
  readonly rowsSkipped: number;
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

/**
 * How well a flow does, as far as it can be seen: of TCP connections, and the answers of DNS. `Out` is
 * what the originator sent; times are seconds, to a microsecond. What doesn't apply is absent.
 */
export interface FlowHealth {
  /** From the SYN to the acknowledgment that ends the handshake. */
  readonly initialRtt: number | undefined;
  /** From a segment to its acknowledgment, smoothed (RFC 6298 §2), and the least. */
  readonly rttOut: number | undefined;
  readonly rttIn: number | undefined;
  readonly rttLeastOut: number | undefined;
  readonly rttLeastIn: number | undefined;
  readonly retransmissionsOut: number | undefined;
  readonly retransmissionsIn: number | undefined;
  readonly outOfOrderOut: number | undefined;
  readonly outOfOrderIn: number | undefined;
  readonly duplicateAcksOut: number | undefined;
  readonly duplicateAcksIn: number | undefined;
  readonly zeroWindowsOut: number | undefined;
  readonly zeroWindowsIn: number | undefined;
  /** Places where segments were not there when later ones came. */
  readonly gapsOut: number | undefined;
  readonly gapsIn: number | undefined;
  readonly keepAlivesOut: number | undefined;
  readonly keepAlivesIn: number | undefined;
  readonly resetsOut: number | undefined;
  readonly resetsIn: number | undefined;
  /** From the end of the first request to the first octet of its answer: HTTP, TLS, whatever TCP carries. */
  readonly timeToFirstByte: number | undefined;
  /** Of DNS and LLMNR over UDP. */
  readonly queries: number | undefined;
  readonly answers: number | undefined;
  /** From the first query that was answered to its answer. */
  readonly responseTime: number | undefined;
  /** Response code of the last answer (RFC 1035 §4.1.1), over TCP as well. */
  readonly responseCode: number | undefined;
}

export interface Flow {
  readonly id: number;
  readonly protocol: string;
  readonly protocolByPort: boolean;
  /** What the flow's name belongs to; its protocol where that is unknown. */
  readonly application: string;
  /** What it is for, in nDPI's words. */
  readonly category: string;
  /** `tcp`, `udp`, `sctp`, `icmp`, `icmpv6` or the IP protocol's number. */
  readonly transport: string;
  readonly vlan: number | undefined;
  /** What the first packet's innermost IP layer came in: `GRE`, `VXLAN`, `IPv4` … */
  readonly tunnel: string | undefined;
  /** Sender of the first packet, or of the TCP SYN; without a SYN, not the one with the well-known port. */
  readonly originator: string;
  readonly originatorPort: number | undefined;
  readonly responder: string;
  readonly responderPort: number | undefined;
  /** Server name, HTTP host or queried name seen inside the flow. */
  readonly name: string | undefined;
  readonly state: string;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  /** Seconds. */
  readonly duration: number;
  readonly packetsOut: number;
  readonly packetsIn: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  readonly payloadOut: number;
  readonly payloadIn: number;
  /** Absent for what is neither TCP nor DNS. */
  readonly health: FlowHealth | undefined;
  /** Community ID, version 1, with seed 0: the name that other tools give the flow. */
  readonly communityId: string;
  /** A display filter that selects this flow's packets. */
  readonly filter: string;
}

export interface FlowsPage {
  readonly flows: readonly Flow[];
  readonly total: number;
  readonly cursor: string | undefined;
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

/** A packet as the table shows it. */
export interface PacketRow {
  readonly number: number;
  readonly timestamp: string;
  readonly interface: string | undefined;
  /** Address (with port where there is one) or MAC. */
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly protocolByPort: boolean;
  /** Original length, octets. */
  readonly length: number;
  readonly capturedLength: number;
  readonly info: string;
}

export interface PacketsPage {
  /** In the order of the walk: oldest first when forward, newest first when backward. */
  readonly packets: readonly PacketRow[];
  /**
   * Frame number to continue from, undefined at the end. A page may be short, even empty, and have a
   * cursor: a filter that matches next to nothing is searched for in stretches.
   */
  readonly cursor: number | undefined;
  /** Packets of the scope that are held; undefined while counting would need a long scan. */
  readonly matching: number | undefined;
  readonly held: { readonly first: number; readonly last: number };
  readonly coverage: Coverage;
}

/** A packet as it was captured. */
export interface RawPacket {
  readonly number: number;
  /** Whole seconds since 1970, and nanoseconds 0 … 999_999_999. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Where it was captured; its link type is the packet's. */
  readonly interface: CaptureInterface;
  /** Octets on the wire. */
  readonly originalLength: number;
  /** What was captured of it. */
  readonly bytes: Uint8Array;
}

/** As {@link PacketsPage}; a page ends early when its octets come to 4 MiB. */
export interface PacketDataPage {
  readonly packets: readonly RawPacket[];
  readonly cursor: number | undefined;
  readonly held: { readonly first: number; readonly last: number };
  readonly coverage: Coverage;
}

export interface FieldNode {
  /** Wireshark's field name (`tcp.srcport`), or the protocol's for a layer. */
  readonly name: string;
  readonly label: string;
  readonly text: string;
  /** Octet range inside the packet's bytes, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** A display filter for this value, where it has one. */
  readonly filter: string | undefined;
  readonly children: readonly FieldNode[];
}

export interface PacketDetail {
  readonly row: PacketRow;
  readonly layers: readonly FieldNode[];
  readonly bytes: Uint8Array;
}

export interface FieldInfo {
  readonly name: string;
  readonly type: string;
  readonly description: string;
}

/** One interface of this machine or of the open file. */
export interface InterfaceInfo {
  readonly name: string;
  readonly description: string | undefined;
  readonly addresses: readonly string[];
  readonly up: boolean;
  readonly loopback: boolean;
  readonly defaultRoute: boolean;
  readonly capturing: boolean;
}

export interface Advice {
  /** What the lines are for: "Debian with dumpcap", "This terminal". */
  readonly title: string;
  readonly lines: readonly string[];
  readonly note: string | undefined;
}

/**
 * What the answerer is doing. `waiting`: no permission or no driver yet, tried again every 2 s.
 */
export interface Status {
  readonly version: string;
  /** `history`: nothing is captured here, only the past is shown. */
  readonly mode: "live" | "file" | "demo" | "history";
  readonly state: "starting" | "waiting" | "running" | "finished" | "failed";
  /** One sentence why, for `waiting` and `failed`, or what was wrong with a file. */
  readonly problem: string | undefined;
  /** How to mend a `waiting` state, best first. */
  readonly advice: readonly Advice[];
  /** Names of the interfaces or files. */
  readonly sources: readonly string[];
  /** `ring`, `libpcap`, `pipe`, `file`, `sample`. */
  readonly backend: string | undefined;
  readonly captureFilter: string | undefined;
  readonly startedAt: string;
  readonly packets: number;
  readonly wireBytes: number;
  readonly drops: Drops;
  /** Time of the newest packet, or the present when live. */
  readonly watermark: string | null;
  /** 0 … 1 while a file is read. */
  readonly progress: number | undefined;
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
  /** MAC address where one is known, else the address; \`other\` for devices beyond the limit. */
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
