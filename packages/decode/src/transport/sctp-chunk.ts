/** Chunks of an SCTP packet, RFC 9260 §3.2, and where those of user data hold it. */

export const DATA = 0;

const HEADER_LEN = 4;
/** Header, transmission sequence number, stream, its sequence number and the payload protocol (§3.3.1). */
const DATA_HEADER_LEN = 16;
/** Flags of the first and the last piece of a user message; a whole one has both. */
const WHOLE = 0x03;

/** Offsets of the chunks in `[start, end)`, each padded to four octets. */
export function offsets(view: DataView, start: number, end: number): number[] {
  const found: number[] = [];
  let off = start;
  while (off + HEADER_LEN <= end) {
    const length = view.getUint16(off + 2);
    if (length < HEADER_LEN) break;
    found.push(off);
    off += (length + 3) & ~3;
  }
  return found;
}

/** A user message within its packet, padding left out. */
export interface UserMessage {
  readonly start: number;
  readonly end: number;
}

/** The user messages that chunks in `[start, end)` hold whole; pieces of larger ones are left out. */
export function userMessages(view: DataView, start: number, end: number): UserMessage[] {
  const found: UserMessage[] = [];
  for (const off of offsets(view, start, end)) {
    const isWhole = off + DATA_HEADER_LEN < end && (view.getUint8(off + 1) & WHOLE) === WHOLE;
    if (view.getUint8(off) !== DATA || !isWhole) continue;
    const message = { start: off + DATA_HEADER_LEN, end: off + view.getUint16(off + 2) };
    if (message.end <= message.start) continue;
    found.push({ ...message, end: Math.min(message.end, end) });
  }
  return found;
}
