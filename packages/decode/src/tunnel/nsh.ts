/** Network service header, RFC 8300: the path that a packet takes through functions, before the packet. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stop, stopInHeader } from "../step.ts";

export const MIN_HEADER_LEN = 8;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 6;
}

/** Octets of the header with its context, 8 to 252. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + 1) & 0x3f) * 4;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off) !== 0) return DecodeStatus.BadVersion;
  const length = headerLength(view, off);
  if (length < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status === DecodeStatus.Truncated) {
    return stopInHeader(packet, view, Protocol.Nsh, MIN_HEADER_LEN, headerLength);
  }
  if (status !== DecodeStatus.Ok) return stop(packet, Protocol.Nsh, status);
  const next = view.getUint8(off + 3);
  enter(packet, Protocol.Nsh, headerLength(view, off));
  return nextProtocol(next);
}

/** Numbers of RFC 8300 §9.1.5, which VXLAN-GPE shares. */
function nextProtocol(next: number): Protocol {
  switch (next) {
    case 1:
      return Protocol.Ipv4;
    case 2:
      return Protocol.Ipv6;
    case 3:
      return Protocol.Ethernet;
    case 4:
      return Protocol.Nsh;
    case 5:
      return Protocol.Mpls;
    default:
      return Protocol.Unknown;
  }
}
