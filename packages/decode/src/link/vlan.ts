/** IEEE 802.1Q and 802.1ad tag: the four octets after the addresses, TCI and next type. */

import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import type { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { followEtherType, followLength } from "./ethernet.ts";

/** TCI and type; the tag's own type belongs to the layer before it. */
export const HEADER_LEN = 4;

/** VLAN identifier, 0 (priority only) to 4095. */
export function id(view: DataView, off: number): number {
  return view.getUint16(off) & 0x0fff;
}

export function typeOrLength(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, protocol, HEADER_LEN);
  }
  if (packet.ipStart < 0 && packet.vlanId < 0) packet.vlanId = id(view, off);
  const type = typeOrLength(view, off);
  enter(packet, protocol, HEADER_LEN);
  if (type > MAX_8023_LENGTH) return followEtherType(packet, type);
  return followLength(packet, view, type);
}
