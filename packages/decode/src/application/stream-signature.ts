/**
 * Signatures at the start of a TCP segment's payload that no other protocol sends.
 *
 * One look at the first octet rules most of them out, so that an unknown payload costs a few
 * comparisons. Protocols that have a file of their own are not here.
 */

import { Protocol } from "../protocol.ts";
import { startsWith } from "./ascii.ts";

/** The protocol whose signature stands at `off`, `Unknown` if none does. */
export function streamSignature(view: DataView, off: number, end: number): Protocol {
  switch (view.getUint8(off)) {
    default:
      return textSignature(view, off, end);
  }
}

function textSignature(view: DataView, off: number, end: number): Protocol {
  const first = view.getUint8(off);
  if (first === 0x40 && startsWith(view, off, end, "@RSYNCD: ")) return Protocol.Rsync;
  return Protocol.Unknown;
}
