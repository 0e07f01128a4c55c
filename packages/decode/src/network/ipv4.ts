/**
 * IPv4 header, RFC 791.
 *
 * Accessors take the view of the capture buffer and the offset of the header.
 * They are defined only after {@link check} returned `Ok` for the same range;
 * outside it they throw `RangeError` or read a neighbouring packet.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stop, stopInHeader } from "../step.ts";
import { ipProtocol } from "./ip-protocol.ts";
import { openIp } from "./ip-summary.ts";

export const MIN_HEADER_LEN = 20;

const TOTAL_LENGTH = 2;
const FRAGMENT = 6;
const TTL = 8;
const PROTOCOL = 9;
const SOURCE = 12;
const DESTINATION = 16;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 4;
}

/** Octets of the header with its options, 20 to 60. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off) & 0x0f) * 4;
}

/** Header and payload; 0 where the sender left segmentation to its network card. */
export function totalLength(view: DataView, off: number): number {
  return view.getUint16(off + TOTAL_LENGTH);
}

/** The flags and offset word: 0 for a packet that neither is nor may not be a fragment. */
export function fragmentWord(view: DataView, off: number): number {
  return view.getUint16(off + FRAGMENT);
}

/** Octets between the start of the datagram's payload and this fragment's. */
export function fragmentOffset(view: DataView, off: number): number {
  return (fragmentWord(view, off) & 0x1fff) * 8;
}

export function moreFragments(view: DataView, off: number): boolean {
  return (fragmentWord(view, off) & 0x2000) !== 0;
}

export function ttl(view: DataView, off: number): number {
  return view.getUint8(off + TTL);
}

/** IANA assigned internet protocol number of the payload. */
export function protocol(view: DataView, off: number): number {
  return view.getUint8(off + PROTOCOL);
}

export function source(view: DataView, off: number): number {
  return view.getUint32(off + SOURCE);
}

export function destination(view: DataView, off: number): number {
  return view.getUint32(off + DESTINATION);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off) !== 4) return DecodeStatus.BadVersion;
  const octets = headerLength(view, off);
  if (octets < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  const total = totalLength(view, off);
  if (total !== 0 && total < octets) return DecodeStatus.BadLength;
  return end - off < octets ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) {
    if (status !== DecodeStatus.Truncated) return stop(packet, Protocol.Ipv4, status);
    return stopInHeader(packet, view, Protocol.Ipv4, MIN_HEADER_LEN, headerLength);
  }
  const headerOctets = headerLength(view, off);
  const total = totalLength(view, off);
  if (total !== 0) limit(packet, total);
  const number = protocol(view, off);
  const fragment = fragmentWord(view, off) & 0x3fff;
  if (packet.quotedFrom < 0) {
    openIp(packet, 4, off, number);
    packet.source0 = source(view, off) | 0;
    packet.destination0 = destination(view, off) | 0;
    packet.isFragment = fragment !== 0;
    packet.fragmentOffset = (fragment & 0x1fff) * 8;
  }
  enter(packet, Protocol.Ipv4, headerOctets);
  return (fragment & 0x1fff) === 0 ? ipProtocol(number) : Protocol.Unknown;
}
