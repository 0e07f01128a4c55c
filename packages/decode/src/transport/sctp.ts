/** SCTP common header, RFC 9260 §3.1; chunks follow it. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { keepPorts } from "./ports.ts";

export const HEADER_LEN = 12;

export function srcPort(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function dstPort(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

export function verificationTag(view: DataView, off: number): number {
  return view.getUint32(off + 4);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  keepPorts(packet, view);
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Sctp, HEADER_LEN);
  }
  if (packet.quotedFrom < 0) packet.transportStart = off;
  enter(packet, Protocol.Sctp, HEADER_LEN);
  return Protocol.Unknown;
}
