/** Fields of the TCP header. */

import { defineField, type FieldSpec } from "../field.ts";
import type { Packet } from "../packet.ts";
import { Protocol } from "../protocol.ts";
import { advance } from "../stream/sequence.ts";
import type { TcpFacts } from "../stream/tcp-facts.ts";
import type { Tree } from "../tree.ts";
import * as tcp from "./tcp.ts";
import { ANALYSIS_FIELDS, addAnalysis, addTimes } from "./tcp-analysis-tree.ts";
import { dissectTcpOptions, TCP_OPTION_FIELDS, tcpOptionsInfo } from "./tcp-options.ts";

const SRC_PORT = defineField("tcp.srcport", "uint16", "Source Port", { aliases: ["tcp.port"] });
const DST_PORT = defineField("tcp.dstport", "uint16", "Destination Port", {
  aliases: ["tcp.port"],
});
const STREAM = defineField("tcp.stream", "uint32", "Stream index");
const LENGTH = defineField("tcp.len", "uint32", "TCP Segment Len");
const RELATIVE = defineField("tcp.seq", "uint32", "Sequence Number");
const NEXT = defineField("tcp.nxtseq", "uint32", "Next Sequence Number");
const RELATIVE_ACK = defineField("tcp.ack", "uint32", "Acknowledgment Number");
const WINDOW_SIZE = defineField("tcp.window_size", "uint32", "Calculated window size");
const WINDOW_FACTOR = defineField(
  "tcp.window_size_scalefactor",
  "int32",
  "Window size scaling factor",
  { values: { [-1]: "unknown", [-2]: "no window scaling used" } },
);
const SEQUENCE = defineField("tcp.seq_raw", "uint32", "Sequence Number (raw)");
const ACKNOWLEDGMENT = defineField("tcp.ack_raw", "uint32", "Acknowledgment Number (raw)");
const HEADER_LENGTH = defineField("tcp.hdr_len", "uint8", "Header Length");
const FLAGS = defineField("tcp.flags", "uint16", "Flags", { hex: true, mask: 0x0fff });
const RESERVED = defineField("tcp.flags.res", "boolean", "Reserved", { octets: 2, mask: 0x0e00 });
const WINDOW = defineField("tcp.window_size_value", "uint16", "Window");
const CHECKSUM = defineField("tcp.checksum", "uint16", "Checksum", { hex: true });
const URGENT = defineField("tcp.urgent_pointer", "uint16", "Urgent Pointer");
const RESET_CAUSE = defineField("tcp.reset_cause", "string", "Reset cause");
const SEGMENTS = defineField("tcp.segments", "protocol", "Reassembled TCP Segments");
const SEGMENT = defineField("tcp.segment", "frameNumber", "TCP Segment");
const SEGMENT_COUNT = defineField("tcp.segment.count", "uint32", "Segment count");
const REASSEMBLED_LENGTH = defineField(
  "tcp.reassembled.length",
  "uint32",
  "Reassembled TCP length",
);
const PAYLOAD = defineField("tcp.payload", "bytes", "TCP payload");

/** Highest bit first, as trees and the Info column list them. */
const FLAG_BITS = [
  flag("ns", "Accurate ECN", "AE", tcp.TcpFlag.Ns),
  flag("cwr", "Congestion Window Reduced", "CWR", tcp.TcpFlag.Cwr),
  flag("ece", "ECN-Echo", "ECE", tcp.TcpFlag.Ece),
  flag("urg", "Urgent", "URG", tcp.TcpFlag.Urg),
  flag("ack", "Acknowledgment", "ACK", tcp.TcpFlag.Ack),
  flag("push", "Push", "PSH", tcp.TcpFlag.Psh),
  flag("reset", "Reset", "RST", tcp.TcpFlag.Rst),
  flag("syn", "Syn", "SYN", tcp.TcpFlag.Syn),
  flag("fin", "Fin", "FIN", tcp.TcpFlag.Fin),
] as const;

interface FlagBit {
  readonly spec: FieldSpec;
  readonly short: string;
  readonly bit: number;
}

function flag(name: string, description: string, short: string, bit: number): FlagBit {
  const spec = defineField(`tcp.flags.${name}`, "boolean", description, { octets: 2, mask: bit });
  return { spec, short, bit };
}

