/** Fields of what a TCP connection's history tells of a segment: times, round trips, and its marks. */

import { defineField, type FieldSpec } from "../field.ts";
import { type CaptureTime, nanosecondsBetween, spanText } from "../stream/capture-time.ts";
import type { TcpFacts } from "../stream/tcp-facts.ts";
import { TcpMark } from "../stream/tcp-mark.ts";
import type { Tree } from "../tree.ts";

const RELATIVE_TIME = defineField(
  "tcp.time_relative",
  "relativeTime",
  "Time since first frame in this TCP stream",
);
const DELTA_TIME = defineField(
  "tcp.time_delta",
  "relativeTime",
  "Time since previous frame in this TCP stream",
);
const ANALYSIS = defineField("tcp.analysis", "protocol", "SEQ/ACK analysis");
const ACKS_FRAME = defineField(
  "tcp.analysis.acks_frame",
  "frameNumber",
  "This is an ACK to the segment in frame",
);
const ACK_RTT = defineField(
  "tcp.analysis.ack_rtt",
  "relativeTime",
  "The RTT to ACK the segment was",
);
const INITIAL_RTT = defineField("tcp.analysis.initial_rtt", "relativeTime", "iRTT");
const IN_FLIGHT = defineField("tcp.analysis.bytes_in_flight", "uint32", "Bytes in flight");
const PUSHED = defineField(
  "tcp.analysis.push_bytes_sent",
  "uint32",
  "Bytes sent since last PSH flag",
);
const FLAGS = defineField("tcp.analysis.flags", "protocol", "TCP Analysis Flags");
const RTO = defineField("tcp.analysis.rto", "relativeTime", "The RTO for this segment was");
const RTO_FRAME = defineField(
  "tcp.analysis.rto_frame",
  "frameNumber",
  "RTO based on delta from frame",
);
const DUPLICATE_NUMBER = defineField("tcp.analysis.duplicate_ack_num", "uint32", "Duplicate ACK #");
const DUPLICATE_FRAME = defineField(
  "tcp.analysis.duplicate_ack_frame",
  "frameNumber",
  "Duplicate to the ACK in frame",
);

interface MarkText {
  readonly bit: number;
  readonly spec: FieldSpec;
  /** What the Info column says; marks that stand further down here stand further left there. */
  readonly info: string;
}

function mark(bit: number, name: string, description: string, info: string): MarkText {
  return { bit, spec: defineField(`tcp.analysis.${name}`, "protocol", description), info };
}

const RETRANSMISSION = defineField(
  "tcp.analysis.retransmission",
  "protocol",
  "This frame is a (suspected) retransmission",
);

/** In the order of the tree. */
const MARKS: readonly MarkText[] = [
  mark(
    TcpMark.ReusedPorts,
    "reused_ports",
    "A new tcp session is started with the same ports as an earlier session in this trace",
    "TCP Port numbers reused",
  ),
  { bit: TcpMark.Retransmission, spec: RETRANSMISSION, info: "TCP Retransmission" },
  mark(
    TcpMark.FastRetransmission,
    "fast_retransmission",
    "This frame is a (suspected) fast retransmission",
    "TCP Fast Retransmission",
  ),
  mark(
    TcpMark.SpuriousRetransmission,
    "spurious_retransmission",
    "This frame is a (suspected) spurious retransmission",
    "TCP Spurious Retransmission",
  ),
  mark(
    TcpMark.OutOfOrder,
    "out_of_order",
    "This frame is a (suspected) out-of-order segment",
    "TCP Out-Of-Order",
  ),
  mark(
    TcpMark.LostSegment,
    "lost_segment",
    "Previous segment(s) not captured (common at capture start)",
    "TCP Previous segment not captured",
  ),
  mark(
    TcpMark.AckedLostSegment,
    "ack_lost_segment",
    "ACKed segment that wasn't captured (common at capture start)",
    "TCP ACKed unseen segment",
  ),
  mark(TcpMark.WindowUpdate, "window_update", "TCP window update", "TCP Window Update"),
  mark(
    TcpMark.WindowFull,
    "window_full",
    "TCP window specified by the receiver is now completely full",
    "TCP Window Full",
  ),
  mark(TcpMark.KeepAlive, "keep_alive", "TCP keep-alive segment", "TCP Keep-Alive"),
  mark(
    TcpMark.KeepAliveAck,
    "keep_alive_ack",
    "ACK to a TCP keep-alive segment",
    "TCP Keep-Alive ACK",
  ),
  mark(TcpMark.DuplicateAck, "duplicate_ack", "Duplicate ACK", "TCP Dup ACK"),
  mark(
    TcpMark.ZeroWindowProbe,
    "zero_window_probe",
    "TCP Zero Window Probe",
    "TCP ZeroWindowProbe",
  ),
  mark(TcpMark.ZeroWindow, "zero_window", "TCP Zero Window segment", "TCP ZeroWindow"),
  mark(
    TcpMark.ZeroWindowProbeAck,
    "zero_window_probe_ack",
    "ACK to a TCP Zero Window Probe",
    "TCP ZeroWindowProbeAck",
  ),
];

