/**
 * Follows the sequence numbers of TCP connections (RFC 9293 §3.4) and counts what went wrong, by the
 * rules of Wireshark's TCP analysis (User's Guide, "TCP Analysis").
 *
 * What is in order, nearly every packet, takes the short way through {@link TcpHealth.follow}; everything
 * else is judged in tcp-judgement.ts. Instead of a list of unacknowledged segments, each side keeps one
 * hole, and one segment at a time that a round trip is measured with (RFC 6298 §3).
 */
import type { Packet } from "@wirescope/decode";
import { TCP_ACK, TCP_EVENTS } from "./flow-state.ts";
import { RowPool } from "./row-pool.ts";
import { advance, judge, type Segment } from "./tcp-judgement.ts";
import {
  ACK,
  ANSWER_CODE,
  DUPLICATES_MASK,
  FIRST_BYTE,
  HAS_ACK,
  HAS_HOLE,
  HOLE_END,
  IS_ANSWERED,
  IS_ASKED,
  IS_SEEN,
  LAST_AT,
  NEXT,
  RTT_LEAST,
  RTT_SMOOTHED,
  SIDE_WORDS,
  STATUS,
  TCP_WORDS,
  TIMED,
  TIMED_AT,
  TIMING,
  WAS_KEEP_ALIVE,
  WAS_PROBE,
  WHOLE,
  WINDOW_MASK,
} from "./tcp-layout.ts";
import { wrappingMicroseconds } from "./wrapping-clock.ts";

/** Offsets in the TCP header. */
const SEQUENCE = 4;
const ACKNOWLEDGMENT = 8;
const WINDOW = 14;

/** A smoothed round trip moves by an eighth of each new one's difference (RFC 6298 §2). */
const SMOOTHING = 8;

const IN_STEP: number = IS_SEEN | HAS_ACK;
/** What a packet sets anew. */
const PER_PACKET: number = WINDOW_MASK | WAS_KEEP_ALIVE | WAS_PROBE;

export class TcpHealth {
  readonly pool: RowPool;
  /** The packet at hand, for those that are judged. */
  readonly #segment: Segment = {
    base: 0,
    side: 0,
    sequence: 0,
    acknowledgment: 0,
    window: 0,
    length: 0,
    flags: 0,
    now: 0,
  };

  constructor(capacity: number) {
    this.pool = new RowPool(TCP_WORDS, capacity);
  }

  /**
   * Takes the next packet of a connection. Hot.
   *
   * @param row Of {@link pool}.
   * @param packet Has a whole TCP header.
   * @param side 0 from the originator, 1 from the responder.
   */
  follow(row: number, packet: Packet, side: number): void {
    const words = this.pool.words;
    const base = row * TCP_WORDS;
    const mine = base + side * SIDE_WORDS;
    const theirs = base + (1 - side) * SIDE_WORDS;
    const { view, transportStart: at, payloadLength: length, tcpFlags: flags } = packet;
    const sequence = view.getInt32(at + SEQUENCE);
    const acknowledgment = view.getInt32(at + ACKNOWLEDGMENT);
    const window = view.getUint16(at + WINDOW);
    const now = wrappingMicroseconds(packet);
    let kind = 0;
    if (
      sequence === words[mine + NEXT] &&
      sequence === words[mine + WHOLE] &&
      (words[mine + STATUS]! & IN_STEP) === IN_STEP &&
      (flags & TCP_EVENTS) === 0 &&
      window !== 0 &&
      (length > 1 || (length === 0 && acknowledgment !== words[mine + ACK]))
    ) {
      if (length !== 0) advance(words, mine, (sequence + length) | 0, now);
    } else {
      const segment = this.#segment;
      segment.base = base;
      segment.side = side;
      segment.sequence = sequence;
      segment.acknowledgment = acknowledgment;
      segment.window = window;
      segment.length = length;
      segment.flags = flags;
      segment.now = now;
      kind = judge(words, segment);
    }
    if (length !== 0 && (words[base + STATUS]! & IS_ANSWERED) === 0) {
      noteExchange(words, base, side, now);
    }
    let status = (words[mine + STATUS]! & ~PER_PACKET) | window | kind;
    if ((flags & TCP_ACK) !== 0) {
      if (acknowledgment !== words[mine + ACK]) {
        status &= ~DUPLICATES_MASK;
        words[mine + ACK] = acknowledgment;
      }
      status |= HAS_ACK;
      const theirStatus = words[theirs + STATUS]!;
      if ((theirStatus & TIMING) !== 0 && ((acknowledgment - words[theirs + TIMED]!) | 0) >= 0) {
        takeRoundTrip(words, base, 1 - side, now);
      }
      if ((theirStatus & IS_SEEN) !== 0 && ((acknowledgment - words[theirs + WHOLE]!) | 0) > 0) {
        acknowledgeUnseen(words, base, 1 - side, acknowledgment);
      }
    }
    words[mine + STATUS] = status;
    words[mine + LAST_AT] = now;
  }

  /**
   * Sequence number that a side's stream goes on with where segments are missing, undefined where none is;
   * after the side's newest packet.
   */
  holeStart(row: number, side: number): number | undefined {
    const at = row * TCP_WORDS + side * SIDE_WORDS;
    return (this.pool.words[at + STATUS]! & HAS_HOLE) === 0
      ? undefined
      : this.pool.words[at + WHOLE];
  }

  /** Keeps the response code (RFC 1035 §4.1.1) of the last DNS message that a connection carried. */
  setAnswerCode(row: number, code: number): void {
    this.pool.words[row * TCP_WORDS + ANSWER_CODE] = code + 1;
  }
}

/** Measures from the originator's last payload to the responder's first. */
function noteExchange(words: Int32Array, base: number, side: number, now: number): void {
  const status = words[base + STATUS]!;
  if (side === 0) {
    words[base + FIRST_BYTE] = now;
    words[base + STATUS] = status | IS_ASKED;
    return;
  }
  if ((status & IS_ASKED) !== 0) words[base + FIRST_BYTE] = (now - words[base + FIRST_BYTE]!) | 0;
  words[base + STATUS] = status | IS_ANSWERED;
}

/** The measured segment of `side` was acknowledged. */
function takeRoundTrip(words: Int32Array, base: number, side: number, now: number): void {
  const at = base + side * SIDE_WORDS;
  words[at + STATUS]! &= ~TIMING;
  const elapsed = (now - words[at + TIMED_AT]!) | 0;
  if (elapsed < 0) return;
  // Zero stands for no measurement.
  const sample = Math.max(elapsed, 1);
  const least = words[base + RTT_LEAST + side]!;
  const smoothed = words[base + RTT_SMOOTHED + side]!;
  if (least === 0 || sample < least) words[base + RTT_LEAST + side] = sample;
  words[base + RTT_SMOOTHED + side] =
    smoothed === 0 ? sample : Math.max(1, smoothed + Math.round((sample - smoothed) / SMOOTHING));
}

/** The peer has received what the capture has not seen of `side`: it is not missing any more. */
function acknowledgeUnseen(
  words: Int32Array,
  base: number,
  side: number,
  acknowledgment: number,
): void {
  const at = base + side * SIDE_WORDS;
  const isHoleClosed =
    (words[at + STATUS]! & HAS_HOLE) !== 0 &&
    ((acknowledgment - words[base + HOLE_END + side]!) | 0) >= 0;
  if (isHoleClosed) words[at + STATUS]! &= ~HAS_HOLE;
  const next = words[at + NEXT]!;
  words[at + WHOLE] = isHoleClosed && ((next - acknowledgment) | 0) > 0 ? next : acknowledgment;
}
