/** The fragment of an IP datagram that a packet carries. */

import * as ipv4 from "../network/ipv4.ts";
import * as ipv6 from "../network/ipv6.ts";
import * as extension from "../network/ipv6-extension.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";

const FRAGMENT_BITS = 0x3fff;
const IPV4_ID = 4;
const IPV6_ID = 4;

export interface Fragment {
  /** The same for all fragments of a datagram: addresses, identification, and protocol. */
  readonly key: string;
  /** Octets between the start of the datagram's payload and this fragment's. */
  readonly offset: number;
  readonly isLast: boolean;
  /** Borrowed from the packet. */
  readonly octets: Uint8Array;
}

/**
 * Index of the outermost layer that is a fragment with all its octets captured; -1 without one.
 *
 * For IPv4 that is the IP layer itself, for IPv6 the fragment header.
 */
export function fragmentLayer(packet: Packet): number {
  const last = packet.quotedFrom < 0 ? packet.layerCount : packet.quotedFrom;
  for (let index = 0; index < last; index += 1) {
    const protocol = packet.layerProtocol[index];
    if (protocol === Protocol.Ipv4 && isIpv4Fragment(packet, index)) return index;
    if (protocol === Protocol.Ipv6Fragment && isIpv6Fragment(packet, index)) return index;
  }
  return -1;
}

function isWhole(packet: Packet, index: number): boolean {
  return packet.layerLength[index] === packet.layerEnd[index]! - packet.layerStart[index]!;
}

function isIpv4Fragment(packet: Packet, index: number): boolean {
  const { view } = packet;
  const start = packet.layerStart[index]!;
  if (ipv4.check(view, start, packet.layerEnd[index]!) !== DecodeStatus.Ok) return false;
  return (ipv4.fragmentWord(view, start) & FRAGMENT_BITS) !== 0 && isWhole(packet, index);
}

function isIpv6Fragment(packet: Packet, index: number): boolean {
  const { view } = packet;
  const start = packet.layerStart[index]!;
  if (extension.checkFragment(view, start, packet.layerEnd[index]!) !== DecodeStatus.Ok) {
    return false;
  }
  const isPart =
    extension.fragmentOffset(view, start) !== 0 || extension.moreFragments(view, start);
  return isPart && isWhole(packet, index) && ipLayer(packet, index) >= 0;
}

/** Index of the IPv6 header before extension header `index`; -1 without one. */
function ipLayer(packet: Packet, index: number): number {
  for (let at = index; at >= 0; at -= 1) {
    const protocol = packet.layerProtocol[at];
    if (protocol === Protocol.Ipv6) return at;
    if (protocol === Protocol.Ipv4) return -1;
  }
  return -1;
}

/** Octets of the header of fragment layer `index`. */
export function fragmentHeaderLength(packet: Packet, index: number): number {
  return packet.layerProtocol[index] === Protocol.Ipv4
    ? ipv4.headerLength(packet.view, packet.layerStart[index]!)
    : extension.MIN_HEADER_LEN;
}

/** The fragment in the layer that {@link fragmentLayer} has found. */
export function fragmentAt(packet: Packet, index: number): Fragment {
  const { view } = packet;
  const start = packet.layerStart[index]!;
  const from = start + fragmentHeaderLength(packet, index);
  const length = packet.layerEnd[index]! - from;
  const octets = new Uint8Array(view.buffer, view.byteOffset + from, length);
  if (packet.layerProtocol[index] === Protocol.Ipv4) {
    const key = `${units(view, start + 12, 8)}${units(view, start + IPV4_ID, 2)}${ipv4.protocol(view, start)}`;
    const isLast = !ipv4.moreFragments(view, start);
    return { key, offset: ipv4.fragmentOffset(view, start), isLast, octets };
  }
  const ip = packet.layerStart[ipLayer(packet, index)]!;
  const key = `${units(view, ip + 8, 32)}${units(view, start + IPV6_ID, 4)}`;
  const isLast = !extension.moreFragments(view, start);
  return { key, offset: extension.fragmentOffset(view, start), isLast, octets };
}

function units(view: DataView, off: number, length: number): string {
  let text = "";
  for (let at = 0; at < length; at += 2) text += String.fromCharCode(view.getUint16(off + at));
  return text;
}

/** A whole datagram around a payload: the header of the fragment's own IP layer, and what it carried. */
export interface WholeDatagram {
  readonly bytes: Uint8Array;
  readonly protocol: typeof Protocol.Ipv4 | typeof Protocol.Ipv6;
  /** Octets of its header. */
  readonly header: number;
}

/** The datagram that the payload and the headers of its last fragment make. */
export function wholeDatagram(packet: Packet, index: number, payload: Uint8Array): WholeDatagram {
  const { view } = packet;
  const isIpv4 = packet.layerProtocol[index] === Protocol.Ipv4;
  const header = isIpv4 ? ipv4.MIN_HEADER_LEN : ipv6.HEADER_LEN;
  const start = packet.layerStart[isIpv4 ? index : ipLayer(packet, index)]!;
  const bytes = new Uint8Array(header + payload.length);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset + start, header));
  bytes.set(payload, header);
  const whole = new DataView(bytes.buffer);
  /* Lengths that do not fit are left 0: everything there is. */
  const length = isIpv4 ? bytes.length : payload.length;
  const written = length > 0xffff ? 0 : length;
  if (isIpv4) {
    whole.setUint8(0, 0x45);
    whole.setUint16(2, written);
    whole.setUint16(6, 0);
    return { bytes, protocol: Protocol.Ipv4, header };
  }
  whole.setUint16(4, written);
  whole.setUint8(6, extension.nextHeader(view, packet.layerStart[index]!));
  return { bytes, protocol: Protocol.Ipv6, header };
}
