/** Cisco HDLC: address, control and an EtherType. */

import { etherTypeProtocol } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const HEADER_LEN = 4;

const CDP = 0x2000;
const SLARP = 0x8035;
const OSI = 0xfefe;

export function protocolType(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Chdlc, HEADER_LEN);
  }
  const type = protocolType(view, off);
  enter(packet, Protocol.Chdlc, HEADER_LEN);
  switch (type) {
    case CDP:
      return Protocol.Cdp;
    case SLARP:
      return Protocol.Slarp;
    case OSI:
      return Protocol.Isis;
    default:
      return etherTypeProtocol(type);
  }
}
