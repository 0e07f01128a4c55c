/**
 * What a TCP segment that is not in order means: the rules of Wireshark's TCP analysis, over the state
 * that tcp-layout.ts describes.
 */
import { TCP_ACK, TCP_EVENTS, TCP_FIN, TCP_RST, TCP_SYN } from "./flow-state.ts";
import {
  ACK,
  DUPLICATE_ACKS,
  DUPLICATES_MASK,
  DUPLICATES_SHIFT,
  GAPS,
  HAS_ACK,
  HAS_HOLE,
  HAS_INITIAL_RTT,
  HAS_SYN,
  HAS_SYN_ACK,
  HOLE_END,
  INITIAL_RTT,
  IS_SEEN,
  KEEP_ALIVES,
  LAST_AT,
  NEXT,
  NEXT_AT,
  OUT_OF_ORDER,
  RESETS,
  RETRANSMISSIONS,
  SIDE_WORDS,
  STATUS,
  TIMED,
  TIMED_AT,
  TIMING,
  WAS_KEEP_ALIVE,
  WAS_PROBE,
  WHOLE,
  WINDOW_MASK,
  ZERO_WINDOWS,
} from "./tcp-layout.ts";

/** Microseconds behind duplicate acknowledgments within which a retransmission is their effect. */
const FAST_RETRANSMISSION = 20_000;
/** Microseconds that reordering takes at most, where no initial round trip is known. */
const REORDERING = 3000;
const MAX_DUPLICATES = 3;

/** A packet of a connection, as the judgement needs it. Numbers are signed 32-bit ones. */
export interface Segment {
  /** Word where the connection's row begins. */
  base: number;
  /** 0 from the originator, 1 from the responder. */
  side: number;
  sequence: number;
  acknowledgment: number;
  /** Unscaled. */
  window: number;
  /** Octets of payload. */
  length: number;
  flags: number;
  /** Microseconds modulo 2^32. */
  now: number;
}

/** Moves what a side has sent on to `next`, and begins to measure a round trip where none is. */
export function advance(words: Int32Array, mine: number, next: number, now: number): void {
  if (words[mine + WHOLE] === words[mine + NEXT]) words[mine + WHOLE] = next;
  words[mine + NEXT] = next;
  words[mine + NEXT_AT] = now;
  if ((words[mine + STATUS]! & TIMING) === 0) {
    words[mine + STATUS]! |= TIMING;
    words[mine + TIMED] = next;
    words[mine + TIMED_AT] = now;
  }
}

/** Counts what the segment is and moves its side on; returns {@link WAS_KEEP_ALIVE}, {@link WAS_PROBE} or 0. */
export function judge(words: Int32Array, segment: Segment): number {
  const { base, side, sequence, length, flags } = segment;
  const mine = base + side * SIDE_WORDS;
  if ((flags & TCP_RST) !== 0) words[base + RESETS + side]!++;
  if (isNewNumbering(words, segment)) words[mine + STATUS]! &= ~(IS_SEEN | HAS_HOLE | TIMING);
  followHandshake(words, segment);
  const isSeen = (words[mine + STATUS]! & IS_SEEN) !== 0;
  /** Octets beyond what is expected next, negative before it. */
  const ahead = isSeen ? (sequence - words[mine + NEXT]!) | 0 : 0;
  const isPlain = (flags & TCP_EVENTS) === 0;
  if (isPlain && isSeen && length === 1 && ahead === 0 && isPeerClosed(words, segment)) {
    return WAS_PROBE;
  }
  if (isPlain && segment.window === 0) words[base + ZERO_WINDOWS + side]!++;
  if (isPlain && isSeen && length <= 1 && ahead === -1) {
    words[base + KEEP_ALIVES + side]!++;
    return WAS_KEEP_ALIVE;
  }
  if (isPlain && isSeen && length === 0 && ahead === 0) judgeRepetition(words, segment);
  if (ahead > 0 && (flags & TCP_RST) === 0) {
    words[base + GAPS + side]!++;
    words[base + HOLE_END + side] = sequence;
    words[mine + STATUS]! |= HAS_HOLE;
  }
  const numbers = length + ((flags & (TCP_SYN | TCP_FIN)) !== 0 ? 1 : 0);
  if (numbers > 0) judgeProgress(words, segment, ahead);
  // Stacks put all kinds of numbers into resets; they say nothing of what was sent.
  if ((flags & TCP_RST) === 0) moveOn(words, segment, (sequence + numbers) | 0, isSeen);
  return 0;
}

