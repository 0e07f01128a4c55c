/** UTF-16, least significant octet first, as Microsoft's protocols send it (MS-DTYP §2.2.59). */

import { hex } from "../text.ts";

/**
 * The octets `[start, end)` up to the first NUL; control characters are escaped.
 *
 * A half of a surrogate pair without the other becomes U+FFFD, and an odd octet at the end is left out.
 */
export function readUtf16(view: DataView, start: number, end: number): string {
  let text = "";
  for (let off = start; off + 2 <= end; off += 2) {
    const unit = view.getUint16(off, true);
    if (unit === 0) break;
    if (unit < 0x20 || (unit >= 0x7f && unit < 0xa0)) text += `\\x${hex(unit, 2)}`;
    else if (unit < 0xd800 || unit > 0xdfff) text += String.fromCharCode(unit);
    else {
      const low = off + 4 <= end ? view.getUint16(off + 2, true) : 0;
      const isPair = unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
      text += isPair ? String.fromCharCode(unit, low) : "\ufffd";
      if (isPair) off += 2;
    }
  }
  return text;
}

/** End of the NUL-terminated string at `off`, its terminator excluded; `end` where there is none. */
export function utf16End(view: DataView, off: number, end: number): number {
  let at = off;
  while (at + 2 <= end && view.getUint16(at, true) !== 0) at += 2;
  return Math.min(at, end);
}
