/** L2TP version 2, RFC 2661: PPP frames over UDP. Version 3 is named only. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

export const MIN_HEADER_LEN = 6;

const CONTROL = 0x8000;
const LENGTH = 0x4000;
const SEQUENCE = 0x0800;
const OFFSET = 0x0200;

export function flags(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function version(view: DataView, off: number): number {
  return flags(view, off) & 0x0f;
}

export function isControl(view: DataView, off: number): boolean {
  return (flags(view, off) & CONTROL) !== 0;
}

export function hasLength(view: DataView, off: number): boolean {
  return (flags(view, off) & LENGTH) !== 0;
}

/** Octets of the header with its optional fields; more than `end - off` where it is cut. */
export function headerLength(view: DataView, off: number, end: number): number {
  const bits = flags(view, off);
  let length = MIN_HEADER_LEN;
  if ((bits & LENGTH) !== 0) length += 2;
  if ((bits & SEQUENCE) !== 0) length += 4;
  if ((bits & OFFSET) === 0) return length;
  length += 2;
  return off + length > end ? length : length + view.getUint16(off + length - 2);
}

/** Tunnel identifier; the session identifier is the next two octets. */
export function tunnelId(view: DataView, off: number): number {
  return view.getUint16(off + (hasLength(view, off) ? 4 : 2));
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN + 2) return DecodeStatus.Truncated;
  if (version(view, off) !== 2) return DecodeStatus.BadVersion;
  return end - off < headerLength(view, off, end) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) return Protocol.Unknown;
  enter(packet, Protocol.L2tp, headerLength(view, off, packet.payloadEnd));
  const data = !isControl(view, off) && packet.payloadStart < packet.payloadEnd;
  return data ? Protocol.Ppp : Protocol.Unknown;
}
