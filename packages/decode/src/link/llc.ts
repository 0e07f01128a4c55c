/** Logical link control, IEEE 802.2, and the SNAP header behind it, IEEE 802. */

import { etherTypeProtocol } from "../network/ether-type.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { DecodeStatus } from "../status.ts";
import { enter, stopShort } from "../step.ts";

/** Service access points with one control octet, as unnumbered frames have. */
export const MIN_HEADER_LEN = 3;
/** LLC and SNAP together. */
export const SNAP_HEADER_LEN = 8;

const SNAP_SAP = 0xaa;
const POLL_FINAL = 0x10;
const EXCHANGE_IDENTIFICATION = 0xaf;
const OUI_CISCO = 0x00000c;
const OUI_BRIDGED = 0x0080c2;
const OUI_ENCAPSULATED_ETHERNET = 0x000000;
const OUI_CISCO_90 = 0x0000f8;
const OUI_APPLE = 0x080007;

export function destinationSap(view: DataView, off: number): number {
  return view.getUint8(off);
}

export function sourceSap(view: DataView, off: number): number {
  return view.getUint8(off + 1);
}

/** Octets of LLC alone: 3 for unnumbered frames, 4 for the others. */
export function headerLength(view: DataView, off: number): number {
  return (view.getUint8(off + 2) & 3) === 3 ? 3 : 4;
}

/** True where both access points announce SNAP and its five octets are within `end`. */
export function isSnap(view: DataView, off: number, end: number): boolean {
  return (
    destinationSap(view, off) === SNAP_SAP &&
    sourceSap(view, off) === SNAP_SAP &&
    headerLength(view, off) === MIN_HEADER_LEN &&
    end - off >= SNAP_HEADER_LEN
  );
}

/** Whether an unnumbered frame exchanges identification (XID): what follows tells what the station is. */
export function isIdentification(view: DataView, off: number): boolean {
  return (view.getUint8(off + 2) & ~POLL_FINAL) === EXCHANGE_IDENTIFICATION;
}

export function check(view: DataView, off: number, end: number): DecodeStatus {
  if (end - off < MIN_HEADER_LEN) return DecodeStatus.Truncated;
  return end - off < headerLength(view, off) ? DecodeStatus.Truncated : DecodeStatus.Ok;
}

export function step(packet: Packet, view: DataView): Protocol {
  const off = packet.payloadStart;
  const end = packet.payloadEnd;
  if (check(view, off, end) !== DecodeStatus.Ok) {
    return stopShort(packet, Protocol.Llc, MIN_HEADER_LEN);
  }
  if (!isSnap(view, off, end)) {
    enter(packet, Protocol.Llc, headerLength(view, off));
    return sapProtocol(destinationSap(view, off));
  }
  enter(packet, Protocol.Snap, SNAP_HEADER_LEN);
  return followSnap(packet, view, off + MIN_HEADER_LEN);
}

function sapProtocol(sap: number): Protocol {
  switch (sap) {
    case 0x06:
      return Protocol.Ipv4;
    case 0x42:
      return Protocol.Stp;
    case 0x82:
      return Protocol.BacnetNpdu;
    case 0xe0:
      return Protocol.Ipx;
    case 0xf0:
      return Protocol.NetBios;
    case 0xfe:
      return Protocol.Isis;
    default:
      return Protocol.Unknown;
  }
}

/** What follows a SNAP header whose organisation is at `off`; both its fields are captured. */
export function followSnap(packet: Packet, view: DataView, off: number): Protocol {
  const id = view.getUint16(off + 3);
  const oui = view.getUint32(off) >>> 8;
  switch (oui) {
    case OUI_ENCAPSULATED_ETHERNET:
    case OUI_CISCO_90:
      if (packet.ipStart < 0) packet.etherType = id;
      return etherTypeProtocol(id);
    case OUI_APPLE:
      return id === 0x809b ? Protocol.AppleTalk : Protocol.Unknown;
    case OUI_CISCO:
      return ciscoProtocol(id);
    case OUI_BRIDGED:
      if (id === 0x0001 || id === 0x0007) return Protocol.Ethernet;
      return id === 0x000e ? Protocol.Stp : Protocol.Unknown;
    default:
      return Protocol.Unknown;
  }
}

function ciscoProtocol(id: number): Protocol {
  switch (id) {
    case 0x010b:
      return Protocol.Stp;
    case 0x0111:
      return Protocol.Udld;
    case 0x2000:
      return Protocol.Cdp;
    case 0x2003:
      return Protocol.Vtp;
    case 0x2004:
      return Protocol.Dtp;
    default:
      return Protocol.Unknown;
  }
}
