/** VXLAN, RFC 7348, with the group policy bits of its drafts: eight octets before a frame. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

export const HEADER_LEN = 8;

/** Flag "I": the network identifier is valid. */
const VALID_VNI = 0x0800;

export function flags(view: DataView, off: number): number {
  return view.getUint16(off);
}

/** VXLAN network identifier, 24 bits. */
export function vni(view: DataView, off: number): number {
  return view.getUint32(off + 4) >>> 8;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < HEADER_LEN) return DecodeStatus.Truncated;
  return (flags(view, off) & VALID_VNI) !== 0 ? DecodeStatus.Ok : DecodeStatus.BadVersion;
}

export function step(packet: Packet, view: DataView): Protocol {
  if (check(view, packet.payloadStart, packet.payloadEnd) !== DecodeStatus.Ok) {
    return Protocol.Unknown;
  }
  enter(packet, Protocol.Vxlan, HEADER_LEN);
  return Protocol.Ethernet;
}
