/** Linux cooked capture, versions 1 and 2 (https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html). */

import { MAX_8023_LENGTH } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { followEtherType } from "./ethernet.ts";

export const HEADER_LEN = 16;
export const HEADER_LEN_2 = 20;

/** A GRE tunnel; the protocol field is that of its header. */
export const ARPHRD_IPGRE = 778;
const ARPHRD_NETLINK = 824;
const ARPHRD_RADIOTAP = 803;
const ARPHRD_WLAN = 801;
const ETH_P_802_3 = 0x0001;
const ETH_P_802_2 = 0x0004;
const ETH_P_CAN = 0x000c;
const ETH_P_CANFD = 0x000d;
const MAC_LEN = 6;

/** ARPHRD_ value of the interface. */
export function hardwareType(view: DataView, off: number): number {
  return view.getUint16(off + 2);
}

export function addressLength(view: DataView, off: number): number {
  return view.getUint16(off + 4);
}

/** EtherType, or a value of Linux's own up to 1536; depends on the hardware type. */
export function protocolType(view: DataView, off: number): number {
  return view.getUint16(off + 14);
}

/** The same three of version 2. */
export function hardwareType2(view: DataView, off: number): number {
  return view.getUint16(off + 8);
}

export function addressLength2(view: DataView, off: number): number {
  return view.getUint8(off + 11);
}

export function protocolType2(view: DataView, off: number): number {
  return view.getUint16(off);
}

export function check(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function check2(_view: DataView, off: number, end: number): DecodeStatus {
  return end - off < HEADER_LEN_2 ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Sll, HEADER_LEN);
  }
  if (addressLength(view, off) === MAC_LEN) packet.sourceMac = off + 6;
  enter(packet, Protocol.Sll, HEADER_LEN);
  return follow(packet, hardwareType(view, off), protocolType(view, off));
}

export function step2(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check2(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Sll2, HEADER_LEN_2);
  }
  if (addressLength2(view, off) === MAC_LEN) packet.sourceMac = off + 12;
  enter(packet, Protocol.Sll2, HEADER_LEN_2);
  return follow(packet, hardwareType2(view, off), protocolType2(view, off));
}

function follow(packet: Packet, hardware: number, type: number): Protocol {
  switch (hardware) {
    case ARPHRD_NETLINK:
      return Protocol.Netlink;
    case ARPHRD_WLAN:
      return Protocol.Wlan;
    case ARPHRD_RADIOTAP:
      return Protocol.Radiotap;
    case ARPHRD_IPGRE:
      return followEtherType(packet, type);
    default:
      break;
  }
  if (type > MAX_8023_LENGTH) return followEtherType(packet, type);
  switch (type) {
    case ETH_P_802_3:
      return Protocol.Ipx;
    case ETH_P_802_2:
      return Protocol.Llc;
    case ETH_P_CAN:
      return Protocol.Can;
    case ETH_P_CANFD:
      return Protocol.CanFd;
    default:
      return Protocol.Unknown;
  }
}
