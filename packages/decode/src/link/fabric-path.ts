/**
 * Cisco FabricPath: a header of the shape of Ethernet's, with the places of the switches for addresses, and
 * a tag before the whole frame, whose check sequence is that of everything.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stopShort } from "../step.ts";

export const ETHER_TYPE = 0x8903;

export const HEADER_LEN = 16;

const CHECK_SEQUENCE_LEN = 4;

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  if (check(view, packet.payloadStart, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.FabricPath, HEADER_LEN);
  }
  enter(packet, Protocol.FabricPath, HEADER_LEN);
  limit(packet, Math.max(packet.payloadLength - CHECK_SEQUENCE_LEN, 0));
  return Protocol.Ethernet;
}
