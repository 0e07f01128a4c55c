/**
 * What a TCP segment that is not in order means: the rules of Wireshark's TCP analysis, over the state
 * that tcp-layout.ts describes. `words` are the flows' records, `counts` the connections' counters.
 */
import { TCP_ACK, TCP_EVENTS, TCP_FIN, TCP_RST, TCP_SYN } from "./flow-state.ts";
import {
  ACK,
  DUPLICATE_ACKS,
  DUPLICATE_AT,
  DUPLICATES_MASK,
  DUPLICATES_SHIFT,
  FIRST_BYTE,
  GAPS,
  HAS_ACK,
  HAS_HOLE,
  HAS_INITIAL_RTT,
  HAS_SYN,
  HAS_SYN_ACK,
  HOLE_END,
  INITIAL_RTT,
  IS_ANSWERED,
  IS_ASKED,
  IS_SEEN,
  IS_UNEVEN,
  KEEP_ALIVES,
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
  /** Word where the line of the flow's health begins. */
  line: number;
  /** Word where the connection's counters begin. */
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
  words[mine + NEXT] = next;
  words[mine + NEXT_AT] = now;
  if ((words[mine + STATUS]! & TIMING) === 0) {
    words[mine + STATUS]! |= TIMING;
    words[mine + TIMED] = next;
    words[mine + TIMED_AT] = now;
  }
}

/** Sequence number up to which nothing of a side is missing. */
export function wholeOf(
  words: Int32Array,
  line: number,
  counts: Int32Array,
  base: number,
  side: number,
): number {
  const mine = line + side * SIDE_WORDS;
  return (words[mine + STATUS]! & IS_UNEVEN) === 0
    ? words[mine + NEXT]!
    : counts[base + WHOLE + side]!;
}

function keepWhole(
  words: Int32Array,
  line: number,
  counts: Int32Array,
  base: number,
  side: number,
  whole: number,
): void {
  const mine = line + side * SIDE_WORDS;
  counts[base + WHOLE + side] = whole;
  if (whole === words[mine + NEXT]) words[mine + STATUS]! &= ~IS_UNEVEN;
  else words[mine + STATUS]! |= IS_UNEVEN;
}

/** Measures from the originator's last payload to the responder's first. */
export function noteExchange(
  words: Int32Array,
  line: number,
  counts: Int32Array,
  base: number,
  side: number,
  now: number,
): void {
  const status = words[line + STATUS]!;
  if (side === 0) {
    counts[base + FIRST_BYTE] = now;
    words[line + STATUS] = status | IS_ASKED;
    return;
  }
  if ((status & IS_ASKED) !== 0) counts[base + FIRST_BYTE] = (now - counts[base + FIRST_BYTE]!) | 0;
  words[line + STATUS] = status | IS_ANSWERED;
}

/** The peer has received what the capture may not have seen of `side`: it is not missing any more. */
export function acknowledgeUnseen(
  words: Int32Array,
  line: number,
  counts: Int32Array,
  base: number,
  side: number,
  acknowledgment: number,
): void {
  const whole = wholeOf(words, line, counts, base, side);
  if (((acknowledgment - whole) | 0) <= 0) return;
  const mine = line + side * SIDE_WORDS;
  const isHoleClosed =
    (words[mine + STATUS]! & HAS_HOLE) !== 0 &&
    ((acknowledgment - counts[base + HOLE_END + side]!) | 0) >= 0;
  if (isHoleClosed) words[mine + STATUS]! &= ~HAS_HOLE;
  const next = words[mine + NEXT]!;
  const isBehind = isHoleClosed && ((next - acknowledgment) | 0) > 0;
  keepWhole(words, line, counts, base, side, isBehind ? next : acknowledgment);
}

