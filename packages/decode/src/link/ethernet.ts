/**
 * Ethernet II and IEEE 802.3 header.
 *
 * Accessors take the view of the capture buffer and the offset of the header.
 * They are defined only after {@link check} returned `Ok` for the same range.
 */

import { etherTypeProtocol, MAX_8023_LENGTH } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, limit, stopShort } from "../step.ts";
import { ETHER_TYPE as FABRIC_PATH } from "./fabric-path.ts";

export const HEADER_LEN = 14;

export const DESTINATION = 0;
export const SOURCE = 6;
export const TYPE = 12;

/** Novell's frames without LLC begin with an IPX checksum of all ones. */
const RAW_IPX = 0xffff;

/** EtherType, or the payload's length up to {@link MAX_8023_LENGTH}. */
export function typeOrLength(view: DataView, off: number): number {
  return view.getUint16(off + TYPE);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Ethernet, HEADER_LEN);
  }
  const type = typeOrLength(view, off);
  if (type === FABRIC_PATH) return Protocol.FabricPath;
  if (packet.ipStart < 0 && packet.sourceMac < 0) {
    packet.destinationMac = off + DESTINATION;
    packet.sourceMac = off + SOURCE;
  }
  if (type > MAX_8023_LENGTH) {
    enter(packet, Protocol.Ethernet, HEADER_LEN);
    return followEtherType(packet, type);
  }
  enter(packet, Protocol.Ieee8023, HEADER_LEN);
  return followLength(packet, view, type);
}

/** What follows a type field; remembers the type while no network layer was read. */
export function followEtherType(packet: Packet, type: number): Protocol {
  if (packet.ipStart < 0) packet.etherType = type;
  return etherTypeProtocol(type);
}

/** What follows a length field: LLC, or IPX without it. */
export function followLength(packet: Packet, view: DataView, length: number): Protocol {
  if (length < packet.payloadLength) limit(packet, length);
  const { payloadStart, payloadEnd } = packet;
  if (payloadEnd - payloadStart >= 2 && view.getUint16(payloadStart) === RAW_IPX) {
    return Protocol.Ipx;
  }
  return Protocol.Llc;
}
