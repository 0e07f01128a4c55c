/**
 * UDP header, RFC 768.
 *
 * Accessors take the view of the capture buffer and the offset of the header.
 * They are defined only after {@link check} returned `Ok` for the same range;
 * outside it they throw `RangeError` or read a neighbouring packet.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stop, stopShort } from "../step.ts";
import { tunnelOfPorts } from "../tunnel/udp-port.ts";
import { keepPorts } from "./ports.ts";

export const HEADER_LEN = 8;

const LENGTH = 4;

export function srcPort(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function dstPort(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Header and payload as the sender counted them; 0 for an IPv6 jumbogram (RFC 2675 §4). */
export function length(view: DataView, off: number): number {
  return view.getUint16(off + LENGTH);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN) return DecodeStatus.Truncated;
  const octets = length(view, off);
  if (octets !== 0 && octets < HEADER_LEN) return DecodeStatus.BadLength;
  return DecodeStatus.Ok;
}

/** @returns the tunnel that the ports stand for, `Unknown` for application data */
export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  keepPorts(packet, view);
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) {
    if (status === DecodeStatus.BadLength) return stop(packet, Protocol.Udp, status);
    return stopShort(packet, Protocol.Udp, HEADER_LEN);
  }
  if (packet.quotedFrom < 0) packet.transportStart = off;
  const octets = length(view, off);
  if (octets !== 0 && octets < packet.payloadLength) limit(packet, octets);
  enter(packet, Protocol.Udp, HEADER_LEN);
  if (packet.payloadStart === packet.payloadEnd) return Protocol.Unknown;
  return tunnelOfPorts(srcPort(view, off), dstPort(view, off));
}
