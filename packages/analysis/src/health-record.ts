/** The health of a flow as lists and exports show it: plain data, made on demand. */

import type { FlowHealth } from "./flow-health.ts";
import { COUNTERS, FLOW_WORDS, HAS_SEQUENCE, HEALTH, IDENTIFIED, META } from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import {
  ANSWER_CODE,
  DUPLICATE_ACKS,
  FIRST_BYTE,
  GAPS,
  HAS_INITIAL_RTT,
  INITIAL_RTT,
  IS_ANSWERED,
  IS_ASKED,
  KEEP_ALIVES,
  OUT_OF_ORDER,
  RESETS,
  RETRANSMISSIONS,
  RTT_LEAST,
  RTT_SMOOTHED,
  SIDE_WORDS,
  STATUS,
  ZERO_WINDOWS,
} from "./tcp-layout.ts";

const MICROSECONDS = 1e6;

/** `Out` is what the originator sent, `In` what the responder did. Times are seconds, to a microsecond. */
export interface TcpRecord {
  readonly kind: "tcp";
  /** From the SYN to the acknowledgment that ends the handshake. */
  readonly initialRtt: number | undefined;
  /** From a segment to its acknowledgment: smoothed, and the least. */
  readonly rttOut: number | undefined;
  readonly rttIn: number | undefined;
  readonly rttLeastOut: number | undefined;
  readonly rttLeastIn: number | undefined;
  /** Segments sent again, for whatever reason. */
  readonly retransmissionsOut: number;
  readonly retransmissionsIn: number;
  /** Segments that came behind later ones. */
  readonly outOfOrderOut: number;
  readonly outOfOrderIn: number;
  readonly duplicateAcksOut: number;
  readonly duplicateAcksIn: number;
  /** Segments that allow the peer to send nothing. */
  readonly zeroWindowsOut: number;
  readonly zeroWindowsIn: number;
  /** Places where segments are missing that came later or were not captured. */
  readonly gapsOut: number;
  readonly gapsIn: number;
  readonly keepAlivesOut: number;
  readonly keepAlivesIn: number;
  readonly resetsOut: number;
  readonly resetsIn: number;
  /** From the last payload of the originator's first request to the first payload that answers it. */
  readonly timeToFirstByte: number | undefined;
  /** RCODE of the last answer of DNS over TCP. */
  readonly responseCode: number | undefined;
}

/** Of DNS and LLMNR over UDP. */
export interface QueryRecord {
  readonly kind: "dns";
  readonly queries: number;
  readonly answers: number;
  /** Seconds from the first query that was answered to its answer. */
  readonly responseTime: number | undefined;
  /** RCODE of the last answer. */
  readonly responseCode: number | undefined;
}

export type HealthRecord = TcpRecord | QueryRecord;

/** Health of the flow in a row; undefined for what is neither TCP nor DNS. */
export function readHealth(
  flows: FlowTable,
  health: FlowHealth,
  row: number,
): HealthRecord | undefined {
  const at = row * FLOW_WORDS;
  const counters = flows.words[at + COUNTERS]! - 1;
  if (counters < 0) {
    const figures = health.queries.figures(row);
    return figures.queries + figures.answers === 0 ? undefined : { kind: "dns", ...figures };
  }
  // In a connection that was joined in the middle, only content tells a beginning from the rest.
  const isFromStart = (flows.words[at + META]! & (HAS_SEQUENCE | IDENTIFIED)) !== 0;
  return readTcp(flows.words, at + HEALTH, health, counters, isFromStart);
}

function readTcp(
  words: Int32Array,
  out: number,
  health: FlowHealth,
  counters: number,
  isFromStart: boolean,
): TcpRecord {
  const counts = health.tcp.pool.chunk(counters);
  const base = health.tcp.pool.baseOf(counters);
  const into = out + SIDE_WORDS;
  const status = words[out + STATUS]!;
  const exchange = IS_ASKED | IS_ANSWERED;
  const isAnswered = isFromStart && (status & exchange) === exchange;
  const code = counts[base + ANSWER_CODE]!;
  return {
    kind: "tcp",
    initialRtt:
      (status & HAS_INITIAL_RTT) === 0 ? undefined : duration(counts[base + INITIAL_RTT]!),
    rttOut: roundTrip(words[out + RTT_SMOOTHED]!),
    rttIn: roundTrip(words[into + RTT_SMOOTHED]!),
    rttLeastOut: roundTrip(words[out + RTT_LEAST]!),
    rttLeastIn: roundTrip(words[into + RTT_LEAST]!),
    retransmissionsOut: counts[base + RETRANSMISSIONS]!,
    retransmissionsIn: counts[base + RETRANSMISSIONS + 1]!,
    outOfOrderOut: counts[base + OUT_OF_ORDER]!,
    outOfOrderIn: counts[base + OUT_OF_ORDER + 1]!,
    duplicateAcksOut: counts[base + DUPLICATE_ACKS]!,
    duplicateAcksIn: counts[base + DUPLICATE_ACKS + 1]!,
    zeroWindowsOut: counts[base + ZERO_WINDOWS]!,
    zeroWindowsIn: counts[base + ZERO_WINDOWS + 1]!,
    gapsOut: counts[base + GAPS]!,
    gapsIn: counts[base + GAPS + 1]!,
    keepAlivesOut: counts[base + KEEP_ALIVES]!,
    keepAlivesIn: counts[base + KEEP_ALIVES + 1]!,
    resetsOut: counts[base + RESETS]!,
    resetsIn: counts[base + RESETS + 1]!,
    timeToFirstByte: isAnswered ? duration(counts[base + FIRST_BYTE]!) : undefined,
    responseCode: code === 0 ? undefined : code - 1,
  };
}

function roundTrip(microseconds: number): number | undefined {
  return microseconds === 0 ? undefined : microseconds / MICROSECONDS;
}

/** Undefined where the clock went backwards. */
function duration(microseconds: number): number | undefined {
  return microseconds < 0 ? undefined : microseconds / MICROSECONDS;
}
