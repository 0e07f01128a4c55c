/** IGMP versions 1 to 3, RFC 1112, RFC 2236, RFC 3376. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 8;

export function type(view: DataView, off: number): number {
  return view.getUint8(off);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  if (check(view, packet.payloadStart, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Igmp, HEADER_LEN);
  }
  enter(packet, Protocol.Igmp, packet.payloadEnd - packet.payloadStart);
  return Protocol.Unknown;
}