export const TCP_FIELDS: readonly FieldSpec[] = [
  SRC_PORT,
  DST_PORT,
  STREAM,
  LENGTH,
  RELATIVE,
  SEQUENCE,
  NEXT,
  RELATIVE_ACK,
  ACKNOWLEDGMENT,
  HEADER_LENGTH,
  FLAGS,
  RESERVED,
  ...FLAG_BITS.map(({ spec }) => spec),
  WINDOW,
  WINDOW_SIZE,
  WINDOW_FACTOR,
  CHECKSUM,
  URGENT,
  ...TCP_OPTION_FIELDS,
  ...ANALYSIS_FIELDS,
  PAYLOAD,
  RESET_CAUSE,
  SEGMENTS,
  SEGMENT,
  SEGMENT_COUNT,
  REASSEMBLED_LENGTH,
];

/** Flags from the lowest bit up, as the Info column has them: `SYN, ACK`. */
function flagNames(flags: number): string {
  return FLAG_BITS.filter(({ bit }) => (flags & bit) !== 0)
    .map(({ short }) => short)
    .reverse()
    .join(", ");
}

/**
 * Adds layer `index` of the packet.
 *
 * A segment that an ICMP error quotes has no known length, and under ICMP for IPv4 no raw sequence
 * number either: what is left out is what tshark leaves out.
 */
export function dissectTcp(tree: Tree, index: number): void {
  const { packet } = tree;
  const start = packet.layerStart[index]!;
  const end = packet.layerEnd[index]!;
  const length = packet.layerLength[index]!;
  const quoted = packet.quotedFrom >= 0 && index >= packet.quotedFrom;
  const rawSequence = !quoted || packet.layerProtocol[packet.quotedFrom] !== Protocol.Ipv4;
  const { view } = tree;
  const isTelling = tree.has(start, tcp.TELLING_LEN);
  const headerLength = isTelling ? tcp.headerLength(view, start) : tcp.MIN_HEADER_LEN;
  const headerEnd = Math.min(start + Math.max(headerLength, tcp.MIN_HEADER_LEN), end);
  tree.layer("tcp", "Transmission Control Protocol", start, headerEnd);
  tree.add(SRC_PORT, start);
  if (tree.add(DST_PORT, start + 2) !== undefined) {
    tree.summarize(`Src Port: ${tcp.srcPort(view, start)}, Dst Port: ${tcp.dstPort(view, start)}`);
  }
  const stream = tree.transport?.stream;
  if (stream !== undefined) tree.value(STREAM, stream, start, start);
  if (!isTelling) return;
  const facts = tree.transport?.tcp;
  const hasLength = !quoted && length >= headerLength;
  if (hasLength) tree.value(LENGTH, length - headerLength, start + 12, start + 13);
  if (facts !== undefined) {
    tree.value(RELATIVE, relativeSequence(view, start, facts), start + 4, start + 8);
  }
  if (rawSequence) tree.add(SEQUENCE, start + 4);
  if (facts !== undefined && hasLength) {
    const octets = length - headerLength + virtualOctets(tcp.flags(view, start));
    const next = advance(relativeSequence(view, start, facts), octets);
    tree.value(NEXT, next, start, start);
  }
  const bogus = headerLength < tcp.MIN_HEADER_LEN;
  if (!bogus) {
    if (facts !== undefined) {
      tree.value(RELATIVE_ACK, relativeAck(view, start, facts), start + 8, start + 12);
    }
    tree.add(ACKNOWLEDGMENT, start + 8);
  }
  tree.value(HEADER_LENGTH, headerLength, start + 12, start + 13);
  if (bogus) return;
  tree.inside(tree.add(FLAGS, start + 12), (flags) => {
    tree.add(RESERVED, start + 12);
    for (const { spec } of FLAG_BITS) tree.add(spec, start + 12);
    const names = flagNames(tcp.flags(view, start));
    if (names !== "") flags.text = `${flags.raw} (${names})`;
  });
  tree.add(WINDOW, start + 14);
  if (facts !== undefined) addWindow(tree, start, facts);
  tree.add(CHECKSUM, start + 16);
  tree.add(URGENT, start + 18);
  dissectTcpOptions(tree, start + tcp.MIN_HEADER_LEN, headerEnd);
  if (facts !== undefined) {
    addTimes(tree, facts, start);
    addAnalysis(tree, facts, start);
  }
  if (headerEnd >= end) return;
  tree.add(PAYLOAD, headerEnd, end - headerEnd);
  const isReset = (tcp.flags(view, start) & tcp.TcpFlag.Rst) !== 0;
  if (isReset && !quoted) tree.add(RESET_CAUSE, headerEnd, end - headerEnd);
}

