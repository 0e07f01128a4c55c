/**
 * Finds out what each flow is and what its ends are called, from the first few packets with payload.
 *
 * Content decides for good; a port number is a guess that content may still overrule. Counters follow:
 * what a flow counted before it was known moves to what it turned out to be.
 */
import { identify, NameReader, Packet, Protocol, readNames } from "@wirescope/decode";
import type { FlowHealth } from "./flow-health.ts";
import {
  BY_PORT,
  BYTES,
  COLLECTED,
  FIRST_NANOSECONDS,
  FIRST_SECONDS,
  FLOW_DOUBLES,
  FLOW_WORDS,
  IDENTIFIED,
  LAST_NANOSECONDS,
  LAST_SECONDS,
  LOOKS_SHIFT,
  META,
  NAME,
  NAME_LOOKS_MASK,
  NAME_LOOKS_SHIFT,
  PACKETS,
  PROTOCOL_MASK,
  WATCHED,
} from "./flow-layout.ts";
import { FlowNamer, type FlowNamerParts } from "./flow-namer.ts";
import type { FlowTable } from "./flow-table.ts";
import { IP_PROTOCOL_TCP } from "./ip-protocol.ts";
import { sequenceAt, takeSummary } from "./joined-packet.ts";
import { messageEnd } from "./message-end.ts";
import { MANY_NAMES, NO_NAMES, naming, ONE_NAME } from "./naming.ts";
import type { ProtocolCounters } from "./protocol-counters.ts";
import { HEAD_LENGTH, type StreamHead, StreamHeads } from "./stream-heads.ts";
import type { Timeline } from "./timeline.ts";

/** Packets with payload that are looked at per direction before a flow stays unknown. */
const MAX_LOOKS = 4;
const LOOKS_MASK = 7;
/** Packets with payload that a server name is looked for in. */
const MAX_NAME_LOOKS = 15;

/** A first segment that may be too short to tell what it begins, such as the length alone of a DNS message. */
const SHORT = 24;
/** Messages read from one packet. */
const MAX_MESSAGES = 64;

/** QUIC packets opened per second of the capture's time, about a tenth of a processor's. */
const MAX_OPENINGS = 500;

/** Packets of a side that were looked at, as META has it. */
function looksOf(meta: number, side: number): number {
  return (meta >>> (LOOKS_SHIFT + 3 * side)) & LOOKS_MASK;
}

/** True where the content itself shows a message of the protocol to begin. */
function begins(packet: Packet, protocol: number): boolean {
  return identify(packet) === protocol && !packet.protocolByPort;
}

export interface IdentificationParts extends FlowNamerParts {
  readonly protocols: ProtocolCounters;
  readonly timeline: Timeline;
  readonly health: FlowHealth;
}

export class Identification {
  readonly #flows: FlowTable;
  readonly #protocols: ProtocolCounters;
  readonly #timeline: Timeline;
  readonly #namer: FlowNamer;
  readonly #health: FlowHealth;
  readonly #heads: StreamHeads = new StreamHeads();
  /** Remembers hellos that take several datagrams. */
  readonly #reader: NameReader = new NameReader();
  /** Stands for what was put together from several packets. */
  readonly #joined: Packet = new Packet();
  /** QUIC packets opened in the second at hand. */
  #openings = 0;
  #openingSecond: number = Number.NaN;

  constructor(parts: IdentificationParts) {
    this.#flows = parts.flows;
    this.#protocols = parts.protocols;
    this.#timeline = parts.timeline;
    this.#namer = new FlowNamer(parts);
    this.#health = parts.health;
  }

  /** Octets that the collected beginnings of messages take. */
  get memoryLength(): number {
    return this.#heads.memoryLength;
  }

