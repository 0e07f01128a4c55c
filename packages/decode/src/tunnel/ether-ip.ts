/** Ethernet within IP, RFC 3378: a version in two octets before a frame. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 2;

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  if (check(view, packet.payloadStart, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.EtherIp, HEADER_LEN);
  }
  enter(packet, Protocol.EtherIp, HEADER_LEN);
  return packet.payloadStart < packet.payloadEnd ? Protocol.Ethernet : Protocol.Unknown;
}
