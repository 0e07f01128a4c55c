/** AYIYA, draft-massar-v6ops-ayiya-02: IPv6 over UDP as tunnel brokers offered it. */

import { ipv6NextHeader } from "../network/ip-protocol.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

/** Lengths, methods, next header and epoch time; identity and signature follow. */
export const MIN_HEADER_LEN = 8;

/** Operation that forwards the payload. */
const FORWARD = 1;

export function operation(view: DataView, off: number): number {
  return view.getUint8(off + 2) & 0x0f;
}

export function nextHeader(view: DataView, off: number): number {
  return view.getUint8(off + 3);
}

/** Octets of the header with an identity of 2^n octets and a signature of n words. */
export function headerLength(view: DataView, off: number): number {
  const identity = 1 << (view.getUint8(off) >>> 4);
  return MIN_HEADER_LEN + identity + (view.getUint8(off + 1) >>> 4) * 4;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) return Protocol.Unknown;
  enter(packet, Protocol.Ayiya, headerLength(view, off));
  return operation(view, off) === FORWARD
    ? ipv6NextHeader(nextHeader(view, off))
    : Protocol.Unknown;
}
