/**
 * IEEE 802.11 MAC header. Multi-octet fields are little-endian, addresses are not fields.
 *
 * Accessors are defined only after {@link check} returned `Ok` for the same range. `swap` is 1 for the
 * headers of some access points, which send the two octets of the frame control in the other order.
 */

import type { Packet } from "../packet.ts";
import { countedAs, Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stop, stopShort } from "../step.ts";
import { isDataPadded } from "./radiotap.ts";

/** Frame control, duration and receiver: the least that any frame has. */
export const MIN_HEADER_LEN = 10;

export const WlanType = { Management: 0, Control: 1, Data: 2, Extension: 3 } as const;

export type WlanType = (typeof WlanType)[keyof typeof WlanType];

const DATA_HEADER_LEN = 24;
const FOURTH_ADDRESS_LEN = 6;
const QOS_LEN = 2;
const HT_CONTROL_LEN = 4;
const ORDER = 0x80;
const PROTECTED = 0x40;
const NULL_SUBTYPE_BIT = 0x04;
const QOS_SUBTYPE_BIT = 0x08;
const AMSDU_PRESENT = 0x80;
const AMSDU_SUBHEADER_LEN = 14;

/** 0 for every frame but the short ones of 802.11ah. */
export function version(view: DataView, off: number, swap = 0): number {
  return view.getUint8(off + swap) & 3;
}

export function type(view: DataView, off: number, swap = 0): number {
  return (view.getUint8(off + swap) >>> 2) & 3;
}

export function subtype(view: DataView, off: number, swap = 0): number {
  return view.getUint8(off + swap) >>> 4;
}

/** To DS (1), from DS (2), and the six flags above them. */
export function flags(view: DataView, off: number, swap = 0): number {
  return view.getUint8(off + 1 - swap);
}

export function isProtected(view: DataView, off: number, swap = 0): boolean {
  return (flags(view, off, swap) & PROTECTED) !== 0;
}

/** Subtypes of control frames that carry a transmitter: BlockAckReq to CF-End without CTS and Ack. */
function controlLength(controlSubtype: number): number {
  switch (controlSubtype) {
    case 8:
    case 9:
    case 10:
    case 11:
    case 14:
    case 15:
      return 16;
    default:
      return MIN_HEADER_LEN;
  }
}

/** Octets of the MAC header. */
export function headerLength(view: DataView, off: number, swap = 0): number {
  switch (type(view, off, swap)) {
    case WlanType.Control:
      return controlLength(subtype(view, off, swap));
    case WlanType.Extension:
      return MIN_HEADER_LEN;
    default:
      break;
  }
  const bits = flags(view, off, swap);
  const order = (bits & ORDER) !== 0 ? HT_CONTROL_LEN : 0;
  if (type(view, off, swap) === WlanType.Management) return DATA_HEADER_LEN + order;
  let length = DATA_HEADER_LEN;
  if ((bits & 3) === 3) length += FOURTH_ADDRESS_LEN;
  if ((subtype(view, off, swap) & QOS_SUBTYPE_BIT) !== 0) length += QOS_LEN + order;
  return length;
}

/** Offset of the source address, -1 where the frame names none. */
export function source(view: DataView, off: number, swap = 0): number {
  const frameType = type(view, off, swap);
  if (frameType === WlanType.Management) return off + 10;
  if (frameType !== WlanType.Data) return -1;
  switch (flags(view, off, swap) & 3) {
    case 2:
      return off + 16;
    case 3:
      return off + DATA_HEADER_LEN;
    default:
      return off + 10;
  }
}

/** Offset of the destination address, -1 where the frame names none. */
export function destination(view: DataView, off: number, swap = 0): number {
  const frameType = type(view, off, swap);
  if (frameType === WlanType.Management) return off + 4;
  if (frameType !== WlanType.Data) return -1;
  return (flags(view, off, swap) & 1) !== 0 ? off + 16 : off + 4;
}

export function check(view: DataView, off: number, end: number, swap = 0): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off, swap) !== 0) return DecodeStatus.BadVersion;
  return end - off < headerLength(view, off, swap) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

/** True for data frames whose body is in the clear; null-function frames have none. */
function hasBody(view: DataView, off: number, swap = 0): boolean {
  return (
    type(view, off, swap) === WlanType.Data &&
    (subtype(view, off, swap) & NULL_SUBTYPE_BIT) === 0 &&
    !isProtected(view, off, swap)
  );
}

function isAmsdu(view: DataView, off: number, swap = 0): boolean {
  const qos = (subtype(view, off, swap) & QOS_SUBTYPE_BIT) !== 0;
  if (!qos) return false;
  const at = off + DATA_HEADER_LEN + ((flags(view, off, swap) & 3) === 3 ? FOURTH_ADDRESS_LEN : 0);
  return (view.getUint8(at) & AMSDU_PRESENT) !== 0;
}

export function step(packet: Packet, view: DataView): Protocol {
  return stepFrame(packet, view, Protocol.Wlan, Protocol.WlanManagement, 0);
}

/** A frame whose control octets are swapped, as CAPWAP carries them. */
export function stepSwapped(packet: Packet, view: DataView): Protocol {
  return stepFrame(packet, view, Protocol.WlanSwapped, Protocol.WlanSwapped, 1);
}

function stepFrame(
  packet: Packet,
  view: DataView,
  data: Protocol,
  other: Protocol,
  swap: number,
): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd, swap);
  if (status === DecodeStatus.BadVersion) return stop(packet, data, status);
  if (status !== DecodeStatus.Ok) return stopShort(packet, data, MIN_HEADER_LEN);
  if (packet.ipStart < 0 && packet.sourceMac < 0) {
    packet.sourceMac = source(view, off, swap);
    packet.destinationMac = destination(view, off, swap);
  }
  const length = headerLength(view, off, swap);
  if (type(view, off, swap) !== WlanType.Data) {
    enterFrame(packet, other, length);
    return Protocol.Unknown;
  }
  const outer = packet.layerCount - 1;
  enterFrame(packet, data, length);
  if (outer >= 0 && packet.layerProtocol[outer] === Protocol.Radiotap) {
    if (isDataPadded(view, packet.layerStart[outer]!)) skip(packet, -length & 3);
  }
  if (!hasBody(view, off, swap) || packet.payloadStart >= packet.payloadEnd) {
    return Protocol.Unknown;
  }
  if (isAmsdu(view, off, swap)) skip(packet, AMSDU_SUBHEADER_LEN);
  return Protocol.Llc;
}

function enterFrame(packet: Packet, protocol: Protocol, length: number): void {
  enter(packet, protocol, length);
  if (packet.quotedFrom < 0) packet.protocol = countedAs(protocol);
}

/** Leaves out octets between the header and the body, such as an aggregate's first subheader. */
function skip(packet: Packet, octets: number): void {
  const left = packet.payloadEnd - packet.payloadStart;
  packet.payloadStart += Math.min(octets, left);
  packet.payloadLength = Math.max(packet.payloadLength - octets, 0);
}
