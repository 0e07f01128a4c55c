/**
 * Finds out what each flow is and what its ends are called, from the first few packets with payload.
 *
 * Content decides for good; a port number is a guess that content may still overrule. Counters follow:
 * what a flow counted before it was known moves to what it turned out to be.
 */
import {
  identify,
  type NameSink,
  type NameSource,
  type Packet,
  Protocol,
  parseIpv4,
  readNames,
} from "@wirescope/decode";
import type { FlowHealth } from "./flow-health.ts";
import {
  BY_PORT,
  BYTES,
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
  NAME_GENERATION,
  NAME_LOOKS_MASK,
  NAME_LOOKS_SHIFT,
  PACKETS,
  PENDING_BYTES,
  PENDING_PACKETS,
  PROTOCOL_MASK,
  SETTLED,
  WATCHED,
} from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import type { NamePool } from "./name-pool.ts";
import type { NameTable } from "./name-table.ts";
import type { ProtocolCounters } from "./protocol-counters.ts";
import type { Timeline } from "./timeline.ts";

/** Packets with payload that are looked at per direction before a flow stays unknown. */
const MAX_LOOKS = 4;
const LOOKS_MASK = 7;
/** Packets with payload that a server name is looked for in. */
const MAX_NAME_LOOKS = 15;

/** How a protocol carries names: not at all, once near the start of a flow, or in any packet. */
const NO_NAMES = 0;
const ONE_NAME = 1;
const MANY_NAMES = 2;

function naming(protocol: number): typeof NO_NAMES | typeof ONE_NAME | typeof MANY_NAMES {
  switch (protocol) {
    case Protocol.Tls:
    case Protocol.Http:
      return ONE_NAME;
    case Protocol.Dns:
    case Protocol.Mdns:
    case Protocol.Llmnr:
    case Protocol.Dhcp:
      return MANY_NAMES;
    default:
      return NO_NAMES;
  }
}

export interface IdentificationParts {
  readonly flows: FlowTable;
  readonly protocols: ProtocolCounters;
  readonly timeline: Timeline;
  readonly pool: NamePool;
  readonly names: NameTable;
  readonly health: FlowHealth;
}

export class Identification implements NameSink {
  readonly #flows: FlowTable;
  readonly #protocols: ProtocolCounters;
  readonly #timeline: Timeline;
  readonly #pool: NamePool;
  readonly #names: NameTable;
  readonly #health: FlowHealth;
  /* What the sink's callbacks are about: valid during `readNames`. */
  #row = 0;
  #packet: Packet | undefined;

  constructor(parts: IdentificationParts) {
    this.#flows = parts.flows;
    this.#protocols = parts.protocols;
    this.#timeline = parts.timeline;
    this.#pool = parts.pool;
    this.#names = parts.names;
    this.#health = parts.health;
  }

  /**
   * Looks at a packet with payload of a watched flow, before the packet is counted.
   *
   * @param side 0 from the originator, 1 from the responder.
   */
  look(row: number, packet: Packet, side: number): void {
    const at = row * FLOW_WORDS + META;
    const words = this.#flows.words;
    if ((words[at]! & IDENTIFIED) === 0) this.#identify(row, packet, side);
    const meta = words[at]!;
    const kind = naming(meta & PROTOCOL_MASK);
    let watched = (meta & IDENTIFIED) === 0 && !this.#exhausted(meta);
    if (kind === MANY_NAMES || (kind === ONE_NAME && this.#wantsName(row))) {
      if (kind === ONE_NAME) words[at]! += 1 << NAME_LOOKS_SHIFT;
      this.#row = row;
      this.#packet = packet;
      packet.protocol = (meta & PROTOCOL_MASK) as Protocol;
      readNames(packet, this);
      if (kind === MANY_NAMES) this.#health.takeQuery(row, packet);
      watched ||= kind === MANY_NAMES || this.#wantsName(row);
    }
    if (!watched) words[at]! &= ~WATCHED;
  }

  /** Takes a name that the packet's flow is about; the first one stays. */
  flowName(name: string, source: NameSource): void {
    const packet = this.#packet!;
    if (source === "tls" || source === "http") this.#nameServer(packet, name, source);
    const base = this.#row * FLOW_WORDS;
    const words = this.#flows.words;
    if (words[base + NAME] !== 0) return;
    const pool = this.#pool;
    const nameRow = pool.intern(name, packet.seconds);
    words[base + NAME] = nameRow + 1;
    words[base + NAME_GENERATION] = pool.generation(nameRow);
    if ((words[base + META]! & SETTLED) === 0) return;
    // What was settled while the flow had no name belongs to the name as well.
    const doubles = this.#flows.doubles;
    const doubleBase = this.#row * FLOW_DOUBLES;
    pool.add(
      nameRow,
      doubles[doubleBase + PACKETS]! +
        doubles[doubleBase + PACKETS + 1]! -
        words[base + PENDING_PACKETS]! -
        words[base + PENDING_PACKETS + 1]!,
      doubles[doubleBase + BYTES]! - words[base + PENDING_BYTES]!,
      doubles[doubleBase + BYTES + 1]! - words[base + PENDING_BYTES + 1]!,
      1,
      packet.seconds,
    );
  }

  addressName(
    ipVersion: 4 | 6,
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    name: string,
    source: NameSource,
  ): void {
    this.#names.add(ipVersion, w0, w1, w2, w3, name, source, this.#packet!.seconds);
  }

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
    const out = (meta >>> LOOKS_SHIFT) & LOOKS_MASK;
    const into = (meta >>> (LOOKS_SHIFT + 3)) & LOOKS_MASK;
    return out >= MAX_LOOKS && into >= MAX_LOOKS;
  }

  /** True for a flow without a name that has not been looked at too often. */
  #wantsName(row: number): boolean {
    const words = this.#flows.words;
    const base = row * FLOW_WORDS;
    if (words[base + NAME] !== 0) return false;
    const looks = (words[base + META]! & NAME_LOOKS_MASK) >>> NAME_LOOKS_SHIFT;
    return looks < MAX_NAME_LOOKS;
  }

  /** The client's own word for whom it talks to. Addresses in place of names say nothing new. */
  #nameServer(packet: Packet, name: string, source: NameSource): void {
    if (name.includes(":") || parseIpv4(name) !== undefined) return;
    this.#names.add(
      packet.ipVersion,
      packet.destination0,
      packet.destination1,
      packet.destination2,
      packet.destination3,
      name,
      source,
      packet.seconds,
    );
  }
}
