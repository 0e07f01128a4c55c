/** ARCNET with the encapsulations of RFC 1051 and RFC 1201, as BSD and as Linux capture it. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

/** Source, destination and protocol; Linux adds two octets of offset before the protocol. */
export const HEADER_LEN = 3;
export const LINUX_HEADER_LEN = 5;
/** Split flag and sequence number, where the encapsulation is RFC 1201's. */
const SPLIT_LEN = 3;
/** In place of the split flag: the frame was padded, and the flag comes four octets later. */
const EXCEPTION = 0xff;
const EXCEPTION_LEN = 4;
const LINKTYPE_LINUX = 129;
const RFC1051_IP = 0xf0;
const RFC1051_ARP = 0xf1;

export function isLinux(packet: Packet): boolean {
  return packet.linkType === LINKTYPE_LINUX;
}

/** Octets before what is carried; `protocolAt` is the offset of the protocol octet. */
function bodyStart(view: DataView, protocolAt: number, end: number): number {
  const protocol = view.getUint8(protocolAt);
  const at = protocolAt + 1;
  if (protocol === RFC1051_IP || protocol === RFC1051_ARP || at >= end) return at;
  return at + (view.getUint8(at) === EXCEPTION ? EXCEPTION_LEN + SPLIT_LEN : SPLIT_LEN);
}

export function check(off: number, end: number, linux: boolean): DecodeStatus {
  return end - off < (linux ? LINUX_HEADER_LEN : HEADER_LEN)
    ? DecodeStatus.Truncated
    : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  const header = isLinux(packet) ? LINUX_HEADER_LEN : HEADER_LEN;
  if (check(off, end, isLinux(packet)) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Arcnet, header);
  }
  const number = view.getUint8(off + header - 1);
  const body = bodyStart(view, off + header - 1, end);
  if (body > end) return stopShort(packet, Protocol.Arcnet, body - off);
  enter(packet, Protocol.Arcnet, body - off);
  return arcnetProtocol(number);
}

function arcnetProtocol(number: number): Protocol {
  switch (number) {
    case RFC1051_IP:
    case 0xd4:
      return Protocol.Ipv4;
    case RFC1051_ARP:
    case 0xd5:
      return Protocol.Arp;
    case 0xd6:
      return Protocol.Rarp;
    case 0xc4:
      return Protocol.Ipv6;
    case 0xfa:
      return Protocol.Ipx;
    case 0xe8:
      return Protocol.Ethernet;
    case 0xdd:
      return Protocol.AppleTalk;
    case 0xcd:
      return Protocol.BacnetNpdu;
    default:
      return Protocol.Unknown;
  }
}
