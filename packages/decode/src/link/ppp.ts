/** PPP, RFC 1661, in HDLC-like framing, RFC 1662, or without it. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

/** Address and control octets of HDLC-like framing. */
const ADDRESS_AND_CONTROL = 0xff03;
/** First two octets of Cisco HDLC, which shares the serial link types with PPP. */
const CISCO_UNICAST = 0x0f00;
const CISCO_MULTICAST = 0x8f00;

/** Octets before the protocol number: 2 or 0. Needs two captured octets. */
export function framingLength(view: DataView, off: number): number {
  return view.getUint16(off) === ADDRESS_AND_CONTROL ? 2 : 0;
}

/** Octets of the header, protocol number included; 1 to 4. */
export function headerLength(view: DataView, off: number): number {
  const framing = framingLength(view, off);
  return framing + ((view.getUint8(off + framing) & 1) !== 0 ? 1 : 2);
}

/** IANA PPP DLL protocol number, also where it is compressed to one octet. */
export function protocolNumber(view: DataView, off: number): number {
  const at = off + framingLength(view, off);
  const first = view.getUint8(at);
  return (first & 1) !== 0 ? first : view.getUint16(at);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < 2) return DecodeStatus.Truncated;
  if (framingLength(view, off) === 2 && end - off < 3) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Ppp, 2);
  }
  const first = view.getUint16(off);
  if (first === CISCO_UNICAST || first === CISCO_MULTICAST) {
    enter(packet, Protocol.Ppp, 0);
    return Protocol.Chdlc;
  }
  const number = protocolNumber(view, off);
  enter(packet, Protocol.Ppp, headerLength(view, off));
  return pppProtocol(number);
}

function pppProtocol(number: number): Protocol {
  switch (number) {
    case 0x0021:
      return Protocol.Ipv4;
    case 0x0057:
      return Protocol.Ipv6;
    case 0x0281:
    case 0x0283:
      return Protocol.Mpls;
    case 0x0023:
      return Protocol.Isis;
    case 0x0029:
      return Protocol.AppleTalk;
    case 0x002b:
      return Protocol.Ipx;
    case 0x003d:
      return Protocol.MultilinkPpp;
    case 0xc021:
      return Protocol.Lcp;
    case 0x8021:
      return Protocol.Ipcp;
    case 0x8057:
      return Protocol.Ipv6cp;
    case 0x80fd:
      return Protocol.Ccp;
    case 0xc023:
      return Protocol.Pap;
    case 0xc223:
      return Protocol.Chap;
    case 0xc227:
      return Protocol.Eap;
    default:
      return Protocol.Unknown;
  }
}