/** True for a side's first SYN behind packets of an older connection that had the same ports. */
function isNewNumbering(words: Int32Array, { base, side, flags }: Segment): boolean {
  if ((flags & TCP_SYN) === 0) return false;
  return (words[base + STATUS]! & (side === 0 ? HAS_SYN : HAS_SYN_ACK)) === 0;
}

function followHandshake(words: Int32Array, segment: Segment): void {
  const { base, side, sequence, flags, now } = segment;
  const status = words[base + STATUS]!;
  if ((status & HAS_INITIAL_RTT) !== 0) return;
  const kind = flags & (TCP_SYN | TCP_ACK);
  if (side === 0 && kind === TCP_SYN) {
    words[base + INITIAL_RTT] = now;
    words[base + STATUS] = status | HAS_SYN;
  } else if (side === 1 && kind === (TCP_SYN | TCP_ACK)) {
    words[base + STATUS] = status | HAS_SYN_ACK;
  } else if (
    side === 0 &&
    kind === TCP_ACK &&
    (status & HAS_SYN) !== 0 &&
    sequence === words[base + NEXT] &&
    isHandshakeAnswer(words, segment)
  ) {
    words[base + INITIAL_RTT] = (now - words[base + INITIAL_RTT]!) | 0;
    words[base + STATUS] = status | HAS_INITIAL_RTT;
  }
}

/** True for an ACK of the SYN-ACK alone, or of one that was not captured. */
function isHandshakeAnswer(words: Int32Array, { base, acknowledgment }: Segment): boolean {
  const theirs = base + SIDE_WORDS;
  if ((words[theirs + STATUS]! & IS_SEEN) === 0) return true;
  return (words[base + STATUS]! & HAS_SYN_ACK) !== 0 && acknowledgment === words[theirs + NEXT];
}

/** True when the other side has said that it takes nothing. */
function isPeerClosed(words: Int32Array, { base, side }: Segment): boolean {
  const status = words[base + (1 - side) * SIDE_WORDS + STATUS]!;
  return (status & (IS_SEEN | WINDOW_MASK)) === IS_SEEN;
}

/** An empty segment at the number expected next: is it a duplicate acknowledgment, or the answer to a probe? */
function judgeRepetition(words: Int32Array, segment: Segment): void {
  const { base, side, acknowledgment, window } = segment;
  const mine = base + side * SIDE_WORDS;
  const theirs = base + (1 - side) * SIDE_WORDS;
  const status = words[mine + STATUS]!;
  const theirStatus = words[theirs + STATUS]!;
  if ((theirStatus & WAS_PROBE) !== 0 && acknowledgment === ((words[theirs + NEXT]! + 1) | 0)) {
    // The receiver took the octet of the probe after all.
    words[theirs + NEXT] = acknowledgment;
    words[theirs + WHOLE] = acknowledgment;
    return;
  }
  if (
    window === 0 ||
    window !== (status & WINDOW_MASK) ||
    (status & HAS_ACK) === 0 ||
    acknowledgment !== words[mine + ACK] ||
    (theirStatus & WAS_KEEP_ALIVE) !== 0
  ) {
    return;
  }
  words[base + DUPLICATE_ACKS + side]!++;
  const duplicates = (status & DUPLICATES_MASK) >>> DUPLICATES_SHIFT;
  if (duplicates < MAX_DUPLICATES) words[mine + STATUS] = status + (1 << DUPLICATES_SHIFT);
}

