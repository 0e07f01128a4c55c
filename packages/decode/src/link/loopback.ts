/** BSD loopback: an address family in four octets, in the byte order of the capturing host or not. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 4;

/**
 * The family, whichever end it begins at.
 *
 * Families are below 256, so only one of the two orders gives a number of 16 bits.
 */
export function family(view: DataView, off: number): number {
  const big = view.getUint32(off);
  return big <= 0xffff ? big : view.getUint32(off, true);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Null, HEADER_LEN);
  }
  const number = family(view, off);
  enter(packet, Protocol.Null, HEADER_LEN);
  return familyProtocol(number);
}

/** AF_INET is 2 everywhere; AF_INET6 differs: Linux 10, Windows 23, NetBSD 24, FreeBSD 28, macOS 30. */
function familyProtocol(number: number): Protocol {
  switch (number) {
    case 2:
      return Protocol.Ipv4;
    case 10:
    case 23:
    case 24:
    case 28:
    case 30:
      return Protocol.Ipv6;
    default:
      return Protocol.Unknown;
  }
}
