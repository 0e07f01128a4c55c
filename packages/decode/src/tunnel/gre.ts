/** GRE, RFC 2784 and RFC 2890, with the enhanced header of PPTP, RFC 2637. */

import { etherTypeProtocol } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopInHeader } from "../step.ts";

export const MIN_HEADER_LEN = 4;

const CHECKSUM_PRESENT = 0x8000;
const ROUTING_PRESENT = 0x4000;
const KEY_PRESENT = 0x2000;
const SEQUENCE_PRESENT = 0x1000;
const ACKNOWLEDGMENT_PRESENT = 0x0080;
/** Aruba Networks' access points number their tunnels from here. */
const ARUBA_FIRST = 0x8200;
const ARUBA_LAST = 0x8370;
/** Cisco puts its discovery protocol under its SNAP number. */
const CISCO_CDP = 0x2000;
const NHRP = 0x2001;
const ERSPAN_II = 0x88be;
const ERSPAN_III = 0x22eb;

export function flags(view: DataView, off: number): number {
  return view.getUint16(off);
}

/** 0 for GRE, 1 for PPTP. */
export function version(view: DataView, off: number): number {
  return flags(view, off) & 7;
}

/** EtherType of the payload. */
export function protocolType(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Octets of the header as its flags count them, source routes (RFC 1701) left out. */
export function headerLength(view: DataView, off: number): number {
  const bits = flags(view, off);
  let length = MIN_HEADER_LEN;
  if ((bits & (CHECKSUM_PRESENT | ROUTING_PRESENT)) !== 0) length += 4;
  if ((bits & KEY_PRESENT) !== 0) length += 4;
  if ((bits & SEQUENCE_PRESENT) !== 0) length += 4;
  if ((bits & ACKNOWLEDGMENT_PRESENT) !== 0 && (bits & 7) === 1) length += 4;
  return length;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopInHeader(packet, view, Protocol.Gre, MIN_HEADER_LEN, headerLength);
  }
  const type = protocolType(view, off);
  enter(packet, Protocol.Gre, headerLength(view, off));
  if (packet.payloadStart === packet.payloadEnd) return Protocol.Unknown;
  if (type === ERSPAN_III) return Protocol.Erspan;
  if (type === ERSPAN_II) {
    const typeOne = (flags(view, off) & SEQUENCE_PRESENT) === 0;
    return typeOne ? Protocol.Ethernet : Protocol.Erspan;
  }
  if (type === CISCO_CDP) return Protocol.Cdp;
  if (type === NHRP) return Protocol.Nhrp;
  if (type >= ARUBA_FIRST && type <= ARUBA_LAST) return Protocol.Wlan;
  return etherTypeProtocol(type);
}
