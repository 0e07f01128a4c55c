/**
 * ARP, RFC 826, and RARP, RFC 903.
 *
 * Accessors are defined only after {@link check} returned `Ok` for the same range.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stopShort } from "../step.ts";

/** Fixed part; four addresses follow, whose lengths it gives. */
export const HEADER_LEN = 8;

export function protocolType(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

export function hardwareLength(view: DataView, off: number): number {
  return view.getUint8(off + 4);
}

export function protocolLength(view: DataView, off: number): number {
  return view.getUint8(off + 5);
}

/** 1 request, 2 reply, 3 and 4 of RARP. */
export function opcode(view: DataView, off: number): number {
  return view.getUint16(off + 6);
}

/** Octets of the whole message. */
export function length(view: DataView, off: number): number {
  return HEADER_LEN + 2 * (hardwareLength(view, off) + protocolLength(view, off));
}

/** Offset of the sender's protocol address; the hardware address lies directly before it. */
export function senderProtocol(view: DataView, off: number): number {
  return off + HEADER_LEN + hardwareLength(view, off);
}

export function targetHardware(view: DataView, off: number): number {
  return senderProtocol(view, off) + protocolLength(view, off);
}

export function targetProtocol(view: DataView, off: number): number {
  return targetHardware(view, off) + hardwareLength(view, off);
}

/** True for the usual pairing: six-octet hardware addresses and IPv4. */
export function isIpv4OverMac(view: DataView, off: number): boolean {
  return (
    hardwareLength(view, off) === 6 &&
    protocolLength(view, off) === 4 &&
    protocolType(view, off) === 0x0800
  );
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < length(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, protocol, HEADER_LEN);
  }
  const octets = length(view, off);
  limit(packet, octets);
  enter(packet, protocol, octets);
  return Protocol.Unknown;
}
