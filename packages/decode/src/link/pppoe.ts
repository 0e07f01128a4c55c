/** PPP over Ethernet, RFC 2516: discovery and session. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stopShort } from "../step.ts";

export const HEADER_LEN = 6;

export function code(view: DataView, off: number): number {
  return view.getUint8(off + 1);
}

export function sessionId(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Octets after this header. */
export function payloadLength(view: DataView, off: number): number {
  return view.getUint16(off + 4);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, protocol, HEADER_LEN);
  }
  const length = HEADER_LEN + payloadLength(view, off);
  if (length < packet.payloadLength) limit(packet, length);
  if (protocol === Protocol.Pppoed) {
    enter(packet, protocol, packet.payloadEnd - off);
    return Protocol.Unknown;
  }
  enter(packet, protocol, HEADER_LEN);
  const empty = packet.payloadStart === packet.payloadEnd;
  return code(view, off) === 0 && !empty ? Protocol.Ppp : Protocol.Unknown;
}
