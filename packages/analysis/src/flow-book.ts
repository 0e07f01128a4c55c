/**
 * Enters each IP packet into its flow: finds or opens it, ends those that are over, follows the TCP
 * state, has it identified, counts. The hot path.
 */
import type { Packet, Protocol } from "@wirescope/decode";
import type { FlowHealth } from "./flow-health.ts";
import {
  BY_PORT,
  BYTES,
  FIN_SHIFT,
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  HAS_SEQUENCE,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  META,
  ORIGINATOR_HIGH,
  PACKETS,
  PAYLOAD,
  PENDING_BYTES,
  PENDING_PACKETS,
  PROTOCOL_MASK,
  SEQUENCE_SHIFT,
  SERVICE,
  STATE_MASK,
  STATE_SHIFT,
  TUNNEL,
  WATCHED,
} from "./flow-layout.ts";
import {
  FlowState,
  firstTcpState,
  nextTcpState,
  TCP_ACK,
  TCP_EVENTS,
  TCP_FIN,
  TCP_SYN,
} from "./flow-state.ts";
import type { FlowTable } from "./flow-table.ts";
import { isIcmpReply } from "./icmp-exchange.ts";
import type { Identification } from "./identification.ts";
import { IP_PROTOCOL_ICMPV6, IP_PROTOCOL_TCP } from "./ip-protocol.ts";
import type { LinkAddresses } from "./link-addresses.ts";
import type { ProtocolCounters } from "./protocol-counters.ts";
import { servicePort } from "./service-port.ts";
import type { Settlement } from "./settlement.ts";
import type { SliceLedger } from "./slice-ledger.ts";
import type { Totals } from "./totals.ts";
import { tunnelOf } from "./tunnel-protocol.ts";

/** Largest count that the pending columns hold. */
const MAX_PENDING = 0xffff_ffff;

/** Offset of the lower half of the sequence number in the TCP header (RFC 9293 §3.1). */
const LOW_SEQUENCE = 6;

/** Lower half of the sequence number: tells a repeated SYN from a new one but once in 65,536 times. */
function lowSequence(packet: Packet): number {
  return packet.view.getUint16(packet.transportStart + LOW_SEQUENCE);
}

/**
 * Whether the first packet that is seen of a connection comes from its responder: it answers a SYN, or
 * the connection is joined in the middle and the packet comes from the port that stands for a service.
 */
function isFromTcpResponder(packet: Packet): boolean {
  if ((packet.tcpFlags & TCP_SYN) !== 0) return (packet.tcpFlags & TCP_ACK) !== 0;
  if (packet.sourcePort === packet.destinationPort) return false;
  return servicePort(packet, false) === packet.sourcePort;
}

export interface FlowBookParts {
  readonly totals: Totals;
  readonly flows: FlowTable;
  readonly protocols: ProtocolCounters;
  readonly addresses: LinkAddresses;
  readonly settlement: Settlement;
  readonly identification: Identification;
  readonly health: FlowHealth;
  readonly ledger: SliceLedger | undefined;
  /** As in the options: 0 for never. */
  readonly idleSeconds: number;
}

export class FlowBook {
  readonly #totals: Totals;
  readonly #flows: FlowTable;
  readonly #protocols: ProtocolCounters;
  readonly #addresses: LinkAddresses;
  readonly #settlement: Settlement;
  readonly #identification: Identification;
  readonly #health: FlowHealth;
  readonly #ledger: SliceLedger | undefined;
  readonly #idleSeconds: number;

  constructor(parts: FlowBookParts) {
    this.#totals = parts.totals;
    this.#flows = parts.flows;
    this.#protocols = parts.protocols;
    this.#addresses = parts.addresses;
    this.#settlement = parts.settlement;
    this.#identification = parts.identification;
    this.#health = parts.health;
    this.#ledger = parts.ledger;
    this.#idleSeconds = parts.idleSeconds === 0 ? Number.POSITIVE_INFINITY : parts.idleSeconds;
  }

  /** Row of the flow that the packet belongs to, -1 where there is none; counts nothing. */
  find(packet: Packet): number {
    this.#flows.key.fill(packet);
    return this.#flows.find();
  }

  /** Counts a packet with an IP header in its flow and gives it the flow's protocol. */
  add(packet: Packet): void {
    const flows = this.#flows;
    flows.key.fill(packet);
    let row = flows.find();
    if (row >= 0 && this.#isOver(row, packet)) {
      flows.retire(row);
      row = -1;
    }
    const ledger = this.#ledger;
    if (row < 0) {
      row = this.#open(packet);
    } else if (
      ledger !== undefined &&
      flows.doubles[row * FLOW_DOUBLES + LAST_SECONDS]! < ledger.horizon
    ) {
      ledger.begin(row, packet.seconds, packet.nanoseconds);
    }

    const words = flows.words;
    const base = row * FLOW_WORDS;
    const isHigh = (words[base + META]! & ORIGINATOR_HIGH) !== 0;
    const side = flows.key.forward !== isHigh ? 0 : 1;
    if (packet.ipProtocol === IP_PROTOCOL_TCP) {
      this.#follow(base, packet, side);
      if (packet.transportStart >= 0) this.#health.tcp.follow(row, packet, side);
    } else if (packet.ipProtocol === IP_PROTOCOL_ICMPV6) {
      this.#addresses.learnDiscovery(packet);
    }
    if (this.#identification.watches(words[base + META]!, side)) {
      if (packet.payloadEnd > packet.payloadStart) this.#identification.look(row, packet, side);
      else if (packet.payloadLength > 0) this.#identification.lookAtPorts(row, packet, side);
    }
    this.#count(row, packet, side);
    const meta = words[base + META]!;
    packet.protocol = (meta & PROTOCOL_MASK) as Protocol;
    packet.protocolByPort = (meta & BY_PORT) !== 0;
  }

