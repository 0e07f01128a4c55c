/**
 * Frame Relay: the address of Q.922 §3.2, then the encapsulation of RFC 2427, or Cisco's, in which an
 * EtherType follows the address at once.
 */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";
import { followEtherType } from "./ethernet.ts";
import { followSnap } from "./llc.ts";
import { isOsi, NLPID_SNAP, nlpidProtocol } from "./nlpid.ts";

/** Addresses have two to four octets; the last one has its lowest bit set. */
const MAX_ADDRESS_LEN = 4;
const LAST_OCTET = 0x01;
/** Unnumbered information, the only control field that carries packets. */
const UNNUMBERED = 0x03;
const SNAP_LEN = 5;

/** Octets of the address, 2 to 4; 0 where its end was not captured or it is longer. */
export function addressLength(view: DataView, off: number, end: number): number {
  for (let length = 1; length <= MAX_ADDRESS_LEN && off + length <= end; length += 1) {
    if ((view.getUint8(off + length - 1) & LAST_OCTET) !== 0) return length < 2 ? 0 : length;
  }
  return 0;
}

/** Data link connection identifier of an address of `length` octets. */
export function dlci(view: DataView, off: number, length: number): number {
  const upper = ((view.getUint8(off) >>> 2) << 4) | (view.getUint8(off + 1) >>> 4);
  if (length === 2) return upper;
  const third = view.getUint8(off + 2) >>> (length === 3 ? 2 : 1);
  if (length === 3) return (upper << 6) | third;
  return (((upper << 7) | third) << 6) | (view.getUint8(off + 3) >>> 2);
}

/** True for RFC 2427, false for Cisco's encapsulation. `off` is behind the address. */
export function hasControl(view: DataView, off: number): boolean {
  return view.getUint8(off) === UNNUMBERED;
}

/** Offset of the network layer identifier behind the control field and its padding. */
export function nlpidOffset(view: DataView, off: number, end: number): number {
  const at = off + 1;
  return at < end && view.getUint8(at) === 0 ? at + 1 : at;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  const length = addressLength(view, off, end);
  if (length === 0) {
    return end - off < MAX_ADDRESS_LEN ? DecodeStatus.Truncated : DecodeStatus.BadVersion;
  }
  return end - off < length + 2 ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  if (check(view, off, end) !== DecodeStatus.Ok) return stopShort(packet, Protocol.FrameRelay, 4);
  const length = addressLength(view, off, end);
  const after = off + length;
  if (!hasControl(view, after)) {
    enter(packet, Protocol.FrameRelay, length + 2);
    return followEtherType(packet, view.getUint16(after));
  }
  const at = nlpidOffset(view, after, end);
  if (at >= end) return stopShort(packet, Protocol.FrameRelay, at + 1 - off);
  const nlpid = view.getUint8(at);
  if (nlpid === NLPID_SNAP && end - at > SNAP_LEN) {
    enter(packet, Protocol.FrameRelay, at + 1 + SNAP_LEN - off);
    return followSnap(packet, view, at + 1);
  }
  enter(packet, Protocol.FrameRelay, (isOsi(nlpid) ? at : at + 1) - off);
  return nlpidProtocol(nlpid);
}
