/**
 * What capture tools put before an 802.11 frame: radiotap (https://www.radiotap.org), PPI
 * (LINKTYPE_PPI) and the Prism header (LINKTYPE_IEEE802_11_PRISM). All are little-endian.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stop, stopShort } from "../step.ts";
import { linkProtocol } from "./link-type.ts";

export const MIN_HEADER_LEN = 8;

const PRESENT_TSFT = 0x01;
const PRESENT_FLAGS = 0x02;
const PRESENT_MORE = 0x8000_0000;
const FLAG_FCS = 0x10;
/** The driver padded the MAC header to four octets. */
const FLAG_DATA_PAD = 0x20;
const FCS_LEN = 4;
const PRISM_HEADER_LEN = 144;
/** Message code of the AVS header, which replaces Prism's and carries its own length. */
const AVS_COOKIE = 0x8021_1001;

export function headerLength(view: DataView, off: number): number {
  return view.getUint16(off + 2, true);
}

/** First word of the bit map of fields. */
export function present(view: DataView, off: number): number {
  return view.getUint32(off + 4, true);
}

/** The flags field, 0 where the header has none. */
export function frameFlags(view: DataView, off: number): number {
  const first = present(view, off);
  if ((first & PRESENT_FLAGS) === 0) return 0;
  const end = off + headerLength(view, off);
  let at = off + MIN_HEADER_LEN;
  let more = (first & PRESENT_MORE) !== 0;
  while (more && at + 4 <= end) {
    more = (view.getUint32(at, true) & PRESENT_MORE) !== 0;
    at += 4;
  }
  if ((first & PRESENT_TSFT) !== 0) at = off + (((at - off + 7) >>> 3) << 3) + 8;
  return at < end ? view.getUint8(at) : 0;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  const length = headerLength(view, off);
  if (length < MIN_HEADER_LEN) return DecodeStatus.BadLength;
  return end - off < length ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) return stop(packet, Protocol.Radiotap, status);
  const length = headerLength(view, off);
  const bits = frameFlags(view, off);
  enter(packet, Protocol.Radiotap, length);
  if ((bits & FLAG_FCS) !== 0) dropFrameCheck(packet);
  return Protocol.Wlan;
}

/** True where padding follows the 802.11 header behind the radiotap header at `off`. */
export function isDataPadded(view: DataView, off: number): boolean {
  return (frameFlags(view, off) & FLAG_DATA_PAD) !== 0;
}

/** The frame check sequence is no payload; it is missing where the capture is cut. */
function dropFrameCheck(packet: Packet): void {
  const captured = packet.payloadEnd - packet.payloadStart;
  if (captured === packet.payloadLength && captured >= FCS_LEN) packet.payloadEnd -= FCS_LEN;
  packet.payloadLength -= FCS_LEN;
}

/** PPI: a length and the link type of what follows. */
export function stepPpi(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const status = check(view, off, packet.payloadEnd);
  if (status !== DecodeStatus.Ok) return stop(packet, Protocol.Ppi, status);
  const linkType = present(view, off);
  enter(packet, Protocol.Ppi, headerLength(view, off));
  return linkProtocol(linkType);
}

export function stepPrism(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (packet.payloadEnd - off < MIN_HEADER_LEN) {
    return stopShort(packet, Protocol.Prism, MIN_HEADER_LEN);
  }
  const avs = view.getUint32(off) === AVS_COOKIE;
  const length = avs ? view.getUint32(off + 4) : PRISM_HEADER_LEN;
  if (length < MIN_HEADER_LEN || packet.payloadEnd - off < length) {
    return stopShort(packet, Protocol.Prism, length);
  }
  enter(packet, Protocol.Prism, length);
  return Protocol.Wlan;
}
