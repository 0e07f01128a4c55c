/**
 * Signatures at the start of a UDP payload that no other protocol sends.
 *
 * Protocols that have a file of their own are not here.
 */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";

/** DDSI-RTPS §9.4.4: the protocol, its version, a vendor and a prefix, of 8 octets in version 1. */
const RTPS_HEADER_LEN = 16;

/** The protocol whose signature stands at `off`, `Unknown` if none does. */
export function datagramSignature(view: DataView, off: number, end: number): Protocol {
  if (
    startsWith(view, off, end, "M-SEARCH * HTTP/1.1") ||
    startsWith(view, off, end, "NOTIFY * HTTP/1.1") ||
    startsWith(view, off, end, "HTTP/1.1 200 OK")
  ) {
    return Protocol.Ssdp;
  }
  if (startsWith(view, off, end, "RTPS") && end - off >= RTPS_HEADER_LEN) return Protocol.Rtps;
  if (isRakNet(view, off, end)) return Protocol.RakNet;
  return Protocol.Unknown;
}

/** A message outside a connection: its identifier, and the magic at one of the two places it has. */
function isRakNet(view: DataView, off: number, end: number): boolean {
  return hasRakNetMagic(view, off + 1, end) || hasRakNetMagic(view, off + 9, end);
}

function hasRakNetMagic(view: DataView, off: number, end: number): boolean {
  if (end - off < 16) return false;
  return (
    view.getUint32(off) === 0x00ff_ff00 &&
    view.getUint32(off + 4) === 0xfefe_fefe &&
    view.getUint32(off + 8) === 0xfdfd_fdfd &&
    view.getUint32(off + 12) === 0x1234_5678
  );
}
