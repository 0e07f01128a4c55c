/** MPLS label stack entry, RFC 3032; the payload is told from its first nibble, RFC 4928. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 4;

/** Control word of an Ethernet pseudowire, RFC 4448 §4.6. */
const CONTROL_WORD_LEN = 4;

/** 20 bits. */
export function label(view: DataView, off: number): number {
  return view.getUint32(off) >>> 12;
}

export function isBottom(view: DataView, off: number): boolean {
  return (view.getUint8(off + 2) & 1) !== 0;
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Mpls, HEADER_LEN);
  }
  enter(packet, Protocol.Mpls, HEADER_LEN);
  if (packet.payloadStart >= packet.payloadEnd) return Protocol.Unknown;
  if (!isBottom(view, off)) return Protocol.Mpls;
  switch (view.getUint8(packet.payloadStart) >>> 4) {
    case 4:
      return Protocol.Ipv4;
    case 6:
      return Protocol.Ipv6;
    case 0:
      return Protocol.PseudowireControl;
    case 1:
      return Protocol.PseudowireAch;
    default:
      return Protocol.Unknown;
  }
}

/** The control word before a frame that a pseudowire carries. */
export function stepControlWord(packet: Packet, _view: DataView): Protocol {
  if (packet.payloadEnd - packet.payloadStart < CONTROL_WORD_LEN) {
    return stopShort(packet, Protocol.PseudowireControl, CONTROL_WORD_LEN);
  }
  enter(packet, Protocol.PseudowireControl, CONTROL_WORD_LEN);
  return Protocol.Ethernet;
}
