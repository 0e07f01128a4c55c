/** Gives flows and addresses the names that packets carry. */
import { type NameSink, type NameSource, Packet } from "@wirescope/decode";
import type { ApplicationCounters } from "./application-counters.ts";
import {
  BYTES,
  FLOW_DOUBLES,
  FLOW_WORDS,
  META,
  NAME,
  NAME_GENERATION,
  PACKETS,
  PENDING_BYTES,
  PENDING_PACKETS,
  PROTOCOL_MASK,
  SETTLED,
} from "./flow-layout.ts";
import type { FlowTable } from "./flow-table.ts";
import type { NamePool } from "./name-pool.ts";
import type { NameTable } from "./name-table.ts";
import { isAddress } from "./naming.ts";

export interface FlowNamerParts {
  readonly flows: FlowTable;
  readonly pool: NamePool;
  readonly applications: ApplicationCounters;
  /** Where names of addresses are noted; undefined where they are not. */
  readonly names: NameTable | undefined;
}

export class FlowNamer implements NameSink {
  readonly #flows: FlowTable;
  readonly #pool: NamePool;
  readonly #applications: ApplicationCounters;
  readonly #names: NameTable | undefined;
  /* What the names to come are about. */
  #row = 0;
  #packet: Packet = new Packet();

  constructor(parts: FlowNamerParts) {
    this.#flows = parts.flows;
    this.#pool = parts.pool;
    this.#applications = parts.applications;
    this.#names = parts.names;
  }

  /** The names that come next are said by a packet of the flow in a row; borrowed until another one is turned to. */
  turnTo(row: number, packet: Packet): void {
    this.#row = row;
    this.#packet = packet;
  }

  /** Takes a name that the packet's flow is about; the first one stays. */
  flowName(name: string, source: NameSource): void {
    const packet = this.#packet;
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
    const packets =
      doubles[doubleBase + PACKETS]! +
      doubles[doubleBase + PACKETS + 1]! -
      words[base + PENDING_PACKETS]! -
      words[base + PENDING_PACKETS + 1]!;
    const bytesIn = doubles[doubleBase + BYTES]! - (words[base + PENDING_BYTES]! >>> 0);
    const bytesOut = doubles[doubleBase + BYTES + 1]! - (words[base + PENDING_BYTES + 1]! >>> 0);
    pool.add(nameRow, packets, bytesIn, bytesOut, 1, packet.seconds);
    const protocol = words[base + META]! & PROTOCOL_MASK;
    this.#applications.add(pool.application(nameRow), protocol, packets, bytesIn + bytesOut, 1);
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
    this.#names?.add(ipVersion, w0, w1, w2, w3, name, source, this.#packet.seconds);
  }

  /** The client's own word for whom it talks to. Addresses in place of names say nothing new. */
  #nameServer(packet: Packet, name: string, source: NameSource): void {
    if (isAddress(name)) return;
    this.#names?.add(
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