/** Counts what the segment is and moves its side on; returns {@link WAS_KEEP_ALIVE}, {@link WAS_PROBE} or 0. */
export function judge(words: Int32Array, counts: Int32Array, segment: Segment): number {
  const { line, base, side, sequence, length, flags } = segment;
  const mine = line + side * SIDE_WORDS;
  if ((flags & TCP_RST) !== 0) counts[base + RESETS + side]!++;
  if (isNewNumbering(words, segment)) {
    words[mine + STATUS]! &= ~(IS_SEEN | HAS_HOLE | IS_UNEVEN | TIMING);
  }
  followHandshake(words, counts, segment);
  const isSeen = (words[mine + STATUS]! & IS_SEEN) !== 0;
  /** Octets beyond what is expected next, negative before it. */
  const ahead = isSeen ? (sequence - words[mine + NEXT]!) | 0 : 0;
  const isPlain = (flags & TCP_EVENTS) === 0;
  if (isPlain && isSeen && length === 1 && ahead === 0 && isPeerClosed(words, segment)) {
    return WAS_PROBE;
  }
  if (isPlain && segment.window === 0) counts[base + ZERO_WINDOWS + side]!++;
  if (isPlain && isSeen && length <= 1 && ahead === -1) {
    counts[base + KEEP_ALIVES + side]!++;
    return WAS_KEEP_ALIVE;
  }
  if (isPlain && isSeen && length === 0 && ahead === 0) judgeRepetition(words, counts, segment);
  if (ahead > 0 && (flags & TCP_RST) === 0) {
    counts[base + GAPS + side]!++;
    counts[base + HOLE_END + side] = sequence;
    words[mine + STATUS]! |= HAS_HOLE;
  }
  const numbers = length + numbersOf(flags);
  if (numbers > 0) judgeProgress(words, counts, segment, ahead);
  // Stacks put all kinds of numbers into resets; they say nothing of what was sent.
  if ((flags & TCP_RST) === 0) moveOn(words, counts, segment, (sequence + numbers) | 0, isSeen);
  return 0;
}

/** True for a side's first SYN behind packets of an older connection that had the same ports. */
function isNewNumbering(words: Int32Array, { line, side, flags }: Segment): boolean {
  if ((flags & TCP_SYN) === 0) return false;
  return (words[line + STATUS]! & (side === 0 ? HAS_SYN : HAS_SYN_ACK)) === 0;
}

function followHandshake(words: Int32Array, counts: Int32Array, segment: Segment): void {
  const { line, base, side, sequence, flags, now } = segment;
  const status = words[line + STATUS]!;
  if ((status & HAS_INITIAL_RTT) !== 0) return;
  const kind = flags & (TCP_SYN | TCP_ACK);
  if (side === 0 && kind === TCP_SYN) {
    counts[base + INITIAL_RTT] = now;
    words[line + STATUS] = status | HAS_SYN;
  } else if (side === 1 && kind === (TCP_SYN | TCP_ACK)) {
    words[line + STATUS] = status | HAS_SYN_ACK;
  } else if (
    side === 0 &&
    kind === TCP_ACK &&
    (status & HAS_SYN) !== 0 &&
    sequence === words[line + NEXT] &&
    isHandshakeAnswer(words, segment)
  ) {
    counts[base + INITIAL_RTT] = (now - counts[base + INITIAL_RTT]!) | 0;
    words[line + STATUS] = status | HAS_INITIAL_RTT;
  }
}

/** True for an ACK of the SYN-ACK alone, or of one that was not captured. */
function isHandshakeAnswer(words: Int32Array, { line, acknowledgment }: Segment): boolean {
  const theirs = line + SIDE_WORDS;
  if ((words[theirs + STATUS]! & IS_SEEN) === 0) return true;
  return (words[line + STATUS]! & HAS_SYN_ACK) !== 0 && acknowledgment === words[theirs + NEXT];
}

/** True when the other side has said that it takes nothing. */
function isPeerClosed(words: Int32Array, { line, side }: Segment): boolean {
  const status = words[line + (1 - side) * SIDE_WORDS + STATUS]!;
  return (status & (IS_SEEN | WINDOW_MASK)) === IS_SEEN;
}

