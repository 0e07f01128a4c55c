/** MACsec, IEEE 802.1AE §9: the security tag, and the frame behind it where it is signed and not encrypted. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { followEtherType } from "./ethernet.ts";

export const MIN_HEADER_LEN = 6;

const CHANNEL_PRESENT = 0x20;
/** Encrypted, or changed otherwise. */
const SECRET = 0x0c;
const CHANNEL_LEN = 8;
const CHECK_VALUE_LEN = 16;

/** Octets of the tag, 6 or 14. */
export function headerLength(view: DataView, off: number): number {
  return MIN_HEADER_LEN + ((view.getUint8(off) & CHANNEL_PRESENT) !== 0 ? CHANNEL_LEN : 0);
}

export function isSecret(view: DataView, off: number): boolean {
  return (view.getUint8(off) & SECRET) !== 0;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Macsec, MIN_HEADER_LEN);
  }
  const secret = isSecret(view, off);
  const length = headerLength(view, off);
  const left = packet.payloadEnd - off - length - CHECK_VALUE_LEN;
  if (secret || left < 2) {
    enter(packet, Protocol.Macsec, packet.payloadEnd - off);
    return Protocol.Unknown;
  }
  const type = view.getUint16(off + length);
  enter(packet, Protocol.Macsec, length + 2);
  if (packet.payloadEnd - packet.payloadStart === packet.payloadLength) {
    packet.payloadEnd -= CHECK_VALUE_LEN;
  }
  packet.payloadLength -= CHECK_VALUE_LEN;
  return followEtherType(packet, type);
}
