/**
 * Judges a TCP segment by the numbers of those before it: lost, sent again, out of order, kept alive.
 *
 * The rules and their order are those of Wireshark's TCP analysis (User's Guide §7.5), so that marks
 * agree with what people read there.
 */

import { TcpFlag } from "../transport/tcp.ts";
import { type CaptureTime, nanosecondsBetween } from "./capture-time.ts";
import { advance, isAfter, isBefore } from "./sequence.ts";
import type { TcpFacts } from "./tcp-facts.ts";
import { type TcpFlow, WindowScale } from "./tcp-flow.ts";
import { TcpMark } from "./tcp-mark.ts";

export interface Segment {
  readonly frame: number;
  readonly time: CaptureTime;
  readonly sequence: number;
  readonly acknowledgment: number;
  /** Payload octets. */
  readonly length: number;
  readonly flags: number;
  /** As sent, without scaling. */
  readonly window: number;
}

/** Segments of a direction that wait for an acknowledgment; newer ones are not remembered. */
const MAX_UNACKED = 1000;

/** Nanoseconds after a duplicate acknowledgment in which a segment counts as its answer. */
const FAST_RETRANSMISSION_SPAN = 20_000_000;

/** Nanoseconds in which a late segment counts as out of order, where no round trip was measured. */
const REORDERING_SPAN = 3_000_000;

const OPENS_OR_ENDS = TcpFlag.Syn | TcpFlag.Fin | TcpFlag.Rst;

/** Octets in flight beyond which the count is a gap in the capture and not a window. */
const MAX_IN_FLIGHT = 2_000_000_000;

/** Sets the marks and figures of `facts`, and takes the segment into the flow's state. */
export function analyse(
  segment: Segment,
  forward: TcpFlow,
  reverse: TcpFlow,
  facts: TcpFacts,
): void {
  setBases(segment, forward, reverse);
  facts.marks |= judgeForward(segment, forward, reverse, facts);
  if (segment.acknowledgment !== forward.lastAck) {
    forward.firstAckFrame = segment.frame;
    forward.duplicateAcks = 0;
  }
  if (acknowledgesUnseen(segment, reverse)) facts.marks |= TcpMark.AckedLostSegment;
  facts.marks |= judgeRepetition(segment, forward, reverse, facts);
  remember(segment, forward, facts.marks);
  acknowledge(segment, reverse, facts);
  countInFlight(segment, forward, reverse, facts);
}

/** Relative numbers start at 0 with the SYN, and at 1 where the capture begins later. */
function setBases(segment: Segment, forward: TcpFlow, reverse: TcpFlow): void {
  const { sequence, acknowledgment, flags } = segment;
  const isSyn = (flags & TcpFlag.Syn) !== 0;
  forward.base ??= isSyn ? sequence : advance(sequence, -1);
  if ((flags & TcpFlag.Ack) === 0) return;
  reverse.base ??= advance(acknowledgment, -1);
  reverse.inFlightIsKnown = true;
}

function judgeForward(
  segment: Segment,
  forward: TcpFlow,
  reverse: TcpFlow,
  facts: TcpFacts,
): number {
  const { sequence, acknowledgment, length, flags, window } = segment;
  const isNext = forward.next !== undefined && sequence === forward.next;
  if (length === 1 && isNext && reverse.window === 0) return TcpMark.ZeroWindowProbe;
  const isPlain = (flags & OPENS_OR_ENDS) === 0;
  let marks = 0;
  if (window === 0 && isPlain) marks |= TcpMark.ZeroWindow;
  if (
    forward.next !== undefined &&
    isAfter(sequence, forward.next) &&
    (flags & TcpFlag.Rst) === 0
  ) {
    marks |= TcpMark.LostSegment;
    forward.inFlightIsKnown = false;
    forward.reached = forward.next;
  }
  if (!isPlain) return marks;
  if (length <= 1 && forward.next !== undefined && advance(sequence, 1) === forward.next) {
    marks |= TcpMark.KeepAlive;
  }
  if (length > 0 && fillsWindow(segment, reverse)) marks |= TcpMark.WindowFull;
  const repeats = length === 0 && isNext && acknowledgment === forward.lastAck;
  if (!repeats) return marks;
  if (window !== forward.window) return window === 0 ? marks : marks | TcpMark.WindowUpdate;
  if (window === 0) {
    const isAnswer = (reverse.marks & TcpMark.ZeroWindowProbe) !== 0;
    return isAnswer ? marks | TcpMark.ZeroWindowProbeAck : marks;
  }
  if ((reverse.marks & TcpMark.KeepAlive) !== 0) return marks | TcpMark.KeepAliveAck;
  forward.duplicateAcks += 1;
  facts.duplicateAck = { number: forward.duplicateAcks, frame: forward.firstAckFrame };
  return marks | TcpMark.DuplicateAck;
}

/** Whether the segment ends where the other end's window does. */
function fillsWindow(segment: Segment, reverse: TcpFlow): boolean {
  if (reverse.scale === WindowScale.Unknown || reverse.window === undefined) return false;
  const window = reverse.window * 2 ** Math.max(reverse.scale, 0);
  return advance(segment.sequence, segment.length) === advance(reverse.lastAck, window);
}

