/** A flow as lists and exports show it: plain data, made on demand. */
import { formatIpv4, formatIpv6, type Protocol } from "@wirescope/decode";
import type { FlowHealth } from "./flow-health.ts";
import {
  HIGH_ADDRESS,
  LOW_ADDRESS,
  PORTS,
  TAG,
  tagHasPorts,
  tagIpProtocol,
  tagIpVersion,
  tagVlan,
} from "./flow-key.ts";
import {
  BY_PORT,
  BYTES,
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  KEY,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  META,
  ORIGINATOR_HIGH,
  PACKETS,
  PAYLOAD,
  PROTOCOL_MASK,
  SERIAL,
  SERVICE,
  SERVICE_PORT_MASK,
  TUNNEL,
} from "./flow-layout.ts";
import { flowApplication, flowName } from "./flow-name.ts";
import { FLOW_STATE_NAMES, type FlowStateName, flowStatePlace } from "./flow-state-name.ts";
import type { FlowTable } from "./flow-table.ts";
import { type HealthRecord, readHealth } from "./health-record.ts";
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6 } from "./ip-protocol.ts";
import type { NamePool } from "./name-pool.ts";

export interface FlowRecord {
  readonly row: number;
  /** Number of the flow, from 1, in the order of first packets; never used twice. */
  readonly id: number;
  readonly protocol: Protocol;
  readonly protocolByPort: boolean;
  readonly ipVersion: 4 | 6;
  /** IANA number. */
  readonly ipProtocol: number;
  /** 802.1Q identifier. */
  readonly vlan: number | undefined;
  /** What the first packet's innermost IP layer came in, undefined without a tunnel. */
  readonly tunnel: Protocol | undefined;
  /** Sender of the first packet, of the TCP SYN, or of the ICMP request. */
  readonly originator: string;
  readonly originatorWords: readonly [number, number, number, number];
  readonly originatorPort: number | undefined;
  readonly responder: string;
  readonly responderWords: readonly [number, number, number, number];
  readonly responderPort: number | undefined;
  /** Port that stands for the service, one of the two. */
  readonly servicePort: number | undefined;
  /** Type of the request of an ICMP exchange (or of a lone message) and its identifier (or code). */
  readonly icmpType: number | undefined;
  readonly icmpIdentifier: number | undefined;
  readonly name: string | undefined;
  /** Number of the application that the name belongs to; -1 for none. */
  readonly application: number;
  readonly state: FlowStateName;
  readonly firstSeconds: number;
  readonly firstNanoseconds: number;
  readonly lastSeconds: number;
  readonly lastNanoseconds: number;
  /** From the originator. */
  readonly packetsOut: number;
  readonly packetsIn: number;
  /** Octets on the wire. */
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Octets of application payload on the wire. */
  readonly payloadOut: number;
  readonly payloadIn: number;
  readonly health: HealthRecord | undefined;
}

/** Reads a row; `pool` knows the flows' names, `health` how they do. */
export function readFlowRecord(
  flows: FlowTable,
  pool: NamePool,
  health: FlowHealth,
  row: number,
): FlowRecord {
  const { words, doubles } = flows;
  const base = row * FLOW_WORDS;
  const d = row * FLOW_DOUBLES;
  const tag = words[base + KEY + TAG]!;
  const meta = words[base + META]!;
  const ports = words[base + KEY + PORTS]!;
  const ipProtocol = tagIpProtocol(tag);
  const hasPorts = tagHasPorts(tag);
  const isIcmp = ipProtocol === IP_PROTOCOL_ICMP || ipProtocol === IP_PROTOCOL_ICMPV6;
  const isHigh = (meta & ORIGINATOR_HIGH) !== 0;
  const low = readAddress(words, base + KEY + LOW_ADDRESS);
  const high = readAddress(words, base + KEY + HIGH_ADDRESS);
  const originator = isHigh ? high : low;
  const responder = isHigh ? low : high;
  const ipVersion = tagIpVersion(tag);
  const vlan = tagVlan(tag);
  const tunnel = words[base + TUNNEL]!;
  return {
    row,
    id: doubles[d + SERIAL]!,
    protocol: (meta & PROTOCOL_MASK) as Protocol,
    protocolByPort: (meta & BY_PORT) !== 0,
    ipVersion,
    ipProtocol,
    vlan: vlan < 0 ? undefined : vlan,
    tunnel: tunnel === 0 ? undefined : (tunnel as Protocol),
    originator: formatAddress(ipVersion, originator),
    originatorWords: originator,
    originatorPort: hasPorts ? (isHigh ? ports & 0xffff : ports >>> 16) : undefined,
    responder: formatAddress(ipVersion, responder),
    responderWords: responder,
    responderPort: hasPorts ? (isHigh ? ports >>> 16 : ports & 0xffff) : undefined,
    servicePort: hasPorts ? words[base + SERVICE]! & SERVICE_PORT_MASK : undefined,
    icmpType: isIcmp ? ports >>> 16 : undefined,
    icmpIdentifier: isIcmp ? ports & 0xffff : undefined,
    name: flowName(pool, words, base),
    application: flowApplication(pool, words, base),
    state: FLOW_STATE_NAMES[flowStatePlace(doubles, words, row)]!,
    firstSeconds: doubles[d + FIRST_SECONDS]!,
    firstNanoseconds: words[base + FIRST_NANOSECONDS]!,
    lastSeconds: doubles[d + LAST_SECONDS]!,
    lastNanoseconds: words[base + LAST_NANOSECONDS]!,
    packetsOut: doubles[d + PACKETS]!,
    packetsIn: doubles[d + PACKETS + 1]!,
    bytesOut: doubles[d + BYTES]!,
    bytesIn: doubles[d + BYTES + 1]!,
    payloadOut: doubles[d + PAYLOAD]!,
    payloadIn: doubles[d + PAYLOAD + 1]!,
    health: readHealth(flows, health, row),
  };
}

/** Words 0 to 3 of the address whose word 0 is at `at`; words 1 to 3 of both ends alternate. */
function readAddress(words: Int32Array, at: number): readonly [number, number, number, number] {
  return [words[at]! >>> 0, words[at + 2]! >>> 0, words[at + 4]! >>> 0, words[at + 6]! >>> 0];
}

function formatAddress(ipVersion: 4 | 6, words: readonly [number, number, number, number]): string {
  return ipVersion === 4 ? formatIpv4(words[0]) : formatIpv6(...words);
}