/** An empty segment at the number expected next: is it a duplicate acknowledgment, or the answer to a probe? */
function judgeRepetition(words: Int32Array, counts: Int32Array, segment: Segment): void {
  const { line, base, side, acknowledgment, window, now } = segment;
  const mine = line + side * SIDE_WORDS;
  const theirs = line + (1 - side) * SIDE_WORDS;
  const status = words[mine + STATUS]!;
  const theirStatus = words[theirs + STATUS]!;
  const isProbeTaken =
    (theirStatus & WAS_PROBE) !== 0 && acknowledgment === ((words[theirs + NEXT]! + 1) | 0);
  if (isProbeTaken) {
    // The receiver took the octet of the probe after all.
    words[theirs + NEXT] = acknowledgment;
    keepWhole(words, line, counts, base, 1 - side, acknowledgment);
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
  counts[base + DUPLICATE_ACKS + side]!++;
  counts[base + DUPLICATE_AT + side] = now;
  const duplicates = (status & DUPLICATES_MASK) >>> DUPLICATES_SHIFT;
  if (duplicates < MAX_DUPLICATES) words[mine + STATUS] = status + (1 << DUPLICATES_SHIFT);
}

/** A segment that takes up sequence numbers: was it sent before, or overtaken? */
function judgeProgress(
  words: Int32Array,
  counts: Int32Array,
  segment: Segment,
  ahead: number,
): void {
  const { line, base, side, sequence, length } = segment;
  const mine = line + side * SIDE_WORDS;
  const theirs = line + (1 - side) * SIDE_WORDS;
  const isAcknowledged =
    length > 0 &&
    (words[theirs + STATUS]! & HAS_ACK) !== 0 &&
    ((sequence + length - words[theirs + ACK]!) | 0) <= 0;
  // One octet back, and more than it: data that takes along the octet of a probe.
  const isBack = ahead < -1 || (ahead === -1 && length <= 1);
  if (!isAcknowledged && !isBack) return;
  const isOvertaken =
    !isAcknowledged &&
    !isFastRetransmission(words, counts, segment) &&
    isLate(words, counts, segment);
  counts[base + (isOvertaken ? OUT_OF_ORDER : RETRANSMISSIONS) + side]!++;
  // Which of the copies is acknowledged can't be told (Karn's algorithm, RFC 6298 §3).
  words[mine + STATUS]! &= ~TIMING;
}

function isFastRetransmission(words: Int32Array, counts: Int32Array, segment: Segment): boolean {
  const { line, base, side, sequence, now } = segment;
  const theirs = line + (1 - side) * SIDE_WORDS;
  const duplicates = (words[theirs + STATUS]! & DUPLICATES_MASK) >>> DUPLICATES_SHIFT;
  return (
    duplicates >= 2 &&
    words[theirs + ACK] === sequence &&
    (now - counts[base + DUPLICATE_AT + 1 - side]!) >>> 0 < FAST_RETRANSMISSION
  );
}

/**
 * True for a segment that comes soon after the newest one of its side and ends elsewhere: overtaken, or sent
 * twice on the way.
 */
function isLate(words: Int32Array, counts: Int32Array, segment: Segment): boolean {
  const { line, base, side, sequence, length, flags, now } = segment;
  const mine = line + side * SIDE_WORDS;
  const next = (sequence + length + numbersOf(flags)) | 0;
  const threshold =
    (words[line + STATUS]! & HAS_INITIAL_RTT) !== 0 ? counts[base + INITIAL_RTT]! : REORDERING;
  return next !== words[mine + NEXT] && (now - words[mine + NEXT_AT]!) >>> 0 < threshold;
}

/** Sequence numbers that flags take up (RFC 9293 §3.4). */
function numbersOf(flags: number): number {
  return (flags & (TCP_SYN | TCP_FIN)) !== 0 ? 1 : 0;
}

/** Moves the side on to `next` where that is further, and fills its hole. */
function moveOn(
  words: Int32Array,
  counts: Int32Array,
  segment: Segment,
  next: number,
  isSeen: boolean,
): void {
  const { line, base, side, sequence, now } = segment;
  const mine = line + side * SIDE_WORDS;
  if (!isSeen) {
    words[mine + STATUS]! |= IS_SEEN;
    words[mine + NEXT] = sequence;
  }
  const whole = wholeOf(words, line, counts, base, side);
  if (((next - words[mine + NEXT]!) | 0) > 0) advance(words, mine, next, now);
  // Behind a hole, or before an acknowledgment that came early, what is whole stays where it is.
  const isConnected = ((sequence - whole) | 0) <= 0 && ((next - whole) | 0) > 0;
  if (!isConnected) {
    keepWhole(words, line, counts, base, side, whole);
    return;
  }
  const hasHole = (words[mine + STATUS]! & HAS_HOLE) !== 0;
  const isFilled = hasHole && ((next - counts[base + HOLE_END + side]!) | 0) >= 0;
  if (isFilled) words[mine + STATUS]! &= ~HAS_HOLE;
  keepWhole(words, line, counts, base, side, isFilled ? words[mine + NEXT]! : next);
}
