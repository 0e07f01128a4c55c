/** FDDI (ISO 9314-2) and Token Ring (IEEE 802.5): frame control, addresses, and LLC behind them. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const FDDI_HEADER_LEN = 13;
export const TOKEN_RING_HEADER_LEN = 14;

/** Frame control of asynchronous LLC frames, whatever their priority. */
const FDDI_LLC = 0x50;
/** Frame type of LLC frames, in the uppermost bits. */
const TOKEN_RING_LLC = 0x40;
/** In the source address: routing information follows it. */
const ROUTED = 0x80;

/** Frame control. */
export function control(view: DataView, off: number): number {
  return view.getUint8(off);
}

/** Octets of the routing information field of a Token Ring frame, 0 to 30. */
export function routingLength(view: DataView, off: number, end: number): number {
  const at = off + TOKEN_RING_HEADER_LEN;
  if ((view.getUint8(off + 8) & ROUTED) === 0 || at >= end) return 0;
  return view.getUint8(at) & 0x1f & ~1;
}

export function check(off: number, end: number, protocol: Protocol): DecodeStatus {
  const length = protocol === Protocol.Fddi ? FDDI_HEADER_LEN : TOKEN_RING_HEADER_LEN;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView, protocol: Protocol): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  const fddi = protocol === Protocol.Fddi;
  const header = fddi ? FDDI_HEADER_LEN : TOKEN_RING_HEADER_LEN;
  if (check(off, end, protocol) !== DecodeStatus.Ok) return stopShort(packet, protocol, header);
  const first = off + header - 12;
  if (packet.sourceMac < 0) {
    packet.destinationMac = first;
    packet.sourceMac = first + 6;
  }
  const routing = fddi ? 0 : routingLength(view, off, end);
  if (end - off < header + routing) return stopShort(packet, protocol, header + routing);
  const llc = fddi
    ? (control(view, off) & 0xf0) === FDDI_LLC
    : (control(view, off + 1) & 0xc0) === TOKEN_RING_LLC;
  enter(packet, protocol, header + routing);
  return llc && packet.payloadStart < packet.payloadEnd ? Protocol.Llc : Protocol.Unknown;
}
