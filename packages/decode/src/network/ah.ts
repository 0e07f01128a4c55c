/** IP Authentication Header, RFC 4302. What it protects follows in the clear. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopInHeader } from "../step.ts";
import { follow } from "./ipv6-extension.ts";

/** Without sequence number and check value, as RFC 1826 had it. */
export const MIN_HEADER_LEN = 8;

export function nextHeader(view: DataView, off: number): number {
  return view.getUint8(off);
}

/** Octets of the header with its integrity check value. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + 1) + 2) * 4;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  const length = headerLength(view, off);
  if (length < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopInHeader(packet, view, Protocol.Ah, MIN_HEADER_LEN, headerLength);
  }
  enter(packet, Protocol.Ah, headerLength(view, off));
  return follow(packet, nextHeader(view, off));
}
