/** Protocols that content shows and that have no reader: they are named, and no more. */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";
import type { Recognition } from "./signature-table.ts";

/** DDSI-RTPS §9.4.4: the protocol, its version, a vendor and a prefix, of 8 octets in version 1. */
const RTPS_HEADER_LEN = 16;

/** Tried behind all that have a reader. */
export const RECOGNISED: readonly Recognition[] = [
  {
    protocols: [Protocol.Rsync],
    stream: {
      firstOctets: [0x40],
      matches: (view, off, end) => startsWith(view, off, end, "@RSYNCD: "),
    },
  },
  {
    protocols: [Protocol.Ssdp],
    datagram: {
      firstOctets: [0x48, 0x4d, 0x4e],
      matches: (view, off, end) =>
        startsWith(view, off, end, "M-SEARCH * HTTP/1.1") ||
        startsWith(view, off, end, "NOTIFY * HTTP/1.1") ||
        startsWith(view, off, end, "HTTP/1.1 200 OK"),
    },
  },
  {
    protocols: [Protocol.Rtps],
    datagram: {
      firstOctets: [0x52],
      matches: (view, off, end) =>
        startsWith(view, off, end, "RTPS") && end - off >= RTPS_HEADER_LEN,
    },
  },
  { protocols: [Protocol.RakNet], datagram: { matches: isRakNet } },
];

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
