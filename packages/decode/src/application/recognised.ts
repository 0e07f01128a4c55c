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
        startsWith(view, off, end, "M-SEARCH * HTTP/1") ||
        startsWith(view, off, end, "NOTIFY * HTTP/1") ||
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
];
