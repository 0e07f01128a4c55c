/** Teredo, RFC 4380: IPv6 over UDP with optional authentication and origin indications. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

const AUTHENTICATION = 0x0001;
const ORIGIN = 0x0000;
const AUTHENTICATION_MIN_LEN = 13;
const ORIGIN_LEN = 8;

/** Octets before the IPv6 header, 0 without indications; more than `end - off` where they are cut. */
export function headerLength(view: DataView, off: number, end: number): number {
  let at = off;
  if (end - at >= 4 && view.getUint16(at) === AUTHENTICATION) {
    at += AUTHENTICATION_MIN_LEN + view.getUint8(at + 2) + view.getUint8(at + 3);
  }
  if (end - at >= 2 && view.getUint16(at) === ORIGIN) at += ORIGIN_LEN;
  return at - off;
}

/** `Ok` where an IPv6 header begins after the indications. */
export function check(view: DataView, off: number, end: number): DecodeStatus {
  const at = off + headerLength(view, off, end);
  if (at >= end) return DecodeStatus.Truncated;
  return view.getUint8(at) >>> 4 === 6 ? DecodeStatus.Ok : DecodeStatus.BadVersion;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) return Protocol.Unknown;
  enter(packet, Protocol.Teredo, headerLength(view, off, packet.payloadEnd));
  return Protocol.Ipv6;
}
