/** The arguments of NFS version 4's operations, RFC 7530 §16 and RFC 8881 §18, as far as stepping over them needs. */

import type { XdrCursor } from "./xdr.ts";

/** Words of a bitmap that are stepped over; three are in use. */
const MAX_BITMAP_WORDS = 8;

/** Octets of arguments that are of one length. */
const FIXED: Readonly<Record<number, number>> = {
  3: 4,
  4: 20,
  5: 12,
  8: 16,
  10: 0,
  16: 0,
  23: 0,
  24: 0,
  25: 28,
  27: 0,
  30: 8,
  31: 0,
  32: 0,
  36: 16,
  44: 16,
  52: 4,
  53: 32,
  57: 8,
  58: 4,
};

const Operation = {
  GetAttributes: 9,
  Link: 11,
  Lookup: 15,
  PutHandle: 22,
  ReadDirectory: 26,
  Remove: 28,
  Rename: 29,
  SecurityInfo: 33,
  Write: 38,
} as const;

/** Steps over the arguments of `operation`; returns false where they are cut or not known here. */
export function skipOperation(cursor: XdrCursor, operation: number): boolean {
  const fixed = FIXED[operation];
  if (fixed !== undefined) {
    cursor.take(fixed);
    return !cursor.failed;
  }
  switch (operation) {
    case Operation.Link:
    case Operation.Lookup:
    case Operation.PutHandle:
    case Operation.Remove:
    case Operation.SecurityInfo:
      return cursor.opaque() !== undefined;
    case Operation.Rename:
      return cursor.opaque() !== undefined && cursor.opaque() !== undefined;
    case Operation.GetAttributes:
      return skipBitmap(cursor);
    case Operation.ReadDirectory:
      cursor.take(24);
      return skipBitmap(cursor);
    case Operation.Write:
      cursor.take(28);
      return cursor.opaque() !== undefined;
    default:
      return false;
  }
}

function skipBitmap(cursor: XdrCursor): boolean {
  const words = cursor.uint32();
  if (words > MAX_BITMAP_WORDS) return false;
  cursor.take(4 * words);
  return !cursor.failed;
}
