/**
 * Where things lie in the health of a TCP connection.
 *
 * In the last line of the flow's record {@link SIDE_WORDS} words for each side, the originator's first: what every packet touches.
 * In a row of {@link TCP_WORDS} counters and times that few packets touch; those that exist per side have the
 * originator's first. All moments are microseconds modulo 2^32.
 */

export const SIDE_WORDS = 8;

/* Words of a side, in the line. */
/** One past the highest sequence number sent. */
export const NEXT = 0;
/** Last acknowledgment sent, with {@link HAS_ACK}. */
export const ACK = 1;
/** Lower half: last window, unscaled. Upper half: the bits below. */
export const STATUS = 2;
/** When {@link NEXT} advanced last. */
export const NEXT_AT = 3;
/** The segment that a round trip is measured with, with {@link TIMING}: what acknowledges it, when it was sent. */
export const TIMED = 4;
export const TIMED_AT = 5;
/** Microseconds from a segment to its acknowledgment: the least, and smoothed; 0 before the first. */
export const RTT_LEAST = 6;
export const RTT_SMOOTHED = 7;

/* Words of the row. */
export const TCP_WORDS = 24;
export const RETRANSMISSIONS = 0;
export const OUT_OF_ORDER = 2;
export const DUPLICATE_ACKS = 4;
export const ZERO_WINDOWS = 6;
export const GAPS = 8;
export const KEEP_ALIVES = 10;
export const RESETS = 12;
/** Up to here nothing is missing, where {@link IS_UNEVEN}. */
export const WHOLE = 14;
/** One past the last octet that is known to be missing, with {@link HAS_HOLE}. */
export const HOLE_END = 16;
/** When the side's last duplicate acknowledgment came. */
export const DUPLICATE_AT = 18;
/** When the SYN was sent; from {@link HAS_INITIAL_RTT} on, how long the handshake took. */
export const INITIAL_RTT = 20;
/** Before {@link IS_ANSWERED} when the originator's payload was sent last, then how long the answer took. */
export const FIRST_BYTE = 21;
/** Response code of DNS over TCP plus one. */
export const ANSWER_CODE = 22;

/* Bits of STATUS. */
export const WINDOW_MASK = 0xffff;
/** A packet of the side was seen. */
export const IS_SEEN: number = 1 << 16;
export const HAS_ACK: number = 1 << 17;
export const TIMING: number = 1 << 18;
export const HAS_HOLE: number = 1 << 19;
/** {@link WHOLE} is not {@link NEXT}: there is a hole, or what the capture missed was acknowledged. */
export const IS_UNEVEN: number = 1 << 29;
/** What the side's last packet was. */
export const WAS_KEEP_ALIVE: number = 1 << 20;
export const WAS_PROBE: number = 1 << 21;
/** Two bits: duplicate acknowledgments in a row, at most 3. */
export const DUPLICATES_SHIFT = 22;
export const DUPLICATES_MASK: number = 3 << DUPLICATES_SHIFT;

/* Bits of the originator's STATUS that speak of the connection. */
export const HAS_SYN: number = 1 << 24;
export const HAS_SYN_ACK: number = 1 << 25;
export const HAS_INITIAL_RTT: number = 1 << 26;
/** The originator has sent payload, and the responder none before. */
export const IS_ASKED: number = 1 << 27;
/** The responder has sent payload. */
export const IS_ANSWERED: number = 1 << 28;
