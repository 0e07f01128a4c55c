/** Flows as they are answered. */
import type { Coverage } from "./answer.ts";

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