/** Adds to the packet's TCP layer what a message was put together from. */
export function addSegments(tree: Tree, frames: readonly number[], length: number): void {
  const layer = tree.layers.findLast(({ protocol }) => protocol === "tcp");
  if (layer === undefined) return;
  const at = tree.packet.payloadStart;
  const text = `${frames.length} Reassembled TCP Segments (${length} bytes)`;
  tree.reopen(layer, () => {
    tree.inside(tree.group(SEGMENTS, at, at, text), () => {
      for (const frame of frames) tree.value(SEGMENT, frame, at, at);
      tree.value(SEGMENT_COUNT, frames.length, at, at);
      tree.value(REASSEMBLED_LENGTH, length, at, at);
    });
  });
}

/** SYN and FIN count as one octet each in the sequence space. */
function virtualOctets(flags: number): number {
  return (flags & (tcp.TcpFlag.Syn | tcp.TcpFlag.Fin)) === 0 ? 0 : 1;
}

function relativeSequence(view: DataView, off: number, facts: TcpFacts): number {
  return advance(tcp.sequence(view, off), -facts.base);
}

/** As sent where the segment acknowledges nothing. */
function relativeAck(view: DataView, off: number, facts: TcpFacts): number {
  const acknowledgment = tcp.acknowledgment(view, off);
  if ((tcp.flags(view, off) & tcp.TcpFlag.Ack) === 0) return acknowledgment;
  return advance(acknowledgment, -facts.reverseBase);
}

/** The window in octets: scaled where the handshake agreed on it, which the handshake itself never is. */
function windowSize(view: DataView, off: number, facts: TcpFacts | undefined): number {
  const window = tcp.window(view, off);
  const isSyn = (tcp.flags(view, off) & tcp.TcpFlag.Syn) !== 0;
  return facts === undefined || facts.scale < 0 || isSyn ? window : window * 2 ** facts.scale;
}

function addWindow(tree: Tree, start: number, facts: TcpFacts): void {
  const { view } = tree;
  const at = start + 14;
  tree.value(WINDOW_SIZE, windowSize(view, start, facts), at, at + 2);
  if ((tcp.flags(view, start) & tcp.TcpFlag.Syn) !== 0) return;
  tree.value(WINDOW_FACTOR, facts.scale < 0 ? facts.scale : 2 ** facts.scale, at, at + 2);
}

/**
 * One line: `51544 → 443 [SYN] Seq=0 Win=64240 Len=0 MSS=1460`.
 *
 * @param facts of the segment's connection; without them, numbers are as sent
 */
export function tcpInfo(packet: Packet, facts?: TcpFacts): string {
  const ports = `${packet.sourcePort} → ${packet.destinationPort}`;
  const off = packet.transportStart;
  if (off < 0) return ports;
  const { view } = packet;
  const sequence =
    facts === undefined ? tcp.sequence(view, off) : relativeSequence(view, off, facts);
  const acked = facts === undefined ? tcp.acknowledgment(view, off) : relativeAck(view, off, facts);
  const ack = (packet.tcpFlags & tcp.TcpFlag.Ack) !== 0 ? ` Ack=${acked}` : "";
  const info =
    `${ports} [${flagNames(packet.tcpFlags) || "<None>"}] Seq=${sequence}${ack}` +
    ` Win=${windowSize(view, off, facts)}`;
  const options = off + tcp.MIN_HEADER_LEN;
  if (options > packet.end) return info;
  const end = Math.min(off + tcp.headerLength(view, off), packet.end);
  const length = Math.max(packet.payloadLength, 0);
  return `${info} Len=${length}${tcpOptionsInfo(view, options, end, facts?.reverseBase)}`;
}