/** A segment that takes up sequence numbers: was it sent before, or overtaken? */
function judgeProgress(words: Int32Array, segment: Segment, ahead: number): void {
  const { base, side, sequence, length } = segment;
  const mine = base + side * SIDE_WORDS;
  const theirs = base + (1 - side) * SIDE_WORDS;
  const isAcknowledged =
    length > 0 &&
    (words[theirs + STATUS]! & HAS_ACK) !== 0 &&
    ((sequence + length - words[theirs + ACK]!) | 0) <= 0;
  // One octet back, and more than it: data that takes along the octet of a probe.
  const isBack = ahead < -1 || (ahead === -1 && length <= 1);
  if (!isAcknowledged && !isBack) return;
  const isOvertaken =
    !isAcknowledged && !isFastRetransmission(words, segment) && isLate(words, segment);
  words[base + (isOvertaken ? OUT_OF_ORDER : RETRANSMISSIONS) + side]!++;
  // Which of the copies is acknowledged can't be told (Karn's algorithm, RFC 6298 §3).
  words[mine + STATUS]! &= ~TIMING;
}

function isFastRetransmission(words: Int32Array, { base, side, sequence, now }: Segment): boolean {
  const theirs = base + (1 - side) * SIDE_WORDS;
  const duplicates = (words[theirs + STATUS]! & DUPLICATES_MASK) >>> DUPLICATES_SHIFT;
  return (
    duplicates >= 2 &&
    words[theirs + ACK] === sequence &&
    (now - words[theirs + LAST_AT]!) >>> 0 < FAST_RETRANSMISSION
  );
}

/** True for a segment that fills a hole, soon after the segment that left it. */
function isLate(words: Int32Array, { base, side, sequence, now }: Segment): boolean {
  const mine = base + side * SIDE_WORDS;
  if ((words[mine + STATUS]! & HAS_HOLE) === 0) return false;
  const isInside =
    ((sequence - words[mine + WHOLE]!) | 0) >= 0 &&
    ((sequence - words[base + HOLE_END + side]!) | 0) < 0;
  const threshold =
    (words[base + STATUS]! & HAS_INITIAL_RTT) !== 0 ? words[base + INITIAL_RTT]! : REORDERING;
  return isInside && (now - words[mine + NEXT_AT]!) >>> 0 < threshold;
}

/** Moves the side on to `next` where that is further, and fills its hole. */
function moveOn(words: Int32Array, segment: Segment, next: number, isSeen: boolean): void {
  const { base, side, sequence, now } = segment;
  const mine = base + side * SIDE_WORDS;
  if (!isSeen) {
    words[mine + STATUS]! |= IS_SEEN;
    words[mine + NEXT] = sequence;
    words[mine + WHOLE] = sequence;
  }
  if (((next - words[mine + NEXT]!) | 0) > 0) {
    // Behind a hole, or before an acknowledgment that came early, what is whole stays where it is.
    const isWhole = (words[mine + STATUS]! & HAS_HOLE) === 0;
    const whole = words[mine + WHOLE]!;
    advance(words, mine, next, now);
    words[mine + WHOLE] = isWhole && ((next - whole) | 0) > 0 ? next : whole;
  }
  const whole = words[mine + WHOLE]!;
  if (((sequence - whole) | 0) > 0 || ((next - whole) | 0) <= 0) return;
  words[mine + WHOLE] = next;
  const isFilled =
    (words[mine + STATUS]! & HAS_HOLE) !== 0 && ((next - words[base + HOLE_END + side]!) | 0) >= 0;
  if (!isFilled) return;
  words[mine + STATUS]! &= ~HAS_HOLE;
  words[mine + WHOLE] = words[mine + NEXT]!;
}
