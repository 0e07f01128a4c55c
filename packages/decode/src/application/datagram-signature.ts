/**
 * Signatures at the start of a UDP payload that no other protocol sends.
 *
 * Protocols that have a file of their own are not here.
 */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";

/** The protocol whose signature stands at `off`, `Unknown` if none does. */
export function datagramSignature(view: DataView, off: number, end: number): Protocol {
  if (
    startsWith(view, off, end, "M-SEARCH * HTTP/1.1") ||
    startsWith(view, off, end, "NOTIFY * HTTP/1.1") ||
    startsWith(view, off, end, "HTTP/1.1 200 OK")
  ) {
    return Protocol.Ssdp;
  }
  return Protocol.Unknown;
}
