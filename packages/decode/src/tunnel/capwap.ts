/**
 * CAPWAP data channel, RFC 5415 §4: frames between an access point and its controller.
 *
 * What is encrypted, in fragments or a keep-alive is named and not opened.
 */

import { WlanType } from "../link/wlan.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter } from "../step.ts";

export const MIN_HEADER_LEN = 8;

const BINDING_80211 = 1;
/** Flags of the word at offset 0. */
const NATIVE = 0x100;
const FRAGMENT = 0x80;
const KEEP_ALIVE = 0x08;

/** Of the preamble: version 0, and no DTLS header behind it. */
export function isPlain(view: DataView, off: number): boolean {
  return view.getUint8(off) === 0;
}

/** Octets of the header with the optional ones, preamble included: 0 to 124. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + 1) >>> 3) * 4;
}

/** Wireless binding: 1 for IEEE 802.11. */
export function binding(view: DataView, off: number): number {
  return (view.getUint32(off) >>> 9) & 0x1f;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (!isPlain(view, off)) return DecodeStatus.BadVersion;
  const length = headerLength(view, off);
  if (length < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    enter(packet, Protocol.Capwap, 0);
    return Protocol.Unknown;
  }
  const word = view.getUint32(off);
  enter(packet, Protocol.Capwap, headerLength(view, off));
  if ((word & (FRAGMENT | KEEP_ALIVE)) !== 0) return Protocol.Unknown;
  if ((word & NATIVE) === 0) return Protocol.Ethernet;
  if (binding(view, off) !== BINDING_80211) return Protocol.Unknown;
  return nativeFrame(view, packet.payloadStart, packet.payloadEnd);
}

/**
 * Cisco's access points swap the octets of the frame control: the flags stand before the type then.
 *
 * A first octet that cannot begin a frame, before one that begins a data frame, tells them.
 */
function nativeFrame(view: DataView, off: number, end: number): Protocol {
  if (end - off < 2 || (view.getUint8(off) & 0x03) === 0) return Protocol.Wlan;
  const isData = (view.getUint8(off + 1) & 0x0f) === WlanType.Data << 2;
  return isData ? Protocol.WlanSwapped : Protocol.Wlan;
}