/** Marks that are a retransmission in particular, and have the field of one as well. */
const RETRANSMISSIONS = TcpMark.FastRetransmission | TcpMark.SpuriousRetransmission;

export const ANALYSIS_FIELDS: readonly FieldSpec[] = [
  RELATIVE_TIME,
  DELTA_TIME,
  ANALYSIS,
  ACKS_FRAME,
  ACK_RTT,
  INITIAL_RTT,
  IN_FLIGHT,
  PUSHED,
  FLAGS,
  ...MARKS.map(({ spec }) => spec),
  RTO,
  RTO_FRAME,
  DUPLICATE_NUMBER,
  DUPLICATE_FRAME,
];

/** Adds the times since the connection's first and previous packets. */
export function addTimes(tree: Tree, facts: TcpFacts, at: number): void {
  const now = tree.packet;
  if (tree.transport?.stream !== undefined) {
    tree.value(RELATIVE_TIME, spanText(facts.first, now), at, at);
  }
  tree.value(DELTA_TIME, spanText(facts.previous, now), at, at);
}

/** Adds what the segment acknowledges and how it is marked; nothing where there is nothing to tell. */
export function addAnalysis(tree: Tree, facts: TcpFacts, at: number): void {
  const { acked, initialRtt, bytesInFlight, pushBytes, marks } = facts;
  if (acked === undefined && bytesInFlight === 0 && pushBytes === 0 && marks === 0) return;
  tree.inside(tree.present(ANALYSIS, at, at), () => {
    if (acked !== undefined) {
      tree.value(ACKS_FRAME, acked.frame, at, at);
      addSpan(tree, ACK_RTT, acked.time, at);
    }
    if (initialRtt !== undefined) {
      tree.value(INITIAL_RTT, spanText(initialRtt.from, initialRtt.to), at, at);
    }
    if (bytesInFlight > 0) tree.value(IN_FLIGHT, bytesInFlight, at, at);
    if (pushBytes > 0) tree.value(PUSHED, pushBytes, at, at);
    if (marks !== 0) addMarks(tree, facts, at);
  });
}

function addMarks(tree: Tree, facts: TcpFacts, at: number): void {
  const { marks, retransmitted, duplicateAck } = facts;
  tree.inside(tree.present(FLAGS, at, at), () => {
    for (const { bit, spec } of MARKS) {
      if ((marks & bit) !== 0) tree.present(spec, at, at);
      const isSpecial = (bit & RETRANSMISSIONS) !== 0 && (marks & bit) !== 0;
      if (isSpecial) tree.present(RETRANSMISSION, at, at);
    }
    if (retransmitted === undefined) return;
    const rto = addSpan(tree, RTO, retransmitted.time, at);
    if (rto) tree.value(RTO_FRAME, retransmitted.frame, at, at);
  });
  if (duplicateAck === undefined) return;
  tree.value(DUPLICATE_NUMBER, duplicateAck.number, at, at);
  tree.value(DUPLICATE_FRAME, duplicateAck.frame, at, at);
}

/** Adds the time since `from`; no time at all is not told. */
function addSpan(tree: Tree, spec: FieldSpec, from: CaptureTime, at: number): boolean {
  if (nanosecondsBetween(from, tree.packet) === 0) return false;
  tree.value(spec, spanText(from, tree.packet), at, at);
  return true;
}

/** What stands before the Info text of a marked segment: `[TCP Dup ACK 12#1] `. */
export function markInfo(facts: TcpFacts): string {
  let text = "";
  for (const { bit, info } of MARKS) {
    if ((facts.marks & bit) === 0) continue;
    const { duplicateAck } = facts;
    const repeats = bit === TcpMark.DuplicateAck && duplicateAck !== undefined;
    const number = repeats ? ` ${duplicateAck.frame}#${duplicateAck.number}` : "";
    text = `[${info}${number}] ${text}`;
  }
  return text;
}