  /** Forgets what was collected of a flow that leaves. */
  leave(row: number): void {
    if ((this.#flows.words[row * FLOW_WORDS + META]! & COLLECTED) !== 0) this.#heads.leave(row);
    this.#reader.forget(row);
  }

  /** Whether a packet of a side can say more of a flow with these bits of META. */
  watches(meta: number, side: number): boolean {
    if ((meta & WATCHED) === 0) return false;
    return (meta & (IDENTIFIED | COLLECTED | BY_PORT)) !== 0 || looksOf(meta, side) < MAX_LOOKS;
  }

  /**
   * Looks at a packet with payload of a watched flow, before the packet is counted.
   *
   * @param side 0 from the originator, 1 from the responder.
   */
  look(row: number, packet: Packet, side: number): void {
    const meta = this.#flows.words[row * FLOW_WORDS + META]!;
    const head = (meta & COLLECTED) === 0 ? undefined : this.#heads.find(row, side);
    if (head !== undefined) {
      this.#goOn(row, head, packet);
      return;
    }
    const isFirst = looksOf(meta, side) === 0;
    const rest = this.#lookAt(row, packet, side);
    if (packet.ipProtocol !== IP_PROTOCOL_TCP || packet.transportStart < 0) return;
    // What the capture has cut can't be put together.
    if (packet.payloadLength > packet.payloadEnd - packet.payloadStart) return;
    const missing = isFirst ? this.#health.holeStart(row, side) : undefined;
    if (!this.#needsMore(row, packet, rest, isFirst, missing !== undefined)) return;
    const sequence = missing ?? sequenceAt(packet, rest);
    this.#heads.begin(row, side, sequence, this.#ended).add(packet, rest);
    this.#flows.words[row * FLOW_WORDS + META]! |= COLLECTED | WATCHED;
  }

  /** Takes note of a packet of a watched flow of whose payload nothing was captured, before it is counted. */
  lookAtPorts(row: number, packet: Packet, side: number): void {
    const at = row * FLOW_WORDS + META;
    const words = this.#flows.words;
    if ((words[at]! & IDENTIFIED) === 0) this.#identify(row, packet, side);
    if (this.#exhausted(words[at]!) && (words[at]! & COLLECTED) === 0) words[at]! &= ~WATCHED;
  }

  /** Looks at a packet on its own; returns the offset of what is left over behind its whole messages. */
  #lookAt(row: number, packet: Packet, side: number): number {
    const at = row * FLOW_WORDS + META;
    const words = this.#flows.words;
    if ((words[at]! & IDENTIFIED) === 0) this.#identify(row, packet, side);
    const meta = words[at]!;
    const kind = naming(meta & PROTOCOL_MASK);
    let rest = packet.payloadStart;
    let watched = (meta & IDENTIFIED) === 0 && !this.#exhausted(meta);
    if (kind === MANY_NAMES || (kind === ONE_NAME && this.#wantsName(row))) {
      if (kind === ONE_NAME) words[at]! += 1 << NAME_LOOKS_SHIFT;
      this.#namer.turnTo(row, packet);
      packet.protocol = (meta & PROTOCOL_MASK) as Protocol;
      if (kind === MANY_NAMES) rest = this.#readMessages(row, packet);
      else if (this.#affords(packet, side)) this.#reader.read(packet, row, this.#namer);
      watched ||= kind === MANY_NAMES || this.#wantsName(row);
    }
    if (!watched && (words[at]! & COLLECTED) === 0) words[at]! &= ~WATCHED;
    return rest;
  }

  /** Reads each message of a packet; returns where the one begins that isn't whole. */
  #readMessages(row: number, packet: Packet): number {
    const { view, payloadStart, payloadEnd } = packet;
    if (packet.ipProtocol !== IP_PROTOCOL_TCP) {
      readNames(packet, this.#namer);
      this.#health.takeQuery(row, packet);
      return payloadEnd;
    }
    let off = payloadStart;
    for (let i = 0; i < MAX_MESSAGES && off < payloadEnd; i++) {
      const end = off + messageEnd(packet.protocol, view, off, payloadEnd);
      if (end === off || end > payloadEnd) break;
      packet.payloadStart = off;
      packet.payloadEnd = end;
      readNames(packet, this.#namer);
      this.#health.takeQuery(row, packet);
      off = end;
    }
    packet.payloadStart = payloadStart;
    packet.payloadEnd = payloadEnd;
    // What is there of a message says what it asks for.
    if (off === payloadStart) readNames(packet, this.#namer);
    return off;
  }

  /**
   * Whether the packets to come can say more of what begins at `off`.
   *
   * @param isFirst The packet is the first of its side that is looked at.
   * @param isAhead Segments before it are missing.
   */
  #needsMore(
    row: number,
    packet: Packet,
    off: number,
    isFirst: boolean,
    isAhead: boolean,
  ): boolean {
    const meta = this.#flows.words[row * FLOW_WORDS + META]!;
    const { view, payloadEnd } = packet;
    if ((meta & IDENTIFIED) === 0) {
      return isFirst && (isAhead || payloadEnd - packet.payloadStart < SHORT);
    }
    const protocol = meta & PROTOCOL_MASK;
    const kind = naming(protocol);
    if (kind === NO_NAMES || off >= payloadEnd) return false;
    // Only where a message begins does its length say anything.
    if (kind === ONE_NAME && !(this.#wantsName(row) && begins(packet, protocol))) return false;
    const length = messageEnd(protocol, view, off, payloadEnd);
    if (length !== Number.POSITIVE_INFINITY && length > HEAD_LENGTH) return false;
    return length > payloadEnd - off;
  }

  /** Adds a packet to what is there of its message, and looks at all of it. */
  #goOn(row: number, head: StreamHead, packet: Packet): void {
    if (!head.add(packet, packet.payloadStart)) {
      if (head.isExhausted) this.#end(row, head);
      return;
    }
    const joined = this.#joined;
    takeSummary(joined, packet);
    joined.view = head.view;
    joined.payloadStart = 0;
    joined.payloadEnd = head.whole;
    joined.payloadLength = head.whole;
    const rest = this.#lookAt(row, joined, head.side);
    const meta = this.#flows.words[row * FLOW_WORDS + META]!;
    if (head.isExhausted || !this.#needsMore(row, joined, rest, !this.#exhausted(meta), false)) {
      this.#end(row, head);
    } else if (rest > 0) {
      head.drop(rest);
    }
    // What came before may have nothing to do with it.
    if ((meta & IDENTIFIED) === 0) this.#lookAt(row, packet, head.side);
  }

  #end(row: number, head: StreamHead): void {
    head.row = -1;
    this.#ended(row, head.side);
  }

  /** A side of a flow is not collected any more. */
  readonly #ended = (row: number, side: number): void => {
    if (this.#heads.find(row, 1 - side) !== undefined) return;
    this.#flows.words[row * FLOW_WORDS + META]! &= ~COLLECTED;
  };

  #identify(row: number, packet: Packet, side: number): void {
    const words = this.#flows.words;
    const at = row * FLOW_WORDS + META;
    const meta = words[at]!;
    const shift = LOOKS_SHIFT + 3 * side;
    const looks = (meta >>> shift) & LOOKS_MASK;
    if (looks >= MAX_LOOKS) return;
    words[at] = meta + (1 << shift);
    const protocol = identify(packet);
    const isPlain =
      protocol === Protocol.Tcp || protocol === Protocol.Udp || protocol === Protocol.Sctp;
    if (isPlain) return;
    if (packet.protocolByPort) {
      if ((meta & BY_PORT) === 0) this.#become(row, protocol, BY_PORT);
      return;
    }
    this.#become(row, protocol, IDENTIFIED);
  }

  /** Gives a flow its protocol and moves what it has counted so far. */
  #become(row: number, protocol: number, how: number): void {
    const { words, doubles } = this.#flows;
    const base = row * FLOW_WORDS;
    const doubleBase = row * FLOW_DOUBLES;
    const meta = words[base + META]!;
    const from = meta & PROTOCOL_MASK;
    words[base + META] = (meta & ~(PROTOCOL_MASK | BY_PORT | IDENTIFIED)) | protocol | how;
    const packets = doubles[doubleBase + PACKETS]! + doubles[doubleBase + PACKETS + 1]!;
    const bytes = doubles[doubleBase + BYTES]! + doubles[doubleBase + BYTES + 1]!;
    const wasByPort = (meta & BY_PORT) !== 0;
    this.#protocols.moveFlow(from, wasByPort, protocol, how === BY_PORT, packets, bytes);
    if (from === protocol || packets === 0) return;
    this.#timeline.move(
      from,
      protocol,
      packets,
      bytes,
      doubles[doubleBase + FIRST_SECONDS]!,
      words[base + FIRST_NANOSECONDS]!,
      doubles[doubleBase + LAST_SECONDS]!,
      words[base + LAST_NANOSECONDS]!,
    );
  }

  #exhausted(meta: number): boolean {
    return looksOf(meta, 0) >= MAX_LOOKS && looksOf(meta, 1) >= MAX_LOOKS;
  }

  /**
   * Opening QUIC's Initial packets costs some hundred times what a packet costs (RFC 9001 §5), and anybody
   * can send them: a few per second of the capture's time are opened, of the originator alone.
   */
  #affords(packet: Packet, side: number): boolean {
    if (packet.protocol !== Protocol.Quic) return true;
    if (side !== 0) return false;
    if (packet.seconds !== this.#openingSecond) {
      this.#openingSecond = packet.seconds;
      this.#openings = 0;
    }
    this.#openings++;
    return this.#openings <= MAX_OPENINGS;
  }

  /** True for a flow without a name that has not been looked at too often. */
  #wantsName(row: number): boolean {
    const words = this.#flows.words;
    const base = row * FLOW_WORDS;
    if (words[base + NAME] !== 0) return false;
    const looks = (words[base + META]! & NAME_LOOKS_MASK) >>> NAME_LOOKS_SHIFT;
    return looks < MAX_NAME_LOOKS;
  }
}
