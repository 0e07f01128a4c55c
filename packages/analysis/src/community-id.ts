/**
 * Community ID, version 1: a name for a flow that other tools give it as well
 * (https://github.com/corelight/community-id-spec).
 *
 * SHA-1 over seed, the lower and the higher end's address, the IP protocol, a zero and both ports; in
 * Base64 behind `1:`. Made on demand: it costs about as much as a hundred packets.
 */
import { encodeBase64, sha1 } from "@wirescope/decode";
import type { FlowRecord } from "./flow-record.ts";
import { IP_PROTOCOL_ICMP, IP_PROTOCOL_ICMPV6 } from "./ip-protocol.ts";

/** Types of ICMP that stand for ports: a message's own, and the one that answers it. */
const COUNTERPARTS_V4 = counterparts([
  [8, 0],
  [13, 14],
  [15, 16],
  [10, 9],
  [17, 18],
]);
const COUNTERPARTS_V6 = counterparts([
  [128, 129],
  [133, 134],
  [135, 136],
  [130, 131],
  [139, 140],
  [144, 145],
]);

type Key = Pick<
  FlowRecord,
  | "ipVersion"
  | "ipProtocol"
  | "originatorWords"
  | "originatorPort"
  | "responderWords"
  | "responderPort"
  | "icmpType"
  | "icmpIdentifier"
>;

interface Ports {
  readonly originator: number;
  readonly responder: number;
  /** The two mean different things: ends keep their order. */
  readonly isOneWay: boolean;
}

/** @param seed 0 … 65535, the same in all tools whose identifiers are to meet. */
export function communityId(flow: Key, seed = 0): string {
  const ports = portsOf(flow);
  const words = flow.ipVersion === 4 ? 1 : 4;
  const isOrdered = ports?.isOneWay === true || isLower(flow, ports, words);
  const from = isOrdered ? flow.originatorWords : flow.responderWords;
  const to = isOrdered ? flow.responderWords : flow.originatorWords;
  const length = 2 + 8 * words + 2 + (ports === undefined ? 0 : 4);
  const view = new DataView(new ArrayBuffer(length));
  view.setUint16(0, seed);
  for (let i = 0; i < words; i++) {
    view.setUint32(2 + 4 * i, from[i]!);
    view.setUint32(2 + 4 * (words + i), to[i]!);
  }
  view.setUint8(2 + 8 * words, flow.ipProtocol);
  if (ports !== undefined) {
    view.setUint16(length - 4, isOrdered ? ports.originator : ports.responder);
    view.setUint16(length - 2, isOrdered ? ports.responder : ports.originator);
  }
  const digest = sha1(new Uint8Array(view.buffer));
  return `1:${encodeBase64(new DataView(digest.buffer), 0, digest.length)}`;
}

function isLower(flow: Key, ports: Ports | undefined, words: number): boolean {
  for (let i = 0; i < words; i++) {
    const from = flow.originatorWords[i]!;
    const to = flow.responderWords[i]!;
    if (from !== to) return from < to;
  }
  return ports === undefined || ports.originator < ports.responder;
}

function portsOf(flow: Key): Ports | undefined {
  const { ipProtocol, icmpType, originatorPort, responderPort } = flow;
  if (originatorPort !== undefined && responderPort !== undefined) {
    return { originator: originatorPort, responder: responderPort, isOneWay: false };
  }
  if (icmpType === undefined) return undefined;
  if (ipProtocol !== IP_PROTOCOL_ICMP && ipProtocol !== IP_PROTOCOL_ICMPV6) return undefined;
  const table = ipProtocol === IP_PROTOCOL_ICMP ? COUNTERPARTS_V4 : COUNTERPARTS_V6;
  const counterpart = table.get(icmpType);
  if (counterpart !== undefined) {
    return { originator: icmpType, responder: counterpart, isOneWay: false };
  }
  return { originator: icmpType, responder: flow.icmpIdentifier ?? 0, isOneWay: true };
}

function counterparts(pairs: readonly (readonly [number, number])[]): ReadonlyMap<number, number> {
  return new Map(pairs.flatMap(([a, b]) => [[a, b] as const, [b, a] as const]));
}
