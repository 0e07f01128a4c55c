/**
 * ICMP, RFC 792, and ICMPv6, RFC 4443: the common header of both.
 *
 * Accessors are defined only after {@link check} returned `Ok` for the same range.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

/** Type, code, checksum, and four octets whose meaning depends on the type. */
export const HEADER_LEN = 8;

export function type(view: DataView, off: number): number {
  return view.getUint8(off);
}

export function code(view: DataView, off: number): number {
  return view.getUint8(off + 1);
}

/** Identifier of an echo message. */
export function identifier(view: DataView, off: number): number {
  return view.getUint16(off + 4);
}

/** Sequence number of an echo message. */
export function sequence(view: DataView, off: number): number {
  return view.getUint16(off + 6);
}

/** True for the ICMP errors, which quote the packet that caused them. */
function isIcmpError(messageType: number): boolean {
  return (
    messageType === 3 ||
    messageType === 4 ||
    messageType === 5 ||
    messageType === 11 ||
    messageType === 12
  );
}

/** True for the ICMPv6 errors, types 1 to 4 as defined; the range below 128 is reserved for more. */
function isIcmpv6Error(messageType: number): boolean {
  return messageType >= 1 && messageType <= 4;
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** @returns the protocol of the quoted packet, `Unknown` where there is none */
export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, protocol, HEADER_LEN);
  }
  if (packet.quotedFrom < 0) packet.transportStart = off;
  enter(packet, protocol, HEADER_LEN);
  if (packet.payloadStart === packet.payloadEnd) return Protocol.Unknown;
  const messageType = type(view, off);
  if (protocol === Protocol.Icmp) {
    return isIcmpError(messageType) ? Protocol.Ipv4 : Protocol.Unknown;
  }
  return isIcmpv6Error(messageType) ? Protocol.Ipv6 : Protocol.Unknown;
}