  /**
   * True when the packet begins another flow than the one found: after too long a silence, or with a
   * SYN that doesn't repeat the one that the connection began with.
   */
  #isOver(row: number, packet: Packet): boolean {
    const last = this.#flows.doubles[row * FLOW_DOUBLES + LAST_SECONDS]!;
    if (packet.seconds - last > this.#idleSeconds) return true;
    if ((packet.tcpFlags & (TCP_SYN | TCP_ACK)) !== TCP_SYN) return false;
    const base = row * FLOW_WORDS;
    const meta = this.#flows.words[base + META]!;
    if ((meta & HAS_SEQUENCE) === 0) {
      return (meta & STATE_MASK) >>> STATE_SHIFT > FlowState.Handshake;
    }
    const isOriginator = this.#flows.key.forward === ((meta & ORIGINATOR_HIGH) === 0);
    const sequence = this.#flows.words[base + SERVICE]! >>> SEQUENCE_SHIFT;
    return isOriginator && lowSequence(packet) !== sequence;
  }

  #open(packet: Packet): number {
    const flows = this.#flows;
    const row = flows.open(packet.seconds);
    const base = row * FLOW_WORDS;
    const words = flows.words;
    const isTcp = packet.ipProtocol === IP_PROTOCOL_TCP && packet.sourcePort >= 0;
    const flags = packet.tcpFlags;
    const fromResponder = isTcp ? isFromTcpResponder(packet) : isIcmpReply(packet);
    let meta: number = packet.protocol;
    if (packet.protocolByPort) meta |= BY_PORT;
    if (flows.key.forward === fromResponder) meta |= ORIGINATOR_HIGH;
    if (isTcp) meta |= firstTcpState(flags) << STATE_SHIFT;
    if (packet.sourcePort >= 0) {
      meta |= WATCHED;
      words[base + SERVICE] = servicePort(packet, fromResponder);
    }
    if (isTcp && (flags & (TCP_SYN | TCP_ACK)) === TCP_SYN) {
      meta |= HAS_SEQUENCE;
      words[base + SERVICE]! |= lowSequence(packet) << SEQUENCE_SHIFT;
    }
    words[base + META] = meta;
    this.#health.open(row, isTcp);
    if (packet.tunnelDepth > 0) words[base + TUNNEL] = tunnelOf(packet);
    words[base + FIRST_NANOSECONDS] = packet.nanoseconds;
    words[base + LAST_NANOSECONDS] = packet.nanoseconds;
    flows.doubles[row * FLOW_DOUBLES + FIRST_SECONDS] = packet.seconds;
    flows.doubles[row * FLOW_DOUBLES + LAST_SECONDS] = packet.seconds;
    this.#totals.flowsSeen++;
    this.#protocols.addFlow(packet.protocol);
    this.#addresses.learnSource(packet);
    this.#ledger?.open(row);
    return row;
  }

  #follow(base: number, packet: Packet, side: number): void {
    const words = this.#flows.words;
    const meta = words[base + META]!;
    const state = (meta & STATE_MASK) >>> STATE_SHIFT;
    const flags = packet.tcpFlags;
    if ((flags & TCP_EVENTS) === 0 && state !== FlowState.Handshake) return;
    const fins = (meta >>> FIN_SHIFT) | ((flags & TCP_FIN) !== 0 ? 1 << side : 0);
    const next = nextTcpState(state as FlowState, flags, (fins & 3) === 3, side === 0);
    words[base + META] = (meta & ~STATE_MASK) | (next << STATE_SHIFT) | ((fins & 3) << FIN_SHIFT);
  }

  #count(row: number, packet: Packet, side: number): void {
    const { words, doubles } = this.#flows;
    const base = row * FLOW_WORDS;
    const d = row * FLOW_DOUBLES;
    const bytes = packet.originalLength;
    if ((words[base + PENDING_BYTES + side]! >>> 0) + bytes > MAX_PENDING)
      this.#settlement.settle(row);
    const pending = words[base + PENDING_PACKETS]! + words[base + PENDING_PACKETS + 1]!;
    if (pending === 0) this.#settlement.mark(row);
    doubles[d + PACKETS + side]!++;
    doubles[d + BYTES + side]! += bytes;
    doubles[d + PAYLOAD + side]! += packet.payloadLength;
    words[base + PENDING_PACKETS + side]!++;
    words[base + PENDING_BYTES + side]! += bytes;

    const { seconds, nanoseconds } = packet;
    const last = doubles[d + LAST_SECONDS]!;
    if (seconds > last || (seconds === last && nanoseconds > words[base + LAST_NANOSECONDS]!)) {
      doubles[d + LAST_SECONDS] = seconds;
      words[base + LAST_NANOSECONDS] = nanoseconds;
      return;
    }
    this.#ledger?.extendBack(row, seconds, nanoseconds);
    const first = doubles[d + FIRST_SECONDS]!;
    if (seconds < first || (seconds === first && nanoseconds < words[base + FIRST_NANOSECONDS]!)) {
      doubles[d + FIRST_SECONDS] = seconds;
      words[base + FIRST_NANOSECONDS] = nanoseconds;
    }
  }
}
