/** PIM version 2, RFC 7761 §4.9: the header, and the datagram that a Register carries. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 4;
/** The header and the flags of a Register. */
export const REGISTER_LEN = 8;
export const REGISTER = 1;
const NULL_REGISTER = 0x4000_0000;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 4;
}

export function type(view: DataView, off: number): number {
  return view.getUint8(off) & 0x0f;
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** @returns the protocol of the datagram in a Register, `Unknown` for other messages */
export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  if (check(view, off, end) !== DecodeStatus.Ok) return stopShort(packet, Protocol.Pim, HEADER_LEN);
  const carries = version(view, off) === 2 && type(view, off) === REGISTER;
  if (!carries || end - off <= REGISTER_LEN) {
    enter(packet, Protocol.Pim, end - off);
    return Protocol.Unknown;
  }
  const empty = (view.getUint32(off + 4) & NULL_REGISTER) !== 0;
  enter(packet, Protocol.Pim, REGISTER_LEN);
  if (empty) return Protocol.Unknown;
  const nibble = view.getUint8(packet.payloadStart) >>> 4;
  if (nibble === 4) return Protocol.Ipv4;
  return nibble === 6 ? Protocol.Ipv6 : Protocol.Unknown;
}
