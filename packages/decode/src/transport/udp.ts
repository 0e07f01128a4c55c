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
/** Octets from which on a header that the capture has cut tells its payload: ports and length. */
const TELLING_LEN = 6;

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
    return stopInCutHeader(packet, view);
  }
  if (packet.quotedFrom < 0) packet.transportStart = off;
  const octets = length(view, off);
  if (octets !== 0 && octets < packet.payloadLength) limit(packet, octets);
  enter(packet, Protocol.Udp, HEADER_LEN);
  if (packet.payloadStart === packet.payloadEnd) return Protocol.Unknown;
  return tunnelOfPorts(srcPort(view, off), dstPort(view, off));
}

/** Stops at a header that the capture has cut, and keeps what is told before its end. */
function stopInCutHeader(packet: Packet, view: DataView): Protocol {
  const { payloadStart: off, payloadEnd: end, payloadLength: room } = packet;
  stopShort(packet, Protocol.Udp, HEADER_LEN);
  if (end - off < TELLING_LEN || packet.quotedFrom >= 0) return Protocol.Unknown;
  const octets = length(view, off);
  if (octets < HEADER_LEN || octets > room) return Protocol.Unknown;
  packet.transportStart = off;
  packet.payloadLength = octets - HEADER_LEN;
  return Protocol.Unknown;
}
