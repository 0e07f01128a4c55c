/** Globally unique identifiers, RFC 4122 §3 and MS-DTYP §2.3.4. */

import { hex, readHex } from "../text.ts";

export const GUID_LEN = 16;

/** `e1af8308-5d1f-11c9-91a4-08002b14a0fa`; the first three groups as `littleEndian` says. */
export function readGuid(view: DataView, off: number, littleEndian: boolean): string {
  const first = hex(view.getUint32(off, littleEndian), 8);
  const second = hex(view.getUint16(off + 4, littleEndian), 4);
  const third = hex(view.getUint16(off + 6, littleEndian), 4);
  const fourth = readHex(view, off + 8, off + 10);
  return `${first}-${second}-${third}-${fourth}-${readHex(view, off + 10, off + 16)}`;
}
