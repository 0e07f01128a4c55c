/**
 * Follows the sequence numbers of TCP connections (RFC 9293 §3.4) and counts what went wrong, by the
 * rules of Wireshark's TCP analysis (User's Guide, "TCP Analysis").
 *
 * What is in order, nearly every packet, takes the short way through {@link TcpHealth.follow} and touches
 * the flow's record only; everything else is judged in tcp-judgement.ts. Instead of a list of unacknowledged
 * segments, each side keeps one hole, and one segment at a time that a round trip is measured with
 * (RFC 6298 §3).
 */
import type { Packet } from "@wirescope/decode";
import { COUNTERS, FLOW_WORDS, HEALTH } from "./flow-layout.ts";
import { TCP_ACK, TCP_EVENTS } from "./flow-state.ts";
import type { FlowTable } from "./flow-table.ts";
import { RowPool } from "./row-pool.ts";
import {
  acknowledgeUnseen,
  advance,
  judge,
  noteExchange,
  type Segment,
  wholeOf,
} from "./tcp-judgement.ts";
import {
  ACK,
  ANSWER_CODE,
  DUPLICATES_MASK,
  HAS_ACK,
  HAS_HOLE,
  IS_ANSWERED,
  IS_SEEN,
  IS_UNEVEN,
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
  /** Counters and times of connections; a flow refers to its row. */
  readonly pool: RowPool;
  readonly #flows: FlowTable;
  /** The packet at hand, for those that are judged. */
  readonly #segment: Segment = {
    line: 0,
    base: 0,
    side: 0,
    sequence: 0,
    acknowledgment: 0,
    window: 0,
    length: 0,
    flags: 0,
    now: 0,
  };

  constructor(flows: FlowTable) {
    this.#flows = flows;
    this.pool = new RowPool(TCP_WORDS);
  }

  /**
   * Takes the next packet of a connection. Hot.
   *
   * @param row The flow's.
   * @param packet Has a whole TCP header.
   * @param side 0 from the originator, 1 from the responder.
   */
  follow(row: number, packet: Packet, side: number): void {
    const { words } = this.#flows;
    const line = row * FLOW_WORDS + HEALTH;
    const mine = line + side * SIDE_WORDS;
    const theirs = line + (1 - side) * SIDE_WORDS;
    const { view, transportStart: at, payloadLength: length, tcpFlags: flags } = packet;
    const sequence = view.getInt32(at + SEQUENCE);
    const acknowledgment = view.getInt32(at + ACKNOWLEDGMENT);
    const window = view.getUint16(at + WINDOW);
    const now = wrappingMicroseconds(packet);
    let kind = 0;
    if (
      sequence === words[mine + NEXT] &&
      (words[mine + STATUS]! & (IN_STEP | IS_UNEVEN)) === IN_STEP &&
      (flags & TCP_EVENTS) === 0 &&
      window !== 0 &&
      (length > 1 || (length === 0 && acknowledgment !== words[mine + ACK]))
    ) {
      if (length !== 0) advance(words, mine, (sequence + length) | 0, now);
    } else {
      const segment = this.#segment;
      const counters = this.#counters(row);
      segment.line = line;
      segment.base = this.pool.baseOf(counters);
      segment.side = side;
      segment.sequence = sequence;
      segment.acknowledgment = acknowledgment;
      segment.window = window;
      segment.length = length;
      segment.flags = flags;
      segment.now = now;
      kind = judge(words, this.pool.chunk(counters), segment);
    }
    if (length !== 0 && (words[line + STATUS]! & IS_ANSWERED) === 0) {
      const counters = this.#counters(row);
      const counts = this.pool.chunk(counters);
      noteExchange(words, line, counts, this.pool.baseOf(counters), side, now);
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
        takeRoundTrip(words, theirs, now);
      }
      if (
        (theirStatus & IS_SEEN) !== 0 &&
        ((theirStatus & IS_UNEVEN) !== 0 || ((acknowledgment - words[theirs + NEXT]!) | 0) > 0)
      ) {
        this.#acknowledgeUnseen(row, 1 - side, acknowledgment);
      }
    }
    words[mine + STATUS] = status;
  }

  /**
   * Sequence number that a side's stream goes on with where segments are missing, undefined where none is;
   * after the side's newest packet.
   */
  holeStart(row: number, side: number): number | undefined {
    const { words } = this.#flows;
    const line = row * FLOW_WORDS + HEALTH;
    if ((words[line + side * SIDE_WORDS + STATUS]! & HAS_HOLE) === 0) return undefined;
    const counters = this.#counters(row);
    return wholeOf(words, line, this.pool.chunk(counters), this.pool.baseOf(counters), side);
  }

  /** Keeps the response code (RFC 1035 §4.1.1) of the last DNS message that a connection carried. */
  setAnswerCode(row: number, code: number): void {
    const counters = this.#counters(row);
    this.pool.chunk(counters)[this.pool.baseOf(counters) + ANSWER_CODE] = code + 1;
  }

  #acknowledgeUnseen(row: number, side: number, acknowledgment: number): void {
    const counters = this.#counters(row);
    const counts = this.pool.chunk(counters);
    const base = this.pool.baseOf(counters);
    const line = row * FLOW_WORDS + HEALTH;
    acknowledgeUnseen(this.#flows.words, line, counts, base, side, acknowledgment);
  }

  /** Row of a flow's counters in the pool. */
  #counters(row: number): number {
    return this.#flows.words[row * FLOW_WORDS + COUNTERS]! - 1;
  }
}

/** The measured segment of the side at `at` was acknowledged. */
function takeRoundTrip(words: Int32Array, at: number, now: number): void {
  words[at + STATUS]! &= ~TIMING;
  const elapsed = (now - words[at + TIMED_AT]!) | 0;
  if (elapsed < 0) return;
  // Zero stands for no measurement.
  const sample = Math.max(elapsed, 1);
  const least = words[at + RTT_LEAST]!;
  const smoothed = words[at + RTT_SMOOTHED]!;
  if (least === 0 || sample < least) words[at + RTT_LEAST] = sample;
  words[at + RTT_SMOOTHED] =
    smoothed === 0 ? sample : Math.max(1, smoothed + Math.round((sample - smoothed) / SMOOTHING));
}
