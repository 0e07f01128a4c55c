/**
 * Comparing octets of a payload with ASCII literals, without making strings of the payload.
 *
 * Literals are compared per character code, so that a signature costs no allocation.
 */

/** Whether `literal` (ASCII) stands at `off` and ends within `end`. */
export function startsWith(view: DataView, off: number, end: number, literal: string): boolean {
  if (end - off < literal.length) return false;
  for (let i = 0; i < literal.length; i += 1) {
    if (view.getUint8(off + i) !== literal.charCodeAt(i)) return false;
  }
  return true;
}

/** As {@link startsWith}, ASCII letters of the payload in either case; `literal` is lower case. */
export function startsWithIgnoringCase(
  view: DataView,
  off: number,
  end: number,
  literal: string,
): boolean {
  if (end - off < literal.length) return false;
  for (let i = 0; i < literal.length; i += 1) {
    if (lowerCase(view.getUint8(off + i)) !== literal.charCodeAt(i)) return false;
  }
  return true;
}

/** First offset of `literal` (lower case, matched in either case) in `[off, end)`, -1 if absent. */
export function indexOfIgnoringCase(
  view: DataView,
  off: number,
  end: number,
  literal: string,
): number {
  for (let at = off; at + literal.length <= end; at += 1) {
    if (startsWithIgnoringCase(view, at, end, literal)) return at;
  }
  return -1;
}

/** Offset of the first `octet` in `[off, end)`, `end` if there is none. */
export function indexOfOctet(view: DataView, off: number, end: number, octet: number): number {
  let at = off;
  while (at < end && view.getUint8(at) !== octet) at += 1;
  return at;
}

function lowerCase(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet;
}
