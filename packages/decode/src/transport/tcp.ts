/**
 * TCP header, RFC 9293.
 *
 * Accessors take the view of the capture buffer and the offset of the header.
 * They are defined only after {@link check} returned `Ok` for the same range;
 * outside it they throw `RangeError` or read a neighbouring packet.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stop, stopInHeader } from "../step.ts";
import { keepPorts } from "./ports.ts";

export const MIN_HEADER_LEN = 20;
/** Octets from which on a header that the capture has cut tells its connection: ports to window. */
export const TELLING_LEN = 16;

const SEQUENCE = 4;
const ACKNOWLEDGMENT = 8;
const OFFSET_AND_FLAGS = 12;
const WINDOW = 14;

/** Bits of {@link flags}. */
export const TcpFlag = {
  Fin: 0x001,
  Syn: 0x002,
  Rst: 0x004,
  Psh: 0x008,
  Ack: 0x010,
  Urg: 0x020,
  Ece: 0x040,
  Cwr: 0x080,
  Ns: 0x100,
} as const;

export type TcpFlag = (typeof TcpFlag)[keyof typeof TcpFlag];

export function srcPort(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function dstPort(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Sequence number of the first payload octet, modulo 2^32. */
export function sequence(view: DataView, off: number): number {
  return view.getUint32(off + SEQUENCE);
}

/** Next sequence number that the sender expects; meaningful with the ACK flag only. */
export function acknowledgment(view: DataView, off: number): number {
  return view.getUint32(off + ACKNOWLEDGMENT);
}

/** Octets of the header with its options, 20 to 60. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + OFFSET_AND_FLAGS) >>> 4) * 4;
}

/** Nine flag bits, {@link TcpFlag}. */
export function flags(view: DataView, off: number): number {
  return view.getUint16(off + OFFSET_AND_FLAGS) & 0x01ff;
}

/** Receive window as sent, without the scale that the handshake may have agreed. */
export function window(view: DataView, off: number): number {
  return view.getUint16(off + WINDOW);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  const length = headerLength(view, off);
  if (length < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  keepPorts(packet, view);
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) {
    if (status === DecodeStatus.BadLength) return stop(packet, Protocol.Tcp, status);
    return stopInCutHeader(packet, view);
  }
  if (packet.quotedFrom < 0) {
    packet.transportStart = off;
    packet.tcpFlags = flags(view, off);
  }
  enter(packet, Protocol.Tcp, headerLength(view, off));
  return Protocol.Unknown;
}

/** Stops at a header that the capture has cut, and keeps what is told before its end. */
function stopInCutHeader(packet: Packet, view: DataView): Protocol {
  const { payloadStart: off, payloadEnd: end, payloadLength: length } = packet;
  const isTelling = end - off >= TELLING_LEN && length >= headerLength(view, off);
  stopInHeader(packet, view, Protocol.Tcp, MIN_HEADER_LEN, headerLength);
  if (!isTelling || headerLength(view, off) < MIN_HEADER_LEN) return Protocol.Unknown;
  packet.payloadLength = length - headerLength(view, off);
  if (packet.quotedFrom < 0) {
    packet.transportStart = off;
    packet.tcpFlags = flags(view, off);
  }
  return Protocol.Unknown;
}
