/** ERSPAN types II and III, draft-foschiano-erspan: the header between GRE and a mirrored frame. */

import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

export const MIN_HEADER_LEN = 8;

const TYPE_III_LEN = 12;
const SUBHEADER_LEN = 8;

/** 1 for type II, 2 for type III. */
export function version(view: DataView, off: number): number {
  return view.getUint8(off) >>> 4;
}

/** Identifier of the mirroring session, 10 bits. */
export function sessionId(view: DataView, off: number): number {
  return view.getUint16(off + 2) & 0x03ff;
}

/** Octets of the header; {@link check} has seen that those which say so are there. */
export function headerLength(view: DataView, off: number): number {
  if (version(view, off) !== 2) return MIN_HEADER_LEN;
  return TYPE_III_LEN + ((view.getUint8(off + TYPE_III_LEN - 1) & 1) !== 0 ? SUBHEADER_LEN : 0);
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  if (version(view, off) === 2 && end - off < TYPE_III_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  if (check(view, off, packet.payloadEnd) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Erspan, MIN_HEADER_LEN);
  }
  const known = version(view, off) === 1 || version(view, off) === 2;
  enter(packet, Protocol.Erspan, headerLength(view, off));
  return known ? Protocol.Ethernet : Protocol.Unknown;
}
