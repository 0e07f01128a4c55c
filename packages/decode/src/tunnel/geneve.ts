/** Geneve, RFC 8926. */

import { etherTypeProtocol } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopInHeader } from "../step.ts";

export const MIN_HEADER_LEN = 8;

export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 6;
}

/** Octets of the header with its options, 8 to 260. */
export function headerLength(view: DataView, off: number): number {
  return MIN_HEADER_LEN + (view.getUint8(off) & 0x3f) * 4;
}

/** EtherType of the payload. */
export function protocolType(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

/** Virtual network identifier, 24 bits. */
export function vni(view: DataView, off: number): number {
  return view.getUint32(off + 4) >>> 8;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off) !== 0) return DecodeStatus.BadVersion;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status === DecodeStatus.Truncated && packet.payloadEnd - off >= MIN_HEADER_LEN) {
    return stopInHeader(packet, view, Protocol.Geneve, MIN_HEADER_LEN, headerLength);
  }
  if (status !== DecodeStatus.Ok) return Protocol.Unknown;
  enter(packet, Protocol.Geneve, headerLength(view, off));
  return etherTypeProtocol(protocolType(view, off));
}
