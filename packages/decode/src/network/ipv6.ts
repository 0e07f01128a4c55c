/**
 * IPv6 header, RFC 8200.
 *
 * Accessors take the view of the capture buffer and the offset of the header.
 * They are defined only after {@link check} returned `Ok` for the same range;
 * outside it they throw `RangeError` or read a neighbouring packet.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stop, stopShort } from "../step.ts";
import { ipv6NextHeader } from "./ip-protocol.ts";
import { openIp } from "./ip-summary.ts";

export const HEADER_LEN = 40;

const PAYLOAD_LENGTH = 4;
const NEXT_HEADER = 6;
const HOP_LIMIT = 7;
const SOURCE = 8;
const DESTINATION = 24;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 4;
}

/** Octets after this header; 0 for a jumbogram (RFC 2675) and where the network card segments. */
export function payloadLength(view: DataView, off: number): number {
  return view.getUint16(off + PAYLOAD_LENGTH);
}

export function nextHeader(view: DataView, off: number): number {
  return view.getUint8(off + NEXT_HEADER);
}

export function hopLimit(view: DataView, off: number): number {
  return view.getUint8(off + HOP_LIMIT);
}

/** Word `index`, 0 to 3, of the source address. */
function sourceWord(view: DataView, off: number, index: number): number {
  return view.getUint32(off + SOURCE + 4 * index);
}

/** Word `index`, 0 to 3, of the destination address. */
function destinationWord(view: DataView, off: number, index: number): number {
  return view.getUint32(off + DESTINATION + 4 * index);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN) return DecodeStatus.Truncated;
  return version(view, off) === 6 ? DecodeStatus.Ok : DecodeStatus.BadVersion;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) {
    if (status !== DecodeStatus.Truncated) return stop(packet, Protocol.Ipv6, status);
    return stopShort(packet, Protocol.Ipv6, HEADER_LEN);
  }
  const length = payloadLength(view, off);
  if (length !== 0) limit(packet, HEADER_LEN + length);
  const number = nextHeader(view, off);
  if (packet.quotedFrom < 0) {
    openIp(packet, 6, off, number);
    packet.source0 = sourceWord(view, off, 0) | 0;
    packet.source1 = sourceWord(view, off, 1) | 0;
    packet.source2 = sourceWord(view, off, 2) | 0;
    packet.source3 = sourceWord(view, off, 3) | 0;
    packet.destination0 = destinationWord(view, off, 0) | 0;
    packet.destination1 = destinationWord(view, off, 1) | 0;
    packet.destination2 = destinationWord(view, off, 2) | 0;
    packet.destination3 = destinationWord(view, off, 3) | 0;
  }
  enter(packet, Protocol.Ipv6, HEADER_LEN);
  return ipv6NextHeader(number);
}
