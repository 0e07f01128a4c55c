/**
 * Headers that a capture facility, not a wire, puts before a packet: PKTAP (macOS), IPNET (Solaris),
 * NFLOG (Linux), IP over InfiniBand, Juniper's, SLIP's and the empty one of classical IP over ATM
 * (https://www.tcpdump.org/linktypes.html).
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stop, stopShort } from "../step.ts";
import { followEtherType } from "./ethernet.ts";
import { linkProtocol } from "./link-type.ts";

const PKTAP_MIN_LEN = 108;
const IPNET_LEN = 24;
/** A global routing header, and Infiniband's own four octets. */
const IPOIB_LEN = 44;
const NFLOG_MIN_LEN = 4;
const SLIP_LEN = 16;
const JUNIPER_MIN_LEN = 4;

const AF_INET = 2;
/** Address families of IPv6: Linux (NFLOG) and Solaris (IPNET). */
const AF_INET6_LINUX = 10;
const AF_INET6_SOLARIS = 26;
/** Attribute of NFLOG that holds the packet, the last one. */
const NFULA_PAYLOAD = 9;
/** Attributes that are stepped over in search of it; the kernel writes fewer than thirty. */
const MAX_ATTRIBUTES = 64;
const JUNIPER_MAGIC = 0x4d4743;
const JUNIPER_NO_LINK = 0x02;
const JUNIPER_EXTENSION = 0x80;

/** Length of a PKTAP header, little-endian. */
function pktapLength(view: DataView, off: number): number {
  return view.getUint32(off, true);
}

export function stepPktap(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const captured = packet.payloadEnd - off;
  const length = captured < 12 ? PKTAP_MIN_LEN : pktapLength(view, off);
  if (captured < 12 || captured < length) return stopShort(packet, Protocol.Pktap, length);
  if (length < 12) return stop(packet, Protocol.Pktap, DecodeStatus.BadLength);
  const linkType = view.getUint32(off + 8, true);
  enter(packet, Protocol.Pktap, length);
  return linkProtocol(linkType);
}

export function stepIpnet(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (packet.payloadEnd - off < IPNET_LEN) return stopShort(packet, Protocol.Ipnet, IPNET_LEN);
  const family = view.getUint8(off + 1);
  enter(packet, Protocol.Ipnet, IPNET_LEN);
  if (family === AF_INET) return Protocol.Ipv4;
  return family === AF_INET6_SOLARIS ? Protocol.Ipv6 : Protocol.Unknown;
}

export function stepIpoib(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (packet.payloadEnd - off < IPOIB_LEN) return stopShort(packet, Protocol.Ipoib, IPOIB_LEN);
  enter(packet, Protocol.Ipoib, IPOIB_LEN);
  return followEtherType(packet, view.getUint16(off + IPOIB_LEN - 4));
}

/** Offset of the packet in an NFLOG message; -1 where no attribute holds one. */
function nflogPayload(view: DataView, off: number, end: number): number {
  let at = off + NFLOG_MIN_LEN;
  for (let i = 0; i < MAX_ATTRIBUTES && at + 4 <= end; i += 1) {
    const length = view.getUint16(at, true);
    if ((view.getUint16(at + 2, true) & 0x7fff) === NFULA_PAYLOAD) return at + 4;
    if (length < 4) return -1;
    at += (length + 3) & ~3;
  }
  return -1;
}

export function stepNflog(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  if (end - off < NFLOG_MIN_LEN) return stopShort(packet, Protocol.Nflog, NFLOG_MIN_LEN);
  const family = view.getUint8(off);
  const payload = nflogPayload(view, off, end);
  enter(packet, Protocol.Nflog, (payload < 0 ? end : payload) - off);
  if (payload < 0) return Protocol.Unknown;
  if (family === AF_INET) return Protocol.Ipv4;
  return family === AF_INET6_LINUX ? Protocol.Ipv6 : Protocol.Unknown;
}

/** SLIP as BSD captures it: the direction and the compressed header before the datagram. */
export function stepSlip(packet: Packet, view: DataView): Protocol {
  if (packet.payloadEnd - packet.payloadStart <= SLIP_LEN) {
    return stopShort(packet, Protocol.Slip, SLIP_LEN + 1);
  }
  enter(packet, Protocol.Slip, SLIP_LEN);
  return byVersion(packet, view);
}

/** Classical IP over ATM, RFC 2225: LLC and SNAP, or the datagram alone. */
export function stepClip(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const snap =
    packet.payloadEnd - off >= 3 && view.getUint16(off) === 0xaaaa && view.getUint8(off + 2) === 3;
  enter(packet, Protocol.Clip, 0);
  return snap ? Protocol.Llc : Protocol.Ipv4;
}

function byVersion(packet: Packet, view: DataView): Protocol {
  const nibble = view.getUint8(packet.payloadStart) >>> 4;
  if (nibble === 4) return Protocol.Ipv4;
  return nibble === 6 ? Protocol.Ipv6 : Protocol.Unknown;
}

/** Octets of Juniper's header with its extensions; more than `end - off` where they are cut. */
function juniperLength(view: DataView, off: number, end: number): number {
  if ((view.getUint8(off + 3) & JUNIPER_EXTENSION) === 0) return JUNIPER_MIN_LEN;
  if (end - off < JUNIPER_MIN_LEN + 2) return JUNIPER_MIN_LEN + 2;
  return JUNIPER_MIN_LEN + 2 + view.getUint16(off + JUNIPER_MIN_LEN);
}

/** True where the magic number stands and the frame has its own link layer. */
function hasJuniperLink(view: DataView, off: number): boolean {
  return (view.getUint8(off + 3) & JUNIPER_NO_LINK) === 0;
}

export function stepJuniper(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  if (end - off < JUNIPER_MIN_LEN) return stopShort(packet, Protocol.Juniper, JUNIPER_MIN_LEN);
  if (view.getUint32(off) >>> 8 !== JUNIPER_MAGIC) {
    return stop(packet, Protocol.Juniper, DecodeStatus.BadVersion);
  }
  const length = juniperLength(view, off, end);
  if (end - off < length) return stopShort(packet, Protocol.Juniper, length);
  const linked = hasJuniperLink(view, off);
  if (!linked && end - off > length + 4) {
    enter(packet, Protocol.Juniper, length + 4);
    return byVersion(packet, view);
  }
  enter(packet, Protocol.Juniper, length);
  if (packet.payloadStart >= packet.payloadEnd || !linked) return Protocol.Unknown;
  return juniperPayload(packet.linkType);
}

function juniperPayload(linkType: number): Protocol {
  switch (linkType) {
    case 178:
      return Protocol.Ethernet;
    case 179:
      return Protocol.Ppp;
    case 180:
      return Protocol.FrameRelay;
    case 181:
      return Protocol.Chdlc;
    default:
      return Protocol.Unknown;
  }
}
