/** Both directions of a TCP connection, and what their history tells of each segment. */

import type { Packet } from "../packet.ts";
import * as tcp from "../transport/tcp.ts";
import { optionLength, TcpOptionKind } from "../transport/tcp-options.ts";
import type { CaptureTime } from "./capture-time.ts";
import { advance, distance } from "./sequence.ts";
import { analyse, type Segment } from "./tcp-analysis.ts";
import type { TcpFacts } from "./tcp-facts.ts";
import { TcpFlow, WindowScale } from "./tcp-flow.ts";
import { TcpMark } from "./tcp-mark.ts";

const { TcpFlag } = tcp;

/** Flags of the segment that answers a SYN. */
const ANSWER = TcpFlag.Syn | TcpFlag.Ack;

/** Largest shift that window scaling allows (RFC 7323 §2.3). */
const MAX_SCALE = 14;

export class TcpConnection {
  readonly originator: TcpFlow = new TcpFlow();
  readonly responder: TcpFlow = new TcpFlow();
  /** Between the same ends there was another connection before. */
  readonly reusesPorts: boolean;
  readonly #first: CaptureTime;
  #previous: CaptureTime;
  #syn: CaptureTime | undefined;
  #initialRtt: TcpFacts["initialRtt"];

  constructor(time: CaptureTime, reusesPorts: boolean) {
    this.#first = time;
    this.#previous = time;
    this.reusesPorts = reusesPorts;
  }

  flowOf(isFromOriginator: boolean): TcpFlow {
    return isFromOriginator ? this.originator : this.responder;
  }

  /** Whether a SYN opens another connection between the same ends: its number is not this one's. */
  isReopenedBy(packet: Packet, isFromOriginator: boolean): boolean {
    if ((packet.tcpFlags & (TcpFlag.Syn | TcpFlag.Ack)) !== TcpFlag.Syn) return false;
    const { base } = this.flowOf(isFromOriginator);
    if (base === undefined) return false;
    return base !== tcp.sequence(packet.view, packet.transportStart);
  }

  /** Takes a segment in; the packet's innermost layer is TCP. */
  follow(packet: Packet, isFromOriginator: boolean): TcpFacts {
    const forward = this.flowOf(isFromOriginator);
    const reverse = this.flowOf(!isFromOriginator);
    const segment = segmentOf(packet);
    const isFirst = forward.next === undefined && reverse.next === undefined;
    const facts: TcpFacts = {
      marks: this.reusesPorts && isFirst ? TcpMark.ReusedPorts : 0,
      base: 0,
      reverseBase: 0,
      scale: forward.scale,
      acked: undefined,
      initialRtt: this.#initialRtt,
      bytesInFlight: 0,
      pushBytes: 0,
      duplicateAck: undefined,
      retransmitted: undefined,
      first: this.#first,
      previous: this.#previous,
    };
    this.#previous = segment.time;
    const isAnswer = (segment.flags & ANSWER) === ANSWER;
    if (isAnswer && forward.base !== undefined && forward.base !== segment.sequence) {
      forward.base = segment.sequence;
      facts.marks |= TcpMark.ReusedPorts;
    }
    analyse(segment, forward, reverse, facts);
    this.#measureRtt(segment, forward);
    facts.initialRtt = this.#initialRtt;
    facts.base = forward.base ?? 0;
    facts.reverseBase = reverse.base ?? 0;
    if ((segment.flags & TcpFlag.Syn) !== 0) settleScale(packet, forward, reverse);
    forward.selectivelyAcked = sackedOctets(packet);
    return facts;
  }

  /** The initial round trip: from the SYN to the first segment behind both SYNs. */
  #measureRtt(segment: Segment, forward: TcpFlow): void {
    const { flags, time, sequence } = segment;
    const syn = flags & (TcpFlag.Syn | TcpFlag.Ack);
    if (syn === TcpFlag.Syn) this.#syn = time;
    if (syn !== TcpFlag.Ack || this.#initialRtt !== undefined || this.#syn === undefined) return;
    if (sequence === advance(forward.base ?? 0, 1))
      this.#initialRtt = { from: this.#syn, to: time };
  }
}

function segmentOf(packet: Packet): Segment {
  const { view, transportStart: off } = packet;
  return {
    frame: packet.number,
    time: { seconds: packet.seconds, nanoseconds: packet.nanoseconds },
    sequence: tcp.sequence(view, off),
    acknowledgment: tcp.acknowledgment(view, off),
    length: Math.max(packet.payloadLength, 0),
    flags: packet.tcpFlags,
    window: tcp.window(view, off),
  };
}

/** Scaling is in use where both SYNs offer it (RFC 7323 §2.2); one that lacks it rules it out. */
function settleScale(packet: Packet, forward: TcpFlow, reverse: TcpFlow): void {
  const shift = scaleOption(packet);
  if (shift !== undefined) forward.scale = Math.min(shift, MAX_SCALE);
  if (forward.scale === WindowScale.Unknown) {
    forward.scale = WindowScale.Unused;
    reverse.scale = WindowScale.Unused;
  } else if ((packet.tcpFlags & TcpFlag.Ack) !== 0 && reverse.scale === WindowScale.Unused) {
    forward.scale = WindowScale.Unused;
  }
}

function scaleOption(packet: Packet): number | undefined {
  const off = findOption(packet, TcpOptionKind.WindowScale);
  return off < 0 || packet.view.getUint8(off + 1) !== 3 ? undefined : packet.view.getUint8(off + 2);
}

/** Octets in the blocks of the segment's selective acknowledgment (RFC 2018 §3). */
function sackedOctets(packet: Packet): number {
  const { view } = packet;
  const off = findOption(packet, TcpOptionKind.Sack);
  if (off < 0) return 0;
  const end = off + view.getUint8(off + 1);
  let octets = 0;
  for (let at = off + 2; at + 8 <= end; at += 8) {
    octets += distance(view.getUint32(at), view.getUint32(at + 4));
  }
  return octets;
}

/** Offset of the option of this kind, which has a length; -1 where the segment has none. */
function findOption(packet: Packet, kind: number): number {
  const { view, transportStart, payloadStart } = packet;
  for (let off = transportStart + tcp.MIN_HEADER_LEN; off < payloadStart; ) {
    const length = optionLength(view, off, payloadStart);
    if (length === 0) return -1;
    if (view.getUint8(off) === kind) return off;
    off += length;
  }
  return -1;
}
