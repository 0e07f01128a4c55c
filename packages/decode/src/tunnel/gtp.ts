/** GTP-U version 1, 3GPP TS 29.281: user traffic of mobile networks. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

export const MIN_HEADER_LEN = 8;

/** Message type of a tunnelled packet. */
const G_PDU = 255;

/** Sequence number, N-PDU number and next extension type: there when any of three flags is. */
const OPTIONAL_LEN = 4;
const OPTIONAL_FLAGS = 0x07;
const EXTENSION_FLAG = 0x04;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 5;
}

export function messageType(view: DataView, off: number): number {
  return view.getUint8(off + 1);
}

/** Octets after the first eight. */
export function length(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Tunnel endpoint identifier. */
export function teid(view: DataView, off: number): number {
  return view.getUint32(off + 4);
}

/** Octets of the header with its extension headers; more than `end - off` where they are cut. */
export function headerLength(view: DataView, off: number, end: number): number {
  const bits = view.getUint8(off);
  if ((bits & OPTIONAL_FLAGS) === 0) return MIN_HEADER_LEN;
  let at = off + MIN_HEADER_LEN + OPTIONAL_LEN;
  if ((bits & EXTENSION_FLAG) === 0) return at - off;
  while (at <= end && view.getUint8(at - 1) !== 0) {
    const words = at < end ? view.getUint8(at) : 0;
    if (words === 0) return end - off + 1;
    at += words * 4;
  }
  return at - off;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off) !== 1) return DecodeStatus.BadVersion;
  return end - off < headerLength(view, off, end) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) return Protocol.Unknown;
  enter(packet, Protocol.Gtp, headerLength(view, off, packet.payloadEnd));
  if (messageType(view, off) !== G_PDU || packet.payloadStart >= packet.payloadEnd) {
    return Protocol.Unknown;
  }
  const nibble = view.getUint8(packet.payloadStart) >>> 4;
  if (nibble === 4) return Protocol.Ipv4;
  return nibble === 6 ? Protocol.Ipv6 : Protocol.Unknown;
}