/** Whether the segment acknowledges what the capture lacks; told once for each acknowledgment. */
function acknowledgesUnseen(segment: Segment, reverse: TcpFlow): boolean {
  if ((segment.flags & TcpFlag.Ack) === 0 || reverse.reached === undefined) return false;
  if (!isAfter(segment.acknowledgment, reverse.reached)) return false;
  const { next } = reverse;
  const isBeyond = next === undefined || isAfter(segment.acknowledgment, next);
  reverse.reached = isBeyond ? segment.acknowledgment : next;
  return true;
}

/** Tells a segment that brings nothing new: sent again, or overtaken by a later one. */
function judgeRepetition(
  segment: Segment,
  forward: TcpFlow,
  reverse: TcpFlow,
  facts: TcpFacts,
): number {
  const { sequence, length, flags, time } = segment;
  const opensOrCloses = (flags & (TcpFlag.Syn | TcpFlag.Fin)) !== 0;
  if (length === 0 && !opensOrCloses) return 0;
  if ((facts.marks & TcpMark.KeepAlive) !== 0) return 0;
  const { next } = forward;
  const end = advance(sequence, length);
  if (length > 0 && reverse.lastAck !== 0 && !isAfter(end, reverse.lastAck)) {
    return TcpMark.SpuriousRetransmission;
  }
  if (next === undefined || !isBefore(sequence, next)) return 0;
  /* More than the one octet of a window probe before it: new data. */
  if (length > 1 && advance(sequence, 1) === next) return 0;
  if (
    reverse.duplicateAcks >= 2 &&
    reverse.lastAck === sequence &&
    isWithin(reverse.lastAckTime, time, FAST_RETRANSMISSION_SPAN)
  ) {
    return TcpMark.FastRetransmission;
  }
  const { initialRtt } = facts;
  const roundTrip = initialRtt && nanosecondsBetween(initialRtt.from, initialRtt.to);
  const isRecent = isWithin(forward.nextTime, time, roundTrip || REORDERING_SPAN);
  if (isRecent && advance(end, opensOrCloses ? 1 : 0) !== next) return TcpMark.OutOfOrder;
  const oldest = forward.unacked[0];
  facts.retransmitted = oldest ?? { frame: forward.nextFrame, time: forward.nextTime };
  return TcpMark.Retransmission;
}

/** Whether `time` comes less than `span` nanoseconds after `start`; captures may run backwards. */
function isWithin(start: CaptureTime, time: CaptureTime, span: number): boolean {
  const between = nanosecondsBetween(start, time);
  return between >= 0 && between < span;
}

function remember(segment: Segment, forward: TcpFlow, marks: number): void {
  const { frame, time, sequence, length, flags } = segment;
  /* Neither a window probe nor the number of a reset says how far the stream has come. */
  const isProbe = (marks & TcpMark.ZeroWindowProbe) !== 0 || (flags & TcpFlag.Rst) !== 0;
  const opensOrCloses = (flags & (TcpFlag.Syn | TcpFlag.Fin)) !== 0;
  const next = advance(sequence, length + (opensOrCloses ? 1 : 0));
  if ((length > 0 || opensOrCloses) && forward.unacked.length < MAX_UNACKED) {
    forward.unacked.push({ frame, time, sequence, next });
  }
  if (!isProbe && (forward.next === undefined || isAfter(next, forward.next))) {
    forward.next = next;
    forward.nextFrame = frame;
    forward.nextTime = time;
  }
  if (!isProbe && (forward.reached === undefined || forward.reached === sequence)) {
    forward.reached = forward.next;
  }
  forward.window = segment.window;
  forward.lastAck = segment.acknowledgment;
  forward.lastAckTime = time;
  forward.marks = marks;
}

/** Forgets what the segment acknowledges of the other direction. */
function acknowledge(segment: Segment, reverse: TcpFlow, facts: TcpFacts): void {
  const { acknowledgment } = segment;
  const { unacked } = reverse;
  let kept = 0;
  for (let index = 0; index < unacked.length; index += 1) {
    const sent = unacked[index]!;
    if (acknowledgment === sent.next) facts.acked ??= { frame: sent.frame, time: sent.time };
    if (!isAfter(sent.next, acknowledgment)) continue;
    if (isAfter(acknowledgment, sent.sequence)) sent.sequence = acknowledgment;
    unacked[kept] = sent;
    kept += 1;
  }
  unacked.length = kept;
}

function countInFlight(
  segment: Segment,
  forward: TcpFlow,
  reverse: TcpFlow,
  facts: TcpFacts,
): void {
  const { length, flags } = segment;
  const newest = forward.unacked.at(-1);
  if (length === 0 || newest === undefined || !forward.inFlightIsKnown) return;
  const base = forward.base ?? 0;
  let first = advance(newest.sequence, -base);
  let last = advance(newest.next, -base);
  for (const sent of forward.unacked) {
    first = Math.min(first, advance(sent.sequence, -base));
    last = Math.max(last, advance(sent.next, -base));
  }
  const octets = last - first - reverse.selectivelyAcked;
  if (octets > 0 && octets < MAX_IN_FLIGHT) {
    facts.bytesInFlight = (flags & (TcpFlag.Syn | TcpFlag.Fin)) !== 0 ? octets - 1 : octets;
  }
  forward.pushed = forward.pushedLast ? length : forward.pushed + length;
  forward.pushedLast = (flags & TcpFlag.Psh) !== 0;
  facts.pushBytes = forward.pushed;
}
