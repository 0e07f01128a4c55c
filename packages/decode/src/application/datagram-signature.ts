/**
 * Signatures at the start of a UDP payload that no other protocol sends.
 *
 * Protocols that have a file of their own are not here.
 */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";
import { sipSignature } from "./stream-signature.ts";

const DTLS_HEADER_LEN = 13;

/**
 * The protocol whose signature stands at `off`, `Unknown` if none does.
 *
 * @param length octets of the payload on the wire
 */
export function datagramSignature(
  view: DataView,
  off: number,
  end: number,
  length: number,
): Protocol {
  if (isDtls(view, off, end, length)) return Protocol.Dtls;
  if (
    startsWith(view, off, end, "M-SEARCH * HTTP/1.1") ||
    startsWith(view, off, end, "NOTIFY * HTTP/1.1") ||
    startsWith(view, off, end, "HTTP/1.1 200 OK")
  ) {
    return Protocol.Ssdp;
  }
  if (startsWith(view, off, end, "d1:ad2:id20:") || startsWith(view, off, end, "d1:rd2:id20:")) {
    return Protocol.BtDht;
  }
  return sipSignature(view, off, end);
}

/** RFC 9147 §4, RFC 6347 §4.1: the versions count down from 0xfeff. */
function isDtls(view: DataView, off: number, end: number, length: number): boolean {
  if (end - off < DTLS_HEADER_LEN) return false;
  const type = view.getUint8(off);
  const version = view.getUint16(off + 1);
  if (type < 20 || type > 25 || (version !== 0xfeff && version !== 0xfefd)) return false;
  const size = view.getUint16(off + 11);
  return size > 0 && size + DTLS_HEADER_LEN <= length;
}
