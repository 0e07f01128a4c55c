/** The health of a flow as lists and exports show it: plain data, made on demand. */

import type { FlowHealth } from "./flow-health.ts";
import { TAG, tagIpProtocol } from "./flow-key.ts";
import { FLOW_WORDS, HAS_SEQUENCE, HEALTH, IDENTIFIED, KEY, META } from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import { IP_PROTOCOL_TCP } from "./ip-protocol.ts";
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
  STATUS,
  TCP_WORDS,
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
  const healthRow = flows.words[at + HEALTH]! - 1;
  if (healthRow < 0) return undefined;
  if (tagIpProtocol(flows.words[at + KEY + TAG]!) !== IP_PROTOCOL_TCP) {
    return { kind: "dns", ...health.queries.figures(healthRow) };
  }
  // In a connection that was joined in the middle, only content tells a beginning from the rest.
  const isFromStart = (flows.words[at + META]! & (HAS_SEQUENCE | IDENTIFIED)) !== 0;
  return readTcp(health.tcp.pool.words, healthRow * TCP_WORDS, isFromStart);
}

function readTcp(words: Int32Array, base: number, isFromStart: boolean): TcpRecord {
  const status = words[base + STATUS]!;
  const exchange = IS_ASKED | IS_ANSWERED;
  const isAnswered = isFromStart && (status & exchange) === exchange;
  const code = words[base + ANSWER_CODE]!;
  return {
    kind: "tcp",
    initialRtt: (status & HAS_INITIAL_RTT) === 0 ? undefined : duration(words[base + INITIAL_RTT]!),
    rttOut: roundTrip(words[base + RTT_SMOOTHED]!),
    rttIn: roundTrip(words[base + RTT_SMOOTHED + 1]!),
    rttLeastOut: roundTrip(words[base + RTT_LEAST]!),
    rttLeastIn: roundTrip(words[base + RTT_LEAST + 1]!),
    retransmissionsOut: words[base + RETRANSMISSIONS]!,
    retransmissionsIn: words[base + RETRANSMISSIONS + 1]!,
    outOfOrderOut: words[base + OUT_OF_ORDER]!,
    outOfOrderIn: words[base + OUT_OF_ORDER + 1]!,
    duplicateAcksOut: words[base + DUPLICATE_ACKS]!,
    duplicateAcksIn: words[base + DUPLICATE_ACKS + 1]!,
    zeroWindowsOut: words[base + ZERO_WINDOWS]!,
    zeroWindowsIn: words[base + ZERO_WINDOWS + 1]!,
    gapsOut: words[base + GAPS]!,
    gapsIn: words[base + GAPS + 1]!,
    keepAlivesOut: words[base + KEEP_ALIVES]!,
    keepAlivesIn: words[base + KEEP_ALIVES + 1]!,
    resetsOut: words[base + RESETS]!,
    resetsIn: words[base + RESETS + 1]!,
    timeToFirstByte: isAnswered ? duration(words[base + FIRST_BYTE]!) : undefined,
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
