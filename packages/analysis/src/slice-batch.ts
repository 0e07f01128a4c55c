/**
 * What the flows of a capture exchanged in one minute, in columns of equal length.
 *
 * A slice is the part of a flow that lies in the minute. Traffic that has no flow (what isn't IP) and flows
 * beyond the limit of a minute are put together, one slice for each protocol (apart for what a port number
 * alone named), with flow 0; so the slices of a minute sum to all of its packets and octets.
 *
 * "Out" is from the originator, "in" from the responder. All of it survives `structuredClone`, and the
 * buffers may be transferred.
 */
import type { HEALTH_COUNTERS } from "./slice-health.ts";

/** Per-direction counters of a TCP flow during the minute; the order of {@link SliceBatch.health}. */
export type SliceHealthCounter = (typeof HEALTH_COUNTERS)[number];

export interface SliceBatch {
  /** Seconds since 1970 at which the minute begins, a multiple of 60. */
  readonly minute: number;
  /** Rows; each column has as many elements, {@link originator} and {@link responder} four times as many. */
  readonly count: number;
  /** Number of the flow in its capture, from 1; 0 for what is put together. */
  readonly flow: Float64Array;
  /** Seconds since 1970 of the minute of the flow's slice before this one; 0 for its first. */
  readonly previous: Float64Array;
  /** 4 or 6; 0 for what is put together. */
  readonly ipVersion: Uint8Array;
  /** IANA number; 0 without IP. */
  readonly ipProtocol: Uint8Array;
  /** 802.1Q identifier; -1 without a tag. */
  readonly vlan: Int16Array;
  /** Protocol code of the tunnel that the flow's first packet came in; 0 for none. */
  readonly tunnel: Uint16Array;
  /** Four words of each address, as in `FlowRecord`; an IPv4 address in the first. */
  readonly originator: Uint32Array;
  readonly responder: Uint32Array;
  /** -1 without ports. */
  readonly originatorPort: Int32Array;
  readonly responderPort: Int32Array;
  /** Port that stands for the service, one of the two; -1 without ports. */
  readonly servicePort: Int32Array;
  /** Type and identifier of an ICMP exchange as in `FlowRecord`; -1 for other flows. */
  readonly icmpType: Int32Array;
  readonly icmpIdentifier: Int32Array;
  /** Protocol code of the flow as it is known at the end of the minute. */
  readonly protocol: Uint16Array;
  /** 1 where the protocol rests on a port number alone. */
  readonly protocolByPort: Uint8Array;
  /** Number of the application that the name belongs to; -1 for none. */
  readonly application: Int32Array;
  /** Place of the flow's name in {@link texts}; 0 for none. */
  readonly name: Uint32Array;
  /** Place of the flow's state at the end of the minute in `FLOW_STATE_NAMES`. */
  readonly state: Uint8Array;
  /** First and last packet of the slice: seconds since 1970 and nanoseconds. */
  readonly firstSeconds: Float64Array;
  readonly firstNanoseconds: Uint32Array;
  readonly lastSeconds: Float64Array;
  readonly lastNanoseconds: Uint32Array;
  readonly packetsOut: Float64Array;
  readonly packetsIn: Float64Array;
  /** Octets on the wire. */
  readonly bytesOut: Float64Array;
  readonly bytesIn: Float64Array;
  /** Octets of application payload on the wire. */
  readonly payloadOut: Float64Array;
  readonly payloadIn: Float64Array;
  /** Counts of the minute by counter; 0 for flows that are not TCP. */
  readonly health: Readonly<Record<SliceHealthCounter, Uint32Array>>;
  /** Round trips of the flow as known at the end of the minute, microseconds; 0 for unknown. */
  readonly initialRtt: Uint32Array;
  readonly rttOut: Uint32Array;
  readonly rttIn: Uint32Array;
  /** Different texts that columns point to; the first is empty. */
  readonly texts: readonly string[];
  /** Flows of the minute that were put together since there were too many. */
  readonly flowsMerged: number;
}
