/** Where OpenFlow's messages carry packets: 1.0 §5.3.6 and §5.4.1, 1.3.5 §7.3.7 and §7.4.1. */

const PACKET_IN = 10;
const PACKET_OUT = 13;

const FIRST_VERSION = 1;
const MATCH_ALIGNMENT = 8;

/**
 * Offset of the frame that the message in `[start, end)` carries.
 *
 * @returns `end` for messages that carry none, and for 1.5, which has another layout
 */
export function carriedFrame(view: DataView, start: number, end: number): number {
  const version = view.getUint8(start);
  if (version > 5) return end;
  switch (view.getUint8(start + 1)) {
    case PACKET_IN:
      return version === FIRST_VERSION ? start + 18 : behindMatch(view, start + 24, end);
    case PACKET_OUT:
      return behindActions(view, start, end, version === FIRST_VERSION ? 14 : 16);
    default:
      return end;
  }
}

/** A match is padded to 8 octets, and two more stand before the frame. */
function behindMatch(view: DataView, match: number, end: number): number {
  if (match + 4 > end) return end;
  const length = view.getUint16(match + 2);
  return match + Math.ceil(length / MATCH_ALIGNMENT) * MATCH_ALIGNMENT + 2;
}

/** @param lengthAt offset of the actions' length, which ends the header but for the padding of later versions */
function behindActions(view: DataView, start: number, end: number, lengthAt: number): number {
  if (start + lengthAt + 2 > end) return end;
  const header = lengthAt === 14 ? 16 : 24;
  return start + header + view.getUint16(start + lengthAt);
}
