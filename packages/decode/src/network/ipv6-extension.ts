/**
 * IPv6 extension headers, RFC 8200 §4: hop-by-hop and destination options, routing, fragment; and
 * those that share their form: mobility (RFC 6275), host identity (RFC 7401), Shim6 (RFC 5533).
 *
 * Accessors are defined only after {@link check} returned `Ok` for the same range.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopInHeader, stopShort } from "../step.ts";
import { ipv6NextHeader } from "./ip-protocol.ts";

export const MIN_HEADER_LEN = 8;

export function nextHeader(view: DataView, off: number): number {
  return view.getUint8(off);
}

/** Octets of the header, 8 to 2048. The fragment header has no length field and is 8. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + 1) + 1) * 8;
}

/** Octets between the start of the fragmentable part and this fragment's. */
export function fragmentOffset(view: DataView, off: number): number {
  return view.getUint16(off + 2) & 0xfff8;
}

export function moreFragments(view: DataView, off: number): boolean {
  return (view.getUint8(off + 3) & 1) !== 0;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** The fragment header has a fixed length, so {@link check} does not fit it. */
export function checkFragment(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < MIN_HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** Options, routing, mobility, HIP and Shim6 headers. */
export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopInHeader(packet, view, protocol, MIN_HEADER_LEN, headerLength);
  }
  enter(packet, protocol, headerLength(view, off));
  return follow(packet, nextHeader(view, off));
}

export function stepFragment(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (checkFragment(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Ipv6Fragment, MIN_HEADER_LEN);
  }
  const offset = fragmentOffset(view, off);
  if (packet.quotedFrom < 0) {
    packet.fragmentOffset = offset;
    packet.isFragment = offset !== 0 || moreFragments(view, off);
  }
  enter(packet, Protocol.Ipv6Fragment, MIN_HEADER_LEN);
  const next = follow(packet, nextHeader(view, off));
  return offset === 0 ? next : Protocol.Unknown;
}

/** Goes on with the header chain, whose last number the summary keeps. */
export function follow(packet: Packet, number: number): Protocol {
  if (packet.quotedFrom < 0) packet.ipProtocol = number;
  return ipv6NextHeader(number);
}
